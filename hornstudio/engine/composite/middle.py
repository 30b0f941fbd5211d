"""Where a composite stands: in the middle of what it holds, when it is made and taken apart."""

from collections.abc import Collection

from hornstudio.engine.graph import Point


def middle_of(places: Collection[Point]) -> Point:
    """Halfway between the outermost places of nodes; the origin where there are none.

    Of places, not of sizes: what stands in a row keeps its ports level with those of a composite.
    """
    if not places:
        return (0.0, 0.0)
    across, down = zip(*places, strict=True)
    return ((min(across) + max(across)) / 2, (min(down) + max(down)) / 2)
