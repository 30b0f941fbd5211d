"""What the layout must know of a scene."""

from hornstudio.engine.graph import Wire
from hornstudio.engine.layout import Size
from hornstudio.ui.canvas.scene import Scene


def measure(scene: Scene) -> tuple[dict[str, Size], dict[Wire, tuple[float, float]]]:
    """Sizes of all nodes as they are drawn, and where each wire begins and ends on them."""
    room = {i: (item.look.width, item.look.height) for i, item in scene.nodes.items()}
    ends = {}
    for wire in scene.wires:
        start, end = scene.ends(wire)
        ends[wire] = (
            start.y() - scene.nodes[wire.source_node].y(),
            end.y() - scene.nodes[wire.target_node].y(),
        )
    return room, ends
