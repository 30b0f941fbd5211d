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
    return (
        round((min(across) + max(across)) / 2, 2),
        round((min(down) + max(down)) / 2, 2),
    )


def first_of(places: Collection[Point]) -> Point:
    """The first place as one reads, where a composite stands whose middle is on another node."""
    return min(places, key=lambda at: (at[1], at[0]))


def step_of(places: Collection[Point], at: Point) -> Point:
    """How far what a composite holds has moved with it; nowhere if it stands where it was put.

    places: those inside. at: of the composite.
    """
    middle = middle_of(places)
    if not places or at in (middle, first_of(places)):
        return (0.0, 0.0)
    return (round(at[0] - middle[0], 2), round(at[1] - middle[1], 2))
