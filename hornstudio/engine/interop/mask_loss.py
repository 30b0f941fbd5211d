"""Where Keras loses masks that would stay with their wires here.

Functions on tensors, such as +, carry none on. Multi-head attention takes them off its inputs while
a model runs: what was said of masks beforehand still holds, but whoever looks at what is there then
finds none: another attention, merging layers, and losses. A Permute that changes nothing drops a
mask here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.check import check
from hornstudio.engine.compile.call import Call
from hornstudio.engine.compile.mask_flow import MaskFlow
from hornstudio.engine.compile.plan import Plan, plan_graph
from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.engine.interop.assemble import Assembled
from hornstudio.engine.interop.report import ImportReport
from hornstudio.engine.signature import signature_of
from hornstudio.engine.text import Text

ALTERED = ("multiply", "maximum", "minimum")
"""Kinds that give other numbers where all that comes in is masked."""
LOOKING = ("multi_head_attention", "group_query_attention")
"""Kinds that look for masks while they run."""
TAKING_OFF = "multi_head_attention"
TOLD = ("attention", "additive_attention")
"""Kinds that are told beforehand of all masks, by what is known of the graph; so is whoever asks
for one mask.
"""


def lose_masks(assembled: Assembled, modules: Catalog, report: ImportReport) -> None:
    """Let the graph lose the masks that Keras loses, and say so. Raises: RunError."""
    plan, flow = _planned(assembled.graph, modules)
    for node in assembled.operators:
        port = f"{node}.output"
        if flow.mask_at(port):
            _unmask(assembled, port, _rank(plan, port, modules))
            plan, flow = _planned(assembled.graph, modules)
            reason = Text("Keras forgets masks here; a Permute behind it does the same")
            report.add(node, assembled.graph.nodes[node].kind, reason)
    for call, source in _Running(flow).unmasked(plan.layers):
        _unmask(assembled, source, _rank(plan, source, modules), call.node)
        reason = Text("Keras has taken the mask off {port} here; a Permute does it", port=source)
        report.add(call.node, call.module.kind, reason)
    plan, flow = _planned(assembled.graph, modules)
    running = _Running(flow)
    list(running.unmasked(plan.layers))
    for name, port in assembled.outputs:
        if flow.mask_at(port) and not running.kept[port]:
            _unmask(assembled, port, _rank(plan, port, modules))
            reason = Text(
                "Keras takes the mask off before the loss of {name}; a Permute does it", name=name
            )
            report.add(port.partition(".")[0], "mask", reason)


def _planned(graph: Graph, modules: Catalog) -> tuple[Plan, MaskFlow]:
    plan = plan_graph(graph, for_training=False, modules=modules)
    flow = MaskFlow()
    flow.through(plan.layers)
    return plan, flow


def _rank(plan: Plan, port: str, modules: Catalog) -> int:
    spec = check(plan.graph, modules).spec(port)
    assert spec is not None, port
    return spec.rank


def _unmask(assembled: Assembled, port: str, rank: int, taker: str = "") -> None:
    """Put a node that changes nothing but drops the mask behind a port, for one taker or all."""
    graph = assembled.graph
    node = graph.new_id(f"{port.partition('.')[0]}_unmasked")
    nodes = {**graph.nodes, node: Node("permute", freeze({"dims": list(range(1, rank + 1))}))}
    given = f"{node}.output"
    wires = [
        Wire(given, w.target) if w.source == port and taker in ("", w.target_node) else w
        for w in graph.wires
    ]
    wires.append(Wire(port, f"{node}.input"))
    assembled.graph = replace(graph, nodes=freeze(nodes), wires=tuple(wires))
    if not taker:
        assembled.outputs = [(n, given if p == port else p) for n, p in assembled.outputs]


class _Running:
    """Follows masks as they are while Keras runs the model, in the order of the calls."""

    def __init__(self, flow: MaskFlow) -> None:
        self._flow = flow
        self.kept: dict[str, bool] = {}

    def unmasked(self, calls: Iterable[Call]) -> Iterator[tuple[Call, str]]:
        """Calls that find no mask, while they run, on a tensor that has one here."""
        for call in calls:
            sources = [source for port in call.sources for source in port]
            there = [self.kept.get(source, False) for source in sources]
            masked = [bool(self._flow.mask_at(source)) for source in sources]
            looks = call.module.kind in LOOKING or (call.module.kind in ALTERED and all(masked))
            for source in dict.fromkeys(sources):
                if looks and self._flow.mask_at(source) and not self.kept.get(source, False):
                    yield call, source
            for port in call.ports:
                self.kept[port] = bool(self._flow.mask_at(port)) and _carries(call, there)
            if call.module.kind == TAKING_OFF:
                self.kept |= dict.fromkeys(sources, False)


def _carries(call: Call, there: list[bool]) -> bool:
    """Whether a call gives a mask on, of those that are there when it runs."""
    if call.module.inputs and call.module.inputs[0].many:
        return all(there)
    asked = signature_of(call.module.apply).run_time if call.module.apply else ()
    is_told = call.makes_mask or "mask" in asked or call.module.kind in TOLD
    return is_told or bool(there and there[0])
