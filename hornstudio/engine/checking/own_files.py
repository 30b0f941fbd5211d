"""What is wrong with files of one's own that a graph reads, and what is worth knowing of them."""

from collections.abc import Iterator

from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.graph import Graph, Wire
from hornstudio.engine.problem import Connect, Insert, Problem, Remedy, SetParam, set_to
from hornstudio.engine.text import Text

FAR = 10.0
"""Numbers further from 0 than this make the first steps of a training jump."""

FAR_TO_PREDICT = 100.0
"""Numbers further from 0 than this are reached by a layer only after very many steps."""

_SCALING = ("normalization", "batch_normalization", "layer_normalization", "rescaling")
_LOOKING_UP = ("embedding", "reversible_embedding", "discretization", "category_encoding")
"""What a number stands for matters to these, not how large it is."""
_TO_SCALE_BACK = ("normalization", "rescaling")

Bounds = tuple[float, float]


def own_file_problems(graph: Graph, source: str, facts: NodeFacts) -> Iterator[Problem]:
    """Files that are not chosen, not there, or without anything to load; and how they are read."""
    own, values = facts.module.own, facts.values
    if own is None or values is None:
        return
    if faults := [*own.faults(values)]:
        yield from (Problem("error", why, source, param=param) for param, why in faults)
        return
    for doubt in own.doubts(values):
        yield Problem("warning", doubt, source, param=own.param)
    for param, why in facts.idle.items():
        if graph.nodes[source].params.get(param) is not None:
            reason = Text("{param} changes nothing: {why}", param=param, why=why)
            yield Problem("info", reason, source, param=param)
    if facts.is_settled:
        for reason, remedies in own.remarks(values):
            yield Problem("info", reason, source, remedies=remedies)
        for port in facts.module.outputs:
            if bounds := own.bounds(values, port.name):
                setting = own.scaling(values, bounds)
                for wire in graph.wires_from(source, port.name):
                    if wire.target_port == "sample_weight":
                        yield from _odd_weights(wire, bounds)
                    else:
                        yield from _unscaled(graph, wire, bounds, setting)


def _odd_weights(wire: Wire, bounds: Bounds) -> Iterator[Problem]:
    """Weights of samples by which nothing is learned, or the contrary."""
    low, high = bounds
    if low < 0:
        reason = Text(
            "the least of the weights that come in here is {low}; what a sample with a weight "
            "below 0 says is unlearned, so need 0 or more for each",
            low=_short(low),
        )
    elif high == 0:
        reason = Text(
            "the weights that come in here are all 0, so that nothing is learned; need some above 0"
        )
    else:
        return
    ends = (wire.source, wire.target)
    yield Problem("warning", reason, wire.target_node, port=wire.target_port, wire=ends)


def _unscaled(
    graph: Graph, wire: Wire, bounds: Bounds, setting: SetParam | None
) -> Iterator[Problem]:
    """Large numbers that go into layers as they are, or that a layer is to give.

    setting: of the source, that would scale them.
    """
    far = max(map(abs, bounds))
    if wire.target_port == "target":
        if far > FAR_TO_PREDICT:
            yield from _far_to_predict(graph, wire.target_node, bounds)
    elif far > FAR and graph.nodes[wire.target_node].kind not in (*_SCALING, *_LOOKING_UP):
        title = Text("Normalization")
        remedies = [Remedy(Text("Insert {title}", title=title), Insert("normalization"))]
        if setting is not None:
            remedies.insert(0, set_to(setting.param, setting.value, wire.source_node))
        yield Problem(
            "warning",
            Text(
                "the numbers that come in here reach from {low} to {high}; networks learn well "
                "from numbers near 0",
                **_told(bounds),
            ),
            wire.target_node,
            port=wire.target_port,
            wire=(wire.source, wire.target),
            remedies=tuple(remedies),
        )


def _far_to_predict(graph: Graph, judge: str, bounds: Bounds) -> Iterator[Problem]:
    """What a loss or metric gets as a prediction must be scaled to where the targets are."""
    for wire in graph.wires_into(judge, "prediction"):
        if graph.nodes[wire.source_node].kind in _TO_SCALE_BACK:
            continue
        yield Problem(
            "warning",
            Text(
                "the numbers to predict reach from {low} to {high}; what a layer gives starts near "
                "0, and needs very many steps to get there",
                **_told(bounds),
            ),
            judge,
            port="prediction",
            wire=(wire.source, wire.target),
            remedies=(_scaling_back(graph, wire, bounds),),
        )


def _scaling_back(graph: Graph, wire: Wire, bounds: Bounds) -> Remedy:
    """Stretch -1 to 1 to the bounds; where something does already, take what that gives."""
    for other in graph.wires_from(wire.source_node, wire.source_port):
        if graph.nodes[other.target_node].kind in _TO_SCALE_BACK:
            label = Text("Take it from {node}", node=other.target_node)
            return Remedy(label, Connect(f"{other.target_node}.output", wire.target))
    low, high = bounds
    params = {"scale": [_rounded((high - low) / 2) or 1.0], "offset": [_rounded((high + low) / 2)]}
    return Remedy(Text("Insert {title}", title=Text("Rescaling")), Insert("rescaling", params))


def _rounded(number: float) -> float:
    return float(f"{number:.3g}")


def _told(bounds: Bounds) -> dict[str, str]:
    return {"low": _short(bounds[0]), "high": _short(bounds[1])}


def _short(number: float) -> str:
    """Large numbers whole, `54,000`, as long as a person can read that at a glance."""
    return f"{number:,.0f}" if 1e3 <= abs(number) < 1e12 else f"{number:.4g}"
