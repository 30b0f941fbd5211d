"""Layers and their calls as a graph: one node for each call, nested models laid open."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.errors import FileError
from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.engine.interop.config import INPUT, calls_in_order
from hornstudio.engine.interop.exceptions import CODE
from hornstudio.engine.interop.folding import Part
from hornstudio.engine.interop.halves import halves_of, need_whole, whole_of
from hornstudio.engine.interop.match import Match
from hornstudio.engine.interop.matching import Matcher
from hornstudio.engine.interop.model import MASKS, Call, Layer, Model, Tensor, tensors_in
from hornstudio.engine.interop.modules import NoCounterpartError
from hornstudio.engine.interop.naming import Folders, id_of
from hornstudio.engine.interop.report import ImportReport
from hornstudio.engine.interop.text import keepable
from hornstudio.engine.interop.wrappers import over_time
from hornstudio.engine.module import Module, no_arrays
from hornstudio.engine.text import Text

MOST_NODES = 20_000
"""Nodes that a model may have; models within models could ask for any number."""

MARKS = ("identity", "linear")
"""Kinds that change nothing."""

Shape = tuple[int | None, ...]
Place = tuple[str, ...]
"""Names of the models around a layer, and its own."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a node's weights lie: folders of the layer, names of it and of the models around it.

    order: place of each of these in the list of layers that it is in. trail: folders below.
    """

    folders: tuple[str, ...]
    names: Place
    order: tuple[int, ...]
    trail: tuple[str, ...] = ()


@dataclass(slots=True)
class Assembled:
    """A graph without training, the outputs of the model by name, and where weights come from.

    masked: nodes to which Keras gives a mask. operators: nodes that are bare functions in Keras.
    parts: calls of models within the model, those within others first. shapes: of ports whose shape
    the file says, without the batch; in the order in which they are taken.
    """

    graph: Graph
    outputs: list[tuple[str, str]]
    origins: dict[str, Origin]
    masked: list[str]
    operators: list[str]
    parts: list[Part] = field(default_factory=list)
    shapes: Mapping[str, Shape] = field(default_factory=dict)


@dataclass(slots=True)
class Assembler:
    """Builds the graph of one model."""

    modules: Catalog
    report: ImportReport
    nodes: dict[str, Node] = field(default_factory=dict)
    wires: list[Wire] = field(default_factory=list)
    origins: dict[str, Origin] = field(default_factory=dict)
    masked: list[str] = field(default_factory=list)
    operators: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    shapes: dict[str, Shape] = field(default_factory=dict)
    _orders: dict[Place, int] = field(default_factory=dict)
    _automatic: set[Place] = field(default_factory=set)
    _owners: dict[Place, str] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)
    _depth_over_time: int = 0
    _taken: set[str] = field(default_factory=set)
    _matcher: Matcher = field(init=False)

    def __post_init__(self) -> None:
        self._matcher = Matcher(self.modules)

    def assemble(self, model: Model) -> Assembled:
        """The graph of the whole model. Raises: FileError."""
        ends = self._place_model(model, (), (), "", None, is_frozen=not model.is_trainable)
        ends = self._marked(ends)
        graph = Graph(name=model.name, nodes=freeze(self.nodes), wires=tuple(self.wires))
        held = (self.origins, self.masked, self.operators, self.parts, self.shapes)
        return Assembled(graph, ends, *held)

    def _marked(self, ends: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """The outputs, each at a node of its own whose output nothing else takes.

        Only such are given when the graph predicts.
        """
        taken = Counter(wire.source_node for wire in self.wires)
        taken.update(port.partition(".")[0] for _, port in ends)
        marked = []
        for name, end in ends:
            port = end.partition("/")[0]
            if port != end:
                reason = Text("gives the state of one direction by itself; here both are one")
                self.report.add(port.partition(".")[0], name, reason, is_placeholder=True)
            node = port.partition(".")[0]
            if taken[node] > 1 or self.nodes[node].kind == "input":
                kind = next(k for k in MARKS if self.modules.get(k))
                mark = self._new_id(f"{id_of(name)}_output")
                self.nodes[mark] = Node(kind)
                self.wires.append(Wire(port, f"{mark}.input"))
                port = f"{mark}.output"
            marked.append((name, port))
        return marked

    def _place_model(
        self,
        model: Model,
        names: Place,
        folders: tuple[str, ...],
        prefix: str,
        given: list[str] | None,
        *,
        is_frozen: bool,
    ) -> list[tuple[str, str]]:
        """Nodes of a model; `given` are the ports that feed it, None for the whole itself.

        Returns the ports of its outputs by name.
        """
        found = {} if given is None else _fed(model, given)
        folder_by_name = _folders(model)
        self._orders |= {(*names, layer.name): i for i, layer in enumerate(model.layers)}
        self._automatic |= {(*names, x.name) for x in model.layers if x.thing.is_operator}
        for layer, number in calls_in_order(model):
            if (layer.name, number) in found:
                continue
            if same := _same_states(layer, number, found):
                found[layer.name, number] = same
                continue
            inside = (*folders, *folder_by_name.get(layer.name, ()))
            here = (*names, layer.name)
            call = layer.calls[number] if layer.calls else Call((), {})
            frozen = is_frozen or layer.thing.config.get("trainable") is False
            wish = prefix + id_of(layer.name)
            if layer.inner is not None:
                sources = [self._source(t, found) for t in call.tensors()]
                inside += ("layer",) * layer.is_over_time
                self._depth_over_time += layer.is_over_time
                found[layer.name, number] = self._place_inner(
                    layer.inner, here, inside, wish, sources, is_frozen=frozen
                )
                self._depth_over_time -= layer.is_over_time
            else:
                node = self._place_layer(layer, call, here, inside, wish, found, frozen)
                found[layer.name, number] = node
        return [(name, _port_of(tensor, found)) for name, tensor in model.outputs]

    def _place_inner(
        self,
        model: Model,
        here: Place,
        folders: tuple[str, ...],
        wish: str,
        given: list[str],
        *,
        is_frozen: bool,
    ) -> list[str]:
        """Nodes of a model within the model; returns the ports of its outputs."""
        prefix, start = f"{self._new_id(wish)}_", len(self.nodes)
        found = self._place_model(model, here, folders, prefix, given, is_frozen=is_frozen)
        ends = [port for _, port in found]
        inputs = tuple(tensor.layer for tensor in model.inputs)
        reach = (start, len(self.nodes))
        self.parts.append(Part(here, reach, prefix, inputs, tuple(given), tuple(ends)))
        return ends

    def _new_id(self, wish: str) -> str:
        if len(self._taken) >= MOST_NODES:
            raise FileError("the model has more than {n} layers", n=f"{MOST_NODES:,}")
        free, number = wish, self._numbers.get(wish, 1)
        while free in self._taken:
            number += 1
            free = f"{wish}_{number}"
        self._numbers[wish] = number
        self._taken.add(free)
        return free

    def _place_layer(
        self,
        layer: Layer,
        call: Call,
        here: Place,
        folders: tuple[str, ...],
        wish: str,
        found: Mapping[tuple[str, int], list[str]],
        is_frozen: bool,
    ) -> list[str]:
        """One node; returns its output ports."""
        node_id = self._new_id(wish)
        try:
            self._check_mask(node_id, call, here[:-1])
            match = self._matcher.match(layer.thing, call)
            if self._depth_over_time:
                over_time(match, self._depth_over_time)
            wires = list(self._wires(node_id, match, found))
        except NoCounterpartError as error:
            return self._place_placeholder(node_id, layer, call, found, error)
        for reason in match.remarks:
            self.report.add(node_id, layer.thing.path, reason)
        owner = self._owners.setdefault(here, node_id)
        may_own = can_own(match.module)
        shares = owner if owner != node_id and may_own else ""
        self.nodes[node_id] = match.node(weights_of=shares, frozen=is_frozen and may_own)
        self.wires += wires
        if layer.thing.is_operator:
            self.operators.append(node_id)
        if not shares:
            order = tuple(self._orders[here[: n + 1]] for n in range(len(here)))
            self.origins[node_id] = Origin(folders, here, order, match.trail)
        ports = [f"{node_id}.{port.name}" for port in match.module.outputs]
        if not match.is_both_ways:
            return ports
        pairs = [halves_of(port) for port in ports[1:]]
        return [ports[0], *(pair[way] for way in (0, 1) for pair in pairs)]

    def _check_mask(self, node_id: str, call: Call, names: Place) -> None:
        """Masks that Keras writes down are those that follow the wires here by themselves."""
        for tensor in tensors_in([call.kwargs.get(name) for name in MASKS]):
            if (*names, tensor.layer) not in self._automatic:
                raise NoCounterpartError(
                    "gets a mask of its own; here masks come from Embedding and Masking"
                )
            self.masked.append(node_id)

    def _wires(
        self, node_id: str, match: Match, found: Mapping[tuple[str, int], list[str]]
    ) -> Iterator[Wire]:
        growing = {port.name for port in match.module.inputs if port.many}
        for port, tensors in match.ports:
            sources = [self._source(tensor, found) for tensor in tensors]
            if len(sources) > 1 and port not in growing:
                sources = [whole_of(sources) or self._joined(f"{node_id}_{port}", sources)]
            for source in sources:
                yield Wire(need_whole(source), f"{node_id}.{port}")

    def _source(self, tensor: Tensor, found: Mapping[tuple[str, int], list[str]]) -> str:
        """The port that gives a tensor; what the file says of its shape is noted."""
        port = _port_of(tensor, found)
        if tensor.shape and "/" not in port:
            self.shapes.setdefault(port, tensor.shape[1:])
        return port

    def _joined(self, wish: str, sources: list[str]) -> str:
        """States of both directions side by side, in a node of their own."""
        wires = [need_whole(source) for source in sources]
        node_id = self._new_id(wish)
        self.nodes[node_id] = Node("concatenate")
        self.wires += [Wire(source, f"{node_id}.inputs") for source in wires]
        return f"{node_id}.output"

    def _place_placeholder(
        self,
        node_id: str,
        layer: Layer,
        call: Call,
        found: Mapping[tuple[str, int], list[str]],
        error: NoCounterpartError,
    ) -> list[str]:
        """A node of no known kind, which keeps the settings and the wires."""
        kind = f"keras.{layer.thing.name}"
        self.report.add(node_id, layer.thing.path, error.reason, is_placeholder=True)
        self.nodes[node_id] = Node(kind, freeze(_settings(layer, call)))
        ports = [self._source(tensor, found).partition("/")[0] for tensor in call.tensors()]
        self.wires += [Wire(port, f"{node_id}.input") for port in dict.fromkeys(ports)]
        return [f"{node_id}.output"] + [f"{node_id}.output_{n}" for n in range(2, MOST_OUTPUTS)]


MOST_OUTPUTS = 10


def _same_states(
    layer: Layer, number: int, found: Mapping[tuple[str, int], list[str]]
) -> list[str] | None:
    """Ports that a call gives on: it puts both halves of a state together, or takes one apart."""
    if not layer.thing.is_keras or layer.inner is not None or not layer.calls:
        return None
    call, config = layer.calls[number], layer.thing.config
    sources = [_port_of(tensor, found) for tensor in call.tensors()]
    if layer.thing.name == "Concatenate" and config.get("axis", -1) in (-1, 1):
        whole = whole_of(sources)
        return [whole] if whole else None
    is_split = layer.thing.is_operator and layer.thing.name == "Split" and len(sources) == 1
    if is_split and config.get("indices_or_sections") == 2 and config.get("axis") == -1:
        return list(halves_of(need_whole(sources[0])))
    return None


def _port_of(tensor: Tensor, found: Mapping[tuple[str, int], list[str]]) -> str:
    ports = found[tensor.layer, tensor.call]
    if tensor.output >= len(ports):
        raise FileError(
            "output {number} of {layer} is used; it has {count}",
            number=tensor.output + 1,
            layer=tensor.layer,
            count=len(ports),
        )
    return ports[tensor.output]


def can_own(module: Module) -> bool:
    """Whether a module can have arrays; others need neither be shared nor frozen."""
    return module.weights is not no_arrays or module.state is not no_arrays


def _fed(model: Model, given: list[str]) -> dict[tuple[str, int], list[str]]:
    """The ports that feed a model's inputs, by layer and call. Raises: FileError."""
    if len(given) != len(model.inputs):
        raise FileError(
            "the model {name} gets {found} tensors; it takes {need}",
            name=model.name,
            found=len(given),
            need=len(model.inputs),
        )
    return {(t.layer, t.call): [port] for t, port in zip(model.inputs, given, strict=True)}


def _folders(model: Model) -> dict[str, tuple[str, ...]]:
    """The folder of each layer's weights, below that of the model."""
    count = Folders()
    folders: dict[str, tuple[str, ...]] = {}
    for layer in model.layers:
        if layer.thing.is_operator or (model.is_sequential and layer.thing.name == INPUT):
            continue
        folders[layer.name] = ("layers", count.next(layer.thing.name))
    return folders


def _settings(layer: Layer, call: Call) -> dict[str, Any]:
    """What a placeholder keeps of a layer: its settings without code, and constant arguments."""
    config = {k: v for k, v in layer.thing.config.items() if not _holds_code(v)}
    if layer.thing.name in CODE:
        config = {k: v for k, v in config.items() if k in ("name", "arguments")}
    kept = keepable(config)
    settings: dict[str, Any] = kept if isinstance(kept, dict) else {}
    constants = [a for a in call.args if not any(True for _ in tensors_in(a))]
    if constants and (kept := keepable(constants)) is not None:
        settings["arguments_of_call"] = kept
    return settings


def _holds_code(value: Any) -> bool:
    """Whether there is a serialized Python function somewhere inside."""
    if isinstance(value, Mapping):
        name = value.get("class_name")
        return (isinstance(name, str) and name in CODE) or any(
            _holds_code(v) for v in value.values()
        )
    return isinstance(value, list) and any(_holds_code(v) for v in value)
