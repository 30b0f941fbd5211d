"""Keras' objects and models as the JSON of a `.keras` file."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from hornstudio.engine.codegen.keras.arguments import Flow, arguments_of
from hornstudio.engine.codegen.keras.judge import Output
from hornstudio.engine.codegen.keras.model import Model
from hornstudio.engine.codegen.keras.script import input_name
from hornstudio.engine.codegen.keras.thing import Thing
from hornstudio.engine.codegen.keras.use import Use
from hornstudio.engine.errors import ExportError
from hornstudio.engine.shapes import Spec
from hornstudio.engine.training_settings import FLOAT32


def config_of(thing: Any) -> Any:
    """A setting as JSON. Raises: ExportError for a function with settings of its own."""
    if isinstance(thing, tuple):
        return [config_of(item) for item in thing]
    if not isinstance(thing, Thing):
        return thing
    if thing.is_function:
        if thing.settings:
            raise ExportError(
                "{name} has settings of its own, and a .keras file holds its name alone; "
                "make it a node",
                name=thing.name,
            )
        return thing.name if not thing.path.startswith("losses.") else _function(thing)
    module = f"keras.{thing.path.rpartition('.')[0]}"
    return {
        "module": "keras.src.ops.numpy" if thing.is_operator else module,
        "class_name": thing.name.capitalize() if thing.is_operator else thing.name,
        "config": {name: config_of(value) for name, value in _both_ways(thing).items()},
        "registered_name": None,
    }


def _both_ways(thing: Thing) -> Mapping[str, Any]:
    """The settings; of a bidirectional layer with its way back, as Keras writes it itself.

    Keras 3.15 makes that of the way forth otherwise, and takes it for one that it has made for
    another layer where that lay at the same place in memory, as under Python 3.13 it does.
    """
    inner = thing.settings.get("layer")
    if thing.path != "layers.Bidirectional" or not isinstance(inner, Thing):
        return thing.settings
    return {**thing.settings, "backward_layer": inner.with_settings(go_backwards=True)}


def _function(thing: Thing) -> dict[str, Any]:
    """A function that stands where a name alone would not be looked up."""
    return {
        "module": "builtins",
        "class_name": "function",
        "config": thing.name,
        "registered_name": "function",
    }


def model_config(name: str, model: Model, precision: str) -> dict[str, Any]:
    """The whole model, as a Functional. precision: of the layers that do not say their own."""
    places = {port: (input_name(port, model), 0, 0) for port in model.inputs}
    layers = [_input_layer(places[port][0], spec) for port, spec in model.inputs.items()]
    calls: dict[str, list[Any]] = {}
    specs = dict(model.specs)
    for use in model.uses:
        nodes = calls.setdefault(use.layer, [])
        for i, port in enumerate(use.ports):
            places[port] = (use.layer, len(nodes), i)
        nodes.append(_call(use, places, specs))
    for layer, thing in model.layers.items():
        entry = config_of(_computing_with(precision, thing))
        layers.append({**entry, "name": layer, "inbound_nodes": calls[layer]})
    return {
        "module": "keras.src.models.functional",
        "class_name": "Functional",
        "config": {
            "name": name,
            "trainable": True,
            "layers": layers,
            "input_layers": _ends(model.inputs, places),
            "output_layers": _ends(model.outputs, places),
        },
        "registered_name": "Functional",
    }


def _computing_with(precision: str, thing: Thing) -> Thing:
    """A layer, and the one that it holds, with their type of number; that of old files is none."""
    if precision == FLOAT32 or thing.is_operator:
        return thing
    settings = {"dtype": precision, **thing.settings}
    if isinstance(inner := settings.get("layer"), Thing):
        settings["layer"] = _computing_with(settings["dtype"], inner)
    return replace(thing, settings=settings)


def _ends(ports: Iterable[str], places: Mapping[str, Any]) -> list[Any]:
    """One tensor is not put into a list: Keras would ask for a list of it."""
    ends = [list(places[port]) for port in ports]
    return ends[0] if len(ends) == 1 else ends


def _input_layer(name: str, spec: Spec) -> dict[str, Any]:
    shape = [None, *(n if isinstance(n, int) else None for n in spec.shape)]
    return {
        "module": "keras.layers",
        "class_name": "InputLayer",
        "config": {"batch_shape": shape, "dtype": spec.dtype, "name": name},
        "registered_name": None,
        "name": name,
        "inbound_nodes": [],
    }


def _call(use: Use, places: dict[str, Any], specs: dict[str, Spec]) -> dict[str, Any]:
    def tensor(port: str) -> dict[str, Any]:
        spec = specs[port]
        shape = [None, *(n if isinstance(n, int) else None for n in spec.shape)]
        return {
            "class_name": "__keras_tensor__",
            "config": {"shape": shape, "dtype": spec.dtype, "keras_history": list(places[port])},
        }

    def flow(ports: Flow) -> Any:
        return tensor(ports) if isinstance(ports, str) else [tensor(port) for port in ports]

    given = arguments_of(use)
    named = {name: flow(ports) for name, ports in given.named.items()}
    return {"args": [flow(ports) for ports in given.places], "kwargs": {**named, **given.told}}


def compile_config(outputs: list[Output], optimizer: Thing) -> dict[str, Any]:
    """What `compile` was given."""
    judged = [output for output in outputs if output.target]
    losses = {o.name: config_of(o.loss) for o in outputs}
    metrics = {o.name: [config_of(m) for m in o.metrics] for o in judged if o.metrics}
    shares = {o.name: o.share for o in judged if o.loss is not None}
    single = len(outputs) == 1
    return {
        "optimizer": config_of(optimizer),
        "loss": next(iter(losses.values())) if single else losses,
        "loss_weights": None if set(shares.values()) == {1.0} else shares,
        "metrics": next(iter(metrics.values()), None) if single else metrics,
        "weighted_metrics": None,
        "run_eagerly": False,
        "steps_per_execution": 1,
        "jit_compile": False,
    }
