"""The class of the model: its layers, and how they are called, one line a node."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from hornstudio.engine.check import check
from hornstudio.engine.codegen.expression import Writer, assign, call, folded, indented
from hornstudio.engine.codegen.flax.initial import array_text
from hornstudio.engine.codegen.flax.layer import NAMES, Asked, Layer, layer_of
from hornstudio.engine.codegen.flax.plain import activated, plain_text
from hornstudio.engine.codegen.model_text import (
    function_of,
    judged_ports,
    mask_line,
    mask_texts,
    tensor_texts,
)
from hornstudio.engine.codegen.names import variables
from hornstudio.engine.compile.call import Call, mask_name
from hornstudio.engine.compile.loop import at_every_step, at_every_step_randomly
from hornstudio.engine.compile.plan import Plan, Start
from hornstudio.engine.shapes import Spec
from hornstudio.engine.signature import signature_of

# fmt: off
TAKEN = frozenset((
    "deterministic", "rngs", "eval", "iter_children", "iter_modules", "perturb", "set_attributes",
    "sow", "train",
))
# fmt: on
"""Attributes that a model of Flax has besides its layers."""

HELD = '''class Held(nnx.Module):
    """Arrays of a layer that Flax has no class for: weights are trained, state is not."""

    def __init__(self, weights, state):
        self.weights = nnx.Dict({name: nnx.Param(array) for name, array in weights.items()})
        self.state = nnx.Dict({name: nnx.BatchStat(array) for name, array in state.items()})

    def weight_arrays(self):
        return {name: weight[...] for name, weight in self.weights.items()}

    def state_arrays(self):
        return {name: array[...] for name, array in self.state.items()}

    def remember(self, state):
        for name, array in state.items():
            self.state[name][...] = array'''

OVER_TIME = '''def over_time(layer, x):
    """A layer on each step of a sequence by itself: steps are samples to it."""
    y = layer(x.reshape(-1, *x.shape[2:]))
    return y.reshape(*x.shape[:2], *y.shape[1:])'''


@dataclass
class Model:
    """What the lines are written from. layers: by owner, None where its arrays are held.

    names: variables by port. starts: by owner, then by name of the array. attributes: what the
    model calls its layers, by owner.
    """

    plan: Plan
    writer: Writer
    names: dict[str, str]
    specs: Mapping[str, Spec]
    starts: Mapping[str, Mapping[str, Start]]
    layers: dict[str, Layer | None] = field(default_factory=dict)
    attributes: dict[str, str] = field(default_factory=dict)

    @property
    def inputs(self) -> list[str]:
        """Ports of data that layers take."""
        taken = {s for c in self.plan.layers for port in c.sources for s in port}
        return [port for port in self.plan.data if port in taken]

    @property
    def is_random(self) -> bool:
        """Whether quoted functions ask whether they train, or for random keys."""
        quoted = [c for c in self.plan.layers if not c.is_bypassed and self.is_quoted(c)]
        return any({"training", "key"} & {*signature_of(function_of(c)).run_time} for c in quoted)

    def is_quoted(self, item: Call) -> bool:
        """Whether a node calls the engine's function."""
        return not self.layers.get(item.owner) and self._plain(item) is None

    def _plain(self, item: Call) -> str | None:
        asks = signature_of(function_of(item))
        if asks.takes_weights or asks.takes_state:
            return None
        ports = [s for port in item.sources for s in port]
        inputs = ["step"] if item.is_over_time else [self.names[s] for s in ports]
        return plain_text(item, inputs, [self.step_spec(item, s) for s in ports])

    def step_spec(self, item: Call, port: str) -> Spec:
        """What flows in, or one step of it where the node works over time."""
        spec = self.specs[port]
        return spec.with_shape(spec.shape[1:]) if item.is_over_time else spec

    def weight(self, owner: str, name: str) -> str:
        """Text of an attribute that holds a weight, below the model."""
        if self.layers.get(owner):
            return f"{self.attributes[owner]}.{NAMES.get(name, name)}"
        return f'{self.attributes[owner]}.weights["{name}"]'


def model_of(plan: Plan, writer: Writer) -> Model:
    """The model of a plan."""
    report = check(plan.graph, plan.modules)
    specs = {f"{i}.{p}": s for i, facts in report.facts.items() for p, s in facts.outputs.items()}
    starts: dict[str, dict[str, Start]] = {}
    for start in plan.starts:
        starts.setdefault(start.owner, {})[start.array.name] = start
    model = Model(plan, writer, variables(plan), specs, starts)
    calls = [c for c in plan.layers if not c.is_bypassed]
    for owner in dict.fromkeys(c.owner for c in calls):
        found = [_layer(model, c) for c in calls if c.owner == owner]
        same = all(layer == found[0] for layer in found)
        model.layers[owner] = found[0] if same else None
    for owner, layer in model.layers.items():
        if layer or owner in starts:
            model.attributes[owner] = attribute(owner, set(model.attributes.values()))
    return model


def _layer(model: Model, item: Call) -> Layer | None:
    spec = model.step_spec(item, item.sources[0][0])
    return layer_of(Asked(item, model.starts.get(item.owner, {}), spec, model.writer))


def attribute(owner: str, taken: set[str]) -> str:
    """What an object calls a layer."""
    name = f"layer{owner}" if owner.startswith("_") else owner
    while name in TAKEN or name in taken:
        name += "_"
    return name


def model_section(
    model: Model, made: list[str] | None, called: list[str] | None, classes: Callable[[], list[str]]
) -> str:
    """Text of the class, and of what it needs.

    made, called: lines that make and call the layers, where composites have classes of their own.
    """
    made = init_lines(model, model.attributes) if made is None else made
    called = call_lines(model, model.plan.layers) if called is None else called
    body = [_init(model, made), _call(model, called), *_looks(model)]
    text = 'class Model(nnx.Module):\n    """The network."""\n\n' + "\n\n".join(body)
    text = "\n\n\n".join([*classes(), text])
    needs = [part for part in (HELD, OVER_TIME) if part.split("(")[0].split()[1] + "(" in text]
    return "\n\n\n".join([*model.writer.quoter.section(), *needs, text])


def _init(model: Model, made: list[str]) -> str:
    lines = ["    def __init__(self, rngs):", *made]
    if model.is_random:
        lines += ["        self.deterministic = False", "        self.rngs = rngs"]
    return "\n".join(lines if len(lines) > 1 else [*lines, "        pass"])


def init_lines(model: Model, attributes: Mapping[str, str]) -> list[str]:
    """Lines that make these layers, by owner."""
    lines: list[str] = []
    for owner, name in attributes.items():
        layer = model.layers[owner]
        if layer:
            keywords = {**(layer.keywords or {}), "rngs": "rngs"}
            lines.append(assign(f"self.{name}", layer.function, layer.places, keywords, 8))
        else:
            lines.append(_held(model, owner, name))
    return lines


def _held(model: Model, owner: str, name: str) -> str:
    trees = []
    for is_state in (False, True):
        starts = [s for s in model.starts[owner].values() if s.is_state == is_state]
        items = [f'"{s.array.name}": {array_text(s, model.writer)}' for s in starts]
        inner = "".join(f"    {item},\n" for item in items)
        trees.append(f"{{\n{inner}}}" if items else "{}")
    return assign(f"self.{name}", "Held", trees, {}, 8)


def _call(model: Model, called: list[str]) -> str:
    names = [model.names[port] for port in model.inputs]
    given = ", ".join(model.names[port] for port in judged_ports(model.plan))
    lines = [f"    def __call__({', '.join(['self', *names])}):"]
    return "\n".join([*lines, *called, f"        return {given}"])


def look_name(item: Call) -> str:
    """The method that gives what flows into a node."""
    return f"before_{item.node}"


def _looks(model: Model) -> list[str]:
    """Methods that give what flows into layers which are fitted to it."""
    parts = []
    for item in model.plan.adapting:
        source = item.sources[0][0]
        if source in model.plan.data:
            continue
        names = [model.names[port] for port in model.inputs]
        lines = [
            f"    def {look_name(item)}({', '.join(['self', *names])}):",
            *call_lines(model, _above(model.plan, source)),
            f"        return {model.names[source]}",
        ]
        parts.append("\n".join(lines))
    return parts


def _above(plan: Plan, port: str) -> list[Call]:
    """The calls that a port needs, in order."""
    needed, found = {port}, []
    for item in reversed(plan.layers):
        if needed & {*item.ports, mask_name(item.node)}:
            found.append(item)
            needed |= {s for sources in item.sources for s in sources}
            needed |= {mask_name(m) for masks in item.masks for m in masks if m}
    return found[::-1]


def call_lines(model: Model, calls: Sequence[Call]) -> list[str]:
    """Lines that call layers in turn."""
    lines = []
    for item in calls:
        lines.append(_line(model, item))
        if item.makes_mask:
            lines.append(indented(f"    {mask_line(item, model.names, model.writer)}", "    "))
    return lines


def _line(model: Model, item: Call) -> str:
    target = ", ".join(model.names[port] for port in item.ports)
    first = model.names[item.sources[0][0]]
    if item.is_bypassed:
        return f"        {target} = {first}  # {item.module.kind}, bypassed"
    x = "step" if item.is_over_time else first
    layer, text = model.layers.get(item.owner), model._plain(item)
    if layer:
        at_rest = ", use_running_average=True" if item.is_at_rest else ""
        applied = f"self.{model.attributes[item.owner]}({x}{at_rest})"
        text = activated(item.values.get("activation"), applied, model.writer)
        if item.is_over_time and text == applied:
            return f"        {target} = over_time(self.{model.attributes[item.owner]}, {first})"
    if text is None:
        return _quoted(model, item, target)
    if item.is_over_time:
        text = f"over_time(lambda step: {text}, {first})"
    return f"        {target} = {text}"


def _quoted(model: Model, item: Call, target: str) -> str:
    """A call of the engine's function with the arrays that the model holds."""
    writer, asks = model.writer, signature_of(function_of(item))
    held = f"self.{model.attributes.get(item.owner, '')}"
    has = item.owner in model.attributes
    places = [f"{held}.weight_arrays()" if has else "{}"] if asks.takes_weights else []
    if asks.takes_state:
        places.append(f"{held}.state_arrays()" if has else "{}")
    places += tensor_texts(item, model.names)
    keywords = writer.params(item.module, item.values)
    if "training" in asks.run_time:
        keywords["training"] = "False" if item.is_at_rest else "not self.deterministic"
    if "key" in asks.run_time:
        keywords["key"] = "None if self.deterministic else self.rngs.noise()"
    if "taken" in asks.run_time:
        keywords["taken"] = repr(item.taken)
    keywords |= mask_texts(item, model.names, function_of(item))
    function = writer.quoter.name(function_of(item), "apply_")
    if item.is_over_time:
        writer.quoter.stdlib.setdefault("functools", set()).add("partial")
        key = [keywords.pop("key")] if "key" in keywords else []
        step = folded("partial", [function, *places[:-1]], keywords)
        places, keywords = [step, places[-1], *key], {}
        function = writer.quoter.name(at_every_step_randomly if key else at_every_step)
    if not asks.takes_state:
        return assign(target, function, places, keywords, 8)
    line = assign(f"{target}, state", function, places, keywords, 8)
    return f"{line}\n        {call(f'{held}.remember', ['state'], {})}" if has else line
