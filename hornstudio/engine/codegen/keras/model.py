"""A plan as a model of Keras: layers by name, how they are called, inputs and outputs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from hornstudio.engine.check import check
from hornstudio.engine.codegen.keras.directions import Directions
from hornstudio.engine.codegen.keras.thing import Thing, call_arguments, layer_of
from hornstudio.engine.codegen.keras.use import Use
from hornstudio.engine.compile.call import Call
from hornstudio.engine.compile.plan import Plan
from hornstudio.engine.compile.precision import is_exact
from hornstudio.engine.composite.way import way_text
from hornstudio.engine.errors import ExportError
from hornstudio.engine.shapes import Spec
from hornstudio.engine.training_settings import FLOAT32, MIXED


@dataclass(frozen=True, slots=True)
class Model:
    """layers by name in order of first use; inputs: specs by port; outputs: ports.

    specs: those of all tensors by port.
    """

    layers: dict[str, Thing]
    uses: tuple[Use, ...]
    inputs: dict[str, Spec]
    outputs: tuple[str, ...]
    specs: Mapping[str, Spec]

    @property
    def is_chain(self) -> bool:
        """Whether every layer takes just what the one before it gives."""
        if len(self.inputs) != 1 or len(self.outputs) != 1 or len(self.layers) != len(self.uses):
            return False
        last = next(iter(self.inputs))
        for use in self.uses:
            sources = [s for port in use.sources for s in port]
            is_plain = len(use.call.module.inputs) == len(use.ports) == 1
            is_plain = is_plain and not call_arguments(use.call.values)
            if sources != [last] or not is_plain or use.call.module.inputs[0].many:
                return False
            last = use.ports[0]
        return last == self.outputs[0]


def model_of(plan: Plan) -> Model:
    """The model of a plan. Raises: ExportError that names all that Keras cannot express."""
    report = check(plan.graph, plan.modules)
    specs = {f"{i}.{p}": s for i, facts in report.facts.items() for p, s in facts.outputs.items()}
    directions = Directions(plan, specs)
    aliases = _bypassed(plan.layers)
    taken = _taken(plan, aliases)
    whole = _taken_whole(plan)
    layers: dict[str, Thing] = {}
    uses: list[Use] = []
    missing: dict[str, list[str]] = {}
    for each in plan.layers:
        if each.is_bypassed:
            continue
        try:
            more = any(port in taken for port in each.ports[1:])
            layer = _layer(each, plan, hands_out_more=more)
            if layers.setdefault(each.owner, layer) != layer:
                owner = way_text(each.owner)
                raise ExportError(
                    "shares weights with {owner}, which has other settings", owner=owner
                )
        except ExportError as error:
            missing.setdefault(str(error), []).append(way_text(each.node))
            continue
        sources = tuple(tuple(_stand_in(s, aliases) for s in port) for port in each.sources)
        for use, thing in directions.around(
            Use(each, each.owner, sources, each.ports, more), layer, whole
        ):
            uses.append(use)
            layers.setdefault(use.layer, thing)
        aliases |= directions.aliases
    if missing:
        reasons = [f"{', '.join(nodes)}: {reason}" for reason, nodes in missing.items()]
        raise ExportError("{reasons}", reasons="; ".join(reasons))
    ports = _fed(uses, plan)
    inputs = {port: report.facts[node_of(port)].outputs[port.partition(".")[2]] for port in ports}
    outputs = tuple(dict.fromkeys(_stand_in(port, aliases) for port in plan.outputs))
    return Model(layers, tuple(uses), inputs, outputs, specs)


def _taken(plan: Plan, aliases: Mapping[str, str]) -> set[str]:
    """Ports that some call takes, or that the graph gives out."""
    calls = (*plan.layers, *plan.losses, *plan.metrics)
    return {*plan.outputs, *(aliases.get(s, s) for c in calls for port in c.sources for s in port)}


def _taken_whole(plan: Plan) -> set[str]:
    """Ports that are taken by what does not take apart the states of two directions."""
    return {*plan.outputs} | {
        source
        for call in (*plan.layers, *plan.losses, *plan.metrics)
        for port, sources in zip(call.module.inputs, call.sources, strict=True)
        if not (call.values.get("bidirectional") and port.name.startswith("initial_"))
        for source in sources
    }


def _stand_in(port: str, aliases: Mapping[str, str]) -> str:
    """What stands for a port: of a bypassed node what comes into it, be it joined of halves."""
    while port in aliases:
        port = aliases[port]
    return port


def node_of(port: str) -> str:
    """The node of `node.port`."""
    return port.partition(".")[0]


def _bypassed(layers: Iterable[Call]) -> dict[str, str]:
    """The port that stands for that of each bypassed node."""
    aliases: dict[str, str] = {}
    for call in layers:
        if call.is_bypassed:
            source = call.sources[0][0]
            aliases[call.ports[0]] = aliases.get(source, source)
    return aliases


def _fed(uses: Iterable[Use], plan: Plan) -> list[str]:
    """Ports of data that layers take, in the order of the data."""
    taken = {s for use in uses for port in use.sources for s in port}
    return [port for port in plan.data if port in taken]


def _layer(call: Call, plan: Plan, *, hands_out_more: bool) -> Thing:
    thing = layer_of(call.module, call.values, plan.modules)
    if hands_out_more and any(p.name.startswith("state_") for p in call.module.outputs):
        thing = thing.with_settings(return_state=True)
    mode = call.values.get("bidirectional")
    if mode:
        merge = None if mode == "none" else mode
        thing = Thing("layers.Bidirectional", {"layer": thing, "merge_mode": merge})
    if call.is_over_time:
        thing = Thing("layers.TimeDistributed", {"layer": thing})
    own = {"name": call.owner} | ({"trainable": False} if call.is_frozen else {})
    own |= {"dtype": FLOAT32} if _needs_whole_numbers(call, plan, thing) else {}
    return replace(thing, settings={**thing.settings, **own})


def _needs_whole_numbers(call: Call, plan: Plan, thing: Thing) -> bool:
    """Whether Keras would compute with shorter numbers where the engine does not."""
    is_mixed = plan.graph.training.precision == MIXED and not thing.is_operator
    is_normalization = call.module.category == "normalization"  # Keras sees to these itself
    return is_mixed and not is_normalization and is_exact(call, plan)
