"""A graph of a ResNet's kind, of any size: blocks of convolutions beside a shortcut."""

from hornstudio.engine.graph import Graph, Node, Wire, freeze

_BLOCK_PX = (1180.0, 720.0)
_WIDE = 1.6


def graph(count: int) -> Graph:
    """A graph of about `count` nodes."""
    nodes, wires = blocks(count)
    placed = {i: Node(kind, freeze(params), at) for i, kind, params, at in nodes}
    return Graph("bench", freeze(placed), tuple(Wire(*w) for w in wires))


def blocks(count: int) -> tuple[list[tuple[str, str, dict, tuple]], list[tuple[str, str]]]:
    """About `count` nodes as (id, kind, params, place), and wires as pairs of ends."""
    nodes: list[tuple[str, str, dict, tuple]] = [("digits", "digits", {}, (-240.0, 0.0))]
    wires: list[tuple[str, str]] = []
    number, last = 0, "digits.image"
    across = max(1, round((count / 8 * _BLOCK_PX[1] * _WIDE / _BLOCK_PX[0]) ** 0.5))
    while len(nodes) + 13 <= count or number == 0:
        x = _BLOCK_PX[0] * (number % across)
        y = _BLOCK_PX[1] * (number // across)
        last = _block(nodes, wires, f"b{number}", last, (x, y), 2 + number % 2)
        number += 1
    _head(nodes, wires, last, (x + 1180.0, y))
    return nodes, wires


def _block(
    nodes: list, wires: list, name: str, source: str, at: tuple[float, float], branches: int
) -> str:
    """Branches of convolutions, added to what they come from; returns the end that goes on."""
    ends = []
    for branch in range(branches):
        end, y = source, at[1] + 216.0 * branch
        steps = ("conv2d", "batch_normalization", "conv2d")[: 3 if branches == 2 else 2]
        for place, kind in enumerate(steps):
            params = {"filters": 8, "kernel_size": [3, 3], "padding": "same"}
            node_id = f"{name}_{'abc'[branch]}{place}"
            settings = params if kind == "conv2d" else {}
            nodes.append((node_id, kind, settings, (at[0] + 232.0 * place, y)))
            wires.append((end, f"{node_id}.input"))
            end = f"{node_id}.output"
        ends.append(end)
    ends += [source] if not source.startswith("digits") else []
    nodes.append((f"{name}_add", "add", {}, (at[0] + 696.0, at[1])))
    nodes.append((f"{name}_relu", "relu", {}, (at[0] + 928.0, at[1])))
    wires += [(end, f"{name}_add.inputs") for end in ends]
    wires.append((f"{name}_add.output", f"{name}_relu.input"))
    return f"{name}_relu.output"


def _head(nodes: list, wires: list, last: str, at: tuple[float, float]) -> None:
    rest = ("global_average_pooling2d", "dense", "softmax", "categorical_crossentropy", "adam")
    end = last
    for place, kind in enumerate(rest):
        params = {"units": 10} if kind == "dense" else {}
        nodes.append((kind, kind, params, (at[0], at[1] + 160.0 * place)))
        port = {"categorical_crossentropy": "prediction", "adam": "loss"}.get(kind, "input")
        wires.append((end, f"{kind}.{port}"))
        end = f"{kind}.{'loss' if kind == 'categorical_crossentropy' else 'output'}"
    wires.append(("digits.label", "categorical_crossentropy.target"))
