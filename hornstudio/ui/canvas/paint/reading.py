"""From a report to looks: which words, shapes and states each node and wire shows."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from hornstudio.engine.check import Report
from hornstudio.engine.editing.arranging import is_collapsed
from hornstudio.engine.editing.coloring import color_of
from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.graph import PORT_KINDS, Node, Wire
from hornstudio.engine.module import Module, Port
from hornstudio.engine.params import FilePath, Floats, Ints, Param
from hornstudio.engine.problem import Problem
from hornstudio.engine.shapes import Spec
from hornstudio.ui.canvas.paint.footer import brief_of, flow_text, footer_of
from hornstudio.ui.canvas.paint.look import NodeLook, PillLook, PortLook, WireLook
from hornstudio.ui.canvas.paint.number import figure_text
from hornstudio.ui.once import once
from hornstudio.ui.words.translate import tr, tr_engine

_BY_RANK = {0: "any", 1: "vector", 2: "sequence", 3: "image"}
# Labels in a row or a pill have room for one short word.
_SHORT = {
    "input": "x",
    "prediction": "pred",
    "sample_weight": "weight",
    "activation": "ƒ",
    "learning_rate": "lr",
    "kernel_size": "kernel",
    "pool_size": "pool",
    "strides": "stride",
    "validation_split": "validation",
    "from_logits": "logits",
    "return_sequences": "sequences",
}
_SIGNS = {("rescaling", "scale"): "×", ("rescaling", "offset"): "+"}
_PILLS = 2
_BRIEF_DIGITS = 3


def port_type(spec: Spec | None) -> str:
    """Kind of what flows: `image`, `sequence`, `vector`, `volume`, `label`, `scalar`, `any`."""
    if spec is None:
        return "any"
    if spec.is_loss:
        return "scalar"
    if spec.is_label:
        return "label"
    return _BY_RANK.get(spec.rank, "volume")


def node_title(
    node_id: str, node: Node, module: Module | None, titles: dict[str, str] | None = None
) -> tuple[str, str]:
    """Title, and what tells the node from others of its kind. titles: those looked up before."""
    if node.title:
        return node.title, ""
    title = (titles or {}).get(node.kind) or (tr_engine(module.title) if module else node.kind)
    if titles is not None:
        titles[node.kind] = title
    if node.kind in PORT_KINDS:  # its name is that of the port
        return node_id, title
    if node_id == node.kind:
        return title, ""
    stem, _, number = node_id.rpartition("_")
    if stem == node.kind and number.isdigit():
        return f"{title} {number}", ""
    return title, node_id


@dataclass
class _Around:
    """What is known around nodes, gathered once for all of them."""

    report: Report
    live: Mapping[str, str]
    is_training: bool
    problems: dict[str, list[Problem]] = field(default_factory=dict)
    wrong: set[tuple[str, str]] = field(default_factory=set)
    titles: dict[str, str] = field(default_factory=dict)
    plain: dict[tuple[object, ...], NodeLook] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for problem in self.report.problems:
            self.problems.setdefault(problem.node, []).append(problem)
            if problem.wire and problem.severity == "error" and not self.waits_for_more(problem):
                self.wrong.add(problem.wire)

    @once
    def sharing(self) -> Counter[str]:
        """How many nodes use each owner's weights; only nodes show it, wires do not ask."""
        graph = self.report.graph
        return Counter(graph.weights_owner(i) for i, node in graph if node.weights_of)

    def into(self, node_id: str) -> list[Wire]:
        """Wires that end at a node."""
        return self.report.graph.wires_into(node_id)

    def count_from(self, end: str) -> int:
        """How many wires leave a port, given as `node.port`."""
        node_id, _, port = end.partition(".")
        return len(self.report.graph.wires_from(node_id, port))

    def waits_for_more(self, problem: Problem) -> bool:
        """Whether a growing port has its first wire, and only needs another one."""
        facts = self.report.facts.get(problem.node)
        port = facts.module.input(problem.port) if facts else None
        wires = self.into(problem.node)
        is_first = sum(w.target_port == problem.port for w in wires) == 1
        return bool(port and port.many and is_first and facts and facts.module.role == "layer")


def node_looks(
    report: Report,
    live: Mapping[str, str],
    is_training: bool = False,
    ids: Iterable[str] | None = None,
) -> dict[str, NodeLook]:
    """What nodes show, by id. live: figures of a run by id; is_training: it goes on.

    ids: of these nodes alone; of all where None.
    """
    around = _Around(report, live, is_training)
    nodes = report.graph.nodes
    return {i: _node_look(i, nodes[i], around) for i in (nodes if ids is None else ids)}


def wire_looks(report: Report, wires: Iterable[Wire] | None = None) -> dict[Wire, WireLook]:
    """What wires show: these alone, or all where None."""
    around = _Around(report, {}, is_training=False)
    chosen = report.graph.wires if wires is None else wires
    return {wire: _wire_look(wire, around) for wire in chosen}


def _wire_look(wire: Wire, around: _Around) -> WireLook:
    spec = around.report.spec(wire.source)
    source = around.report.graph.nodes.get(wire.source_node)
    status = ""
    if tuple(wire) in around.wrong:
        status = "error"
    elif spec is None or around.report.is_absent(wire.target_node):
        status = "waiting"
    elif source and source.frozen:
        status = "frozen"
    text = "" if spec is None or spec.is_loss else flow_text(spec)
    return WireLook(port_type(spec), status, text, around.count_from(wire.source) > 1)


def _node_look(node_id: str, node: Node, around: _Around) -> NodeLook:
    """Of nodes that are plain and alike, only the first is read; the others differ in name."""
    facts = around.report.facts[node_id]
    named = node_title(node_id, node, facts.module, around.titles)
    if not _is_plain(node_id, node, around):
        return _read_look(node_id, node, named, around)
    ports = _wired(node_id, around), _linked(node_id, facts, around)
    key = (id(facts), ports, is_collapsed(node), color_of(node))
    if (alike := around.plain.get(key)) is not None:
        return alike.named(*named)
    look = around.plain[key] = _read_look(node_id, node, named, around)
    return look


def _is_plain(node_id: str, node: Node, around: _Around) -> bool:
    """Whether a node's facts say all of it."""
    is_own = not (node.frozen or node.bypassed or node.disabled or node.over_time or node.note)
    return (
        is_own
        and node_id not in around.problems
        and node_id not in around.live
        and not node.weights_of
        and around.report.facts[node_id].module.role == "layer"
        and not around.sharing.get(node_id)
        and not around.report.is_absent(node_id)
    )


def _wired(node_id: str, around: _Around) -> tuple[tuple[str, str], ...]:
    """Ports with the kind of what each wire brings; facts are the same where that is unknown."""
    report = around.report
    return tuple((w.target_port, port_type(report.spec(w.source))) for w in around.into(node_id))


def _linked(node_id: str, facts: NodeFacts, around: _Around) -> tuple[bool, ...]:
    """Whether a wire leaves, by output."""
    leaving = {w.source_port for w in around.report.graph.wires_from(node_id)}
    return tuple(port.name in leaving for port in facts.module.outputs)


def _read_look(node_id: str, node: Node, named: tuple[str, str], around: _Around) -> NodeLook:
    facts = around.report.facts[node_id]
    module, (title, subtitle) = facts.module, named
    found = around.problems.get(node_id, ())
    wires = around.into(node_id)
    status, problem = _status(found, wires, around)
    owner = around.report.graph.weights_owner(node_id)
    sharing = around.sharing.get(owner, 0)
    live = around.live.get(node_id, "")
    is_message = status in ("error", "warning")
    return NodeLook(
        title=title,
        subtitle=subtitle,
        category=module.category,
        inputs=_inputs(module, wires, found, around),
        outputs=_outputs(facts, _linked(node_id, facts, around)),
        pills=() if is_collapsed(node) else _pills(node, facts),
        footer=footer_of(node_id, around.report),
        brief=brief_of(facts, around.report),
        status=status,
        message=tr_engine(problem.reason) if problem and is_message else "",
        has_remedy=bool(problem and problem.remedies),
        shared=sharing + 1 if sharing else 0,
        is_frozen=node.frozen,
        is_bypassed=node.bypassed,
        is_disabled=node.disabled,
        is_absent=around.report.is_absent(node_id),
        is_over_time=node.over_time,
        has_note=bool(node.note),
        is_collapsed=is_collapsed(node),
        live=live,
        is_training=around.is_training and bool(live),
        is_composite=node.kind in around.report.graph.groups,
        color=color_of(node),
    )


def _status(
    found: Sequence[Problem], wires: Sequence[Wire], around: _Around
) -> tuple[str, Problem | None]:
    """What is broken outranks what is open, and that outranks a warning."""
    if not found:
        return "", None
    errors = [p for p in found if p.severity == "error"]
    broken = next(
        (p for p in errors if not is_open_port(p, wires) and not around.waits_for_more(p)), None
    )
    if broken:
        return "error", broken
    if errors:
        return "open", errors[0]
    warning = next((p for p in found if p.severity == "warning"), None)
    return ("warning", warning) if warning else ("", None)


def is_open_port(problem: Problem, wires: Sequence[Wire]) -> bool:
    """Whether the problem is only that a port of the node waits for its wire."""
    ports = {w.target_port for w in wires}
    return bool(problem.port) and problem.wire is None and problem.port not in ports


def _inputs(
    module: Module, wires: Sequence[Wire], found: Sequence[Problem], around: _Around
) -> tuple[PortLook, ...]:
    wrong_ports = {p.port for p in found if p.severity == "error" and p.port}
    rows: list[PortLook] = []
    for port in module.inputs:
        mine = [w for w in wires if w.target_port == port.name]
        if port.many:
            rows += _growing(module, port, mine, around)
            continue
        kind = port_type(around.report.spec(mine[0].source)) if mine else "any"
        if module.role == "optimizer":
            kind = "scalar"
        is_wrong = port.name in wrong_ports
        label = _SHORT.get(port.name, port.name.replace("_", " "))
        rows.append(PortLook(port.name, label, kind, bool(mine), is_wrong=is_wrong))
    return tuple(rows)


def _growing(module: Module, port: Port, wires: Sequence[Wire], around: _Around) -> list[PortLook]:
    takes_loss = module.role == "optimizer"
    rows = []
    for index, wire in enumerate(wires):
        kind = port_type(around.report.spec(wire.source))
        label = _letter(index)
        if takes_loss:
            label = _loss_label(wire, around, is_only=len(wires) == 1)
        is_wrong = tuple(wire) in around.wrong
        rows.append(PortLook(port.name, label, kind, True, index, False, True, is_wrong))
    add = tr("add loss") if takes_loss else tr("add input")
    kind = "scalar" if takes_loss else "any"
    rows.append(PortLook(port.name, add, kind, False, len(wires), True, True))
    return rows


def _letter(index: int) -> str:
    """a, b, ... z, then numbers."""
    return chr(ord("a") + index) if index < 26 else str(index + 1)


def _loss_label(wire: Wire, around: _Around, is_only: bool) -> str:
    """Whose loss it is, where there are several; and how much it weighs."""
    facts = around.report.facts.get(wire.source_node)
    weight = facts.values.get("weight", 1.0) if facts and facts.values else 1.0
    name = wire.target_port if is_only else wire.source_node
    return name if weight == 1.0 else f"{name} × {weight:g}"


def _outputs(facts: NodeFacts, linked: Sequence[bool]) -> tuple[PortLook, ...]:
    """linked: whether a wire leaves, by output."""
    rows = []
    tensors = [p for p in facts.module.outputs if not _is_named(facts, p)]
    for port, is_linked in zip(facts.module.outputs, linked, strict=True):
        spec = facts.outputs.get(port.name)
        kind = "scalar" if facts.module.role == "loss" else port_type(spec)
        is_shape = not _is_named(facts, port)
        label = (str(spec) if spec else "?") if is_shape else port.name
        if is_shape and len(tensors) > 1:
            label = f"{port.name.replace('_', ' ')} {label}"
        rows.append(PortLook(port.name, label, kind, is_linked, is_shape=is_shape))
    return tuple(rows)


def _is_named(facts: NodeFacts, port: Port) -> bool:
    """Whether the port's name says more than the shape: labels and losses."""
    spec = facts.outputs.get(port.name)
    return facts.module.role == "loss" or bool(spec and (spec.is_label or spec.is_loss))


def _pills(node: Node, facts: NodeFacts) -> tuple[PillLook, ...]:
    pills = []
    for name in facts.module.main[:_PILLS]:
        param = facts.module.param(name)
        value = facts.values[name] if facts.values else node.params.get(name, param.default)
        label = _SIGNS.get((node.kind, name)) or _SHORT.get(name, name.replace("_", " "))
        text, brief = _value_text(param, value), _value_text(param, value, _BRIEF_DIGITS)
        pills.append(PillLook(name, label, text, brief))
    return tuple(pills)


def _value_text(param: Param, value: object, digits: int = 6) -> str:
    if isinstance(value, bool):
        return tr("on") if value else tr("off")
    if isinstance(param, Ints) and isinstance(value, tuple | list):
        return "×".join("?" if v is None else str(v) for v in value)
    if value is None or (isinstance(param, FilePath) and not value):
        return tr("none")
    if isinstance(param, FilePath):
        return PurePath(str(value)).name
    if isinstance(value, float):
        return figure_text(value, digits)
    if isinstance(param, Floats) and isinstance(value, tuple):
        return ", ".join(figure_text(number, digits) for number in value)
    try:
        return param.show(value)
    except (TypeError, ValueError):  # a bad value of a file, which the footer complains about
        return str(value)
