"""The script: data, model, training and evaluation in idiomatic Keras 3."""

from collections.abc import Iterable, Sequence

from hornstudio.engine.catalog import Catalog, catalog
from hornstudio.engine.checking.disabling import living
from hornstudio.engine.codegen.data_text import data_section
from hornstudio.engine.codegen.expression import indented
from hornstudio.engine.codegen.keras.arguments import Flow, arguments_of
from hornstudio.engine.codegen.keras.callback import classes, told
from hornstudio.engine.codegen.keras.composite_text import Composites
from hornstudio.engine.codegen.keras.fit import main_text
from hornstudio.engine.codegen.keras.judge import optimizer_of, outputs_of
from hornstudio.engine.codegen.keras.model import Model, model_of, node_of
from hornstudio.engine.codegen.keras.thing import Thing, text_of_thing
from hornstudio.engine.codegen.keras.use import Use
from hornstudio.engine.codegen.names import LOCALS, legal
from hornstudio.engine.codegen.page import heading, imports, settings, titled
from hornstudio.engine.codegen.quote import Quoter, text_of
from hornstudio.engine.codegen.remark import remarks
from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.errors import ExportError, RunError
from hornstudio.engine.graph import Graph
from hornstudio.engine.shapes import Spec
from hornstudio.engine.training_settings import FLOAT32

_ABOUT = (
    "Needs Python 3.11 or newer:  pip install keras jax numpy\n"
    "Running it loads the data, trains, and prints the figures of the test. Its random numbers\n"
    "are Keras' own, so that it starts from other weights than HornStudio does.\n"
)
# fmt: off
RESERVED = frozenset((
    "EPOCHS", "BATCH_SIZE", "SEED", "FILES", "OWN_DATA", "find", "load_data", "build_model",
    "os", "sys", "time",
))
# fmt: on
ROOM_FOR_TARGETS = 60
_BACKEND = (
    'import os\n\nos.environ.setdefault("KERAS_BACKEND", "jax")  # before Keras is imported\n\n'
)


def export_keras(graph: Graph, modules: Catalog | None = None) -> str:
    """The script's text. Raises: ExportError that names all that Keras cannot express."""
    try:
        plan = plan_graph(graph, own_data=True, modules=modules or catalog())
        graph = living(graph, modules)
    except RunError as error:
        raise ExportError("{reason}", reason=error.text) from None
    model = model_of(plan)
    outputs, optimizer = outputs_of(plan, model), optimizer_of(plan)
    quoter = Quoter(RESERVED)
    quoter.imports |= {"import keras", "import numpy as np", "import sys"}
    quoter.imports.add("from keras import layers")
    if classes(plan):
        quoter.imports.add("import time")
    data = data_section(plan, quoter)
    quoter.imports.discard("import os")  # comes with the backend
    return "\n".join(
        [
            heading(plan, _ABOUT + remarks(graph.training, "keras") + told(plan)),
            _BACKEND + imports(quoter, ("keras", "numpy")),
            "",
            settings(plan) + _policy(graph),
            "",
            *titled("Data", data),
            *titled("Model", model_text(model, graph, quoter)),
            *titled("Training", main_text(model, outputs, optimizer, plan)),
            "",
            'if __name__ == "__main__":\n    main()\n',
        ]
    )


def _policy(graph: Graph) -> str:
    precision = graph.training.precision
    return "" if precision == FLOAT32 else f'\n\nkeras.config.set_dtype_policy("{precision}")'


def model_text(model: Model, graph: Graph, quoter: Quoter) -> str:
    """`build_model`: a Sequential where the graph is a chain, else the functional API.

    Before it, the functions of composites.
    """
    head = ["def build_model():", '    """The network, with its weights at their start."""']
    reserved = {*quoter.taken, *LOCALS, *(legal(use.call.node) for use in model.uses)}
    composites = Composites(model, graph, _built, reserved) if graph.groups else None
    units = list(composites.units()) if composites else []
    has_functions = any(use for use, _ in units)
    if composites and has_functions:
        body = _functional(model, composites, units)
        return "\n\n\n".join([*composites.functions(), "\n".join([*head, *body])])
    return "\n".join([*head, *(_chain(model) if model.is_chain else _functional(model))])


def _chain(model: Model) -> list[str]:
    ((port, spec),) = model.inputs.items()
    lines = [
        "    return keras.Sequential(",
        "        [",
        f"            {_input(port, spec, model)},",
    ]
    lines += [
        f"            {indented(text_of_thing(layer, 12), ' ' * 12)},"
        for layer in model.layers.values()
    ]
    return [*lines, "        ]", "    )"]


def _input(port: str, spec: Spec, model: Model) -> str:
    shape = tuple(n if isinstance(n, int) else None for n in spec.shape)
    dtype = "" if spec.dtype == "float32" else f', dtype="{spec.dtype}"'
    return f'keras.Input({shape!r}{dtype}, name="{input_name(port, model)}")'


def input_name(port: str, model: Model) -> str:
    """Name of an input: its node, and its port where the node feeds several."""
    node = node_of(port)
    several = sum(node_of(other) == node for other in model.inputs) > 1
    return port.replace(".", "_") if several else node


def _functional(
    model: Model,
    composites: Composites | None = None,
    units: Sequence[tuple[str, list[Use]]] = (),
) -> list[str]:
    names = {port: legal(input_name(port, model)) for port in model.inputs}
    lines = [f"    {names[p]} = {_input(p, spec, model)}" for p, spec in model.inputs.items()]
    inputs = _one_or_list(names.values())
    shared = {layer for layer in model.layers if sum(use.layer == layer for use in model.uses) > 1}
    made: set[str] = set()
    for composite, inner in units or [("", [use]) for use in model.uses]:
        if composite and composites:
            lines.append(composites.line(composite, inner, names))
            continue
        for use in inner:
            layer = f"{use.layer}_layer"
            if use.layer in shared and use.layer not in made:
                made.add(use.layer)
                lines.append(f"    {layer} = {_indented(model.layers[use.layer], len(layer) + 7)}")
            if use.layer in shared:
                lines.append(f"    {_target(use, names)} = {layer}({_arguments(use, names)})")
            else:
                lines.append(_built(use, model.layers[use.layer], names))
    outputs = _one_or_list(names[port] for port in model.outputs)
    return [*lines, f"    return keras.Model({inputs}, {outputs})"]


def _one_or_list(names: Iterable[str]) -> str:
    found = list(names)
    return found[0] if len(found) == 1 else f"[{', '.join(found)}]"


def _built(use: Use, layer: Thing, names: dict[str, str]) -> str:
    """The line that makes a layer and calls it."""
    arguments = _arguments(use, names)
    target = _target(use, names)
    if layer.is_operator:
        told = [f"{n}={text_of(v)}" for n, v in layer.settings.items() if n != "name"]
        return f"    {target} = keras.{layer.path}({', '.join([arguments, *told])})"
    return f"    {target} = {_indented(layer, len(target) + 7)}({arguments})"


def _indented(thing: Thing, column: int) -> str:
    return indented(text_of_thing(thing, column), "    ")


def _target(use: Use, names: dict[str, str]) -> str:
    """Variables of what a call gives; all the ports where some other is taken too."""
    ports = use.ports if use.hands_out_more else use.ports[:1]
    for port in ports:
        node, _, output = port.partition(".")
        names[port] = legal(node if len(ports) == 1 else f"{node}_{output}")
    line = ", ".join(names[port] for port in ports)
    if len(line) <= ROOM_FOR_TARGETS:
        return line
    return "(\n" + "".join(f"        {names[port]},\n" for port in ports) + "    )"


def _arguments(use: Use, names: dict[str, str]) -> str:
    """What flows in and what is told, as Keras' call takes it."""

    def text(flow: Flow) -> str:
        if isinstance(flow, str):
            return names[flow]
        return f"[{', '.join(names[port] for port in flow)}]"

    given = arguments_of(use)
    named = {name: text(flow) for name, flow in given.named.items()}
    named |= {name: text_of(value) for name, value in given.told.items()}
    return ", ".join([*map(text, given.places), *(f"{n}={t}" for n, t in named.items())])
