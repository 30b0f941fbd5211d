"""A model with its weights as a `.keras` file. It is written without Keras, which opens it."""

import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

import h5py
import numpy as np

from hornstudio.engine.catalog import Catalog, catalog
from hornstudio.engine.checking.disabling import living
from hornstudio.engine.codegen.keras.config import compile_config, model_config
from hornstudio.engine.codegen.keras.judge import optimizer_of, outputs_of
from hornstudio.engine.codegen.keras.model import Model, model_of
from hornstudio.engine.codegen.keras.optimizer_state import kept_arrays
from hornstudio.engine.codegen.keras.order import layers_in_order
from hornstudio.engine.codegen.keras.thing import Thing, snake
from hornstudio.engine.compile.plan import Plan, plan_graph
from hornstudio.engine.errors import ExportError, RunError
from hornstudio.engine.graph import Graph

Trees = Mapping[str, Mapping[str, Any]]
Placed = tuple[tuple[str, ...], np.ndarray]
"""Folders below a layer's own, and the array that comes next there."""

_METADATA = {"keras_version": "3.8.0"}
"""The oldest Keras that reads all that is written here."""
_CELLS = ("SimpleRNN", "LSTM", "GRU", "ConvLSTM2D")
_ATTENTION = {
    "MultiHeadAttention": ("query", "key", "value", "output"),
    "GroupQueryAttention": (),
}
"""Inner layers that Keras has under a name that does not begin with _, by the outer one."""
_CLASSES = {"GroupQueryAttention": "GroupedQueryAttention"}
"""Layers whose class has another name in Keras' own code, by which folders go."""


def keras_file(
    graph: Graph,
    weights: Trees,
    state: Trees,
    optimizer: Mapping[str, Any] | None = None,
    modules: Catalog | None = None,
) -> bytes:
    """The bytes of the file. Raises: ExportError that names all that Keras cannot express.

    optimizer: what the optimizer remembers; without it, training with Keras begins anew. A graph
    that nothing trains becomes a model that is not compiled.
    """
    known = modules or catalog()
    graph = living(graph, known)
    has_optimizer = any(
        module.role == "optimizer" for _, node in graph if (module := known.get(node.kind))
    )
    try:
        plan = plan_graph(graph, for_training=has_optimizer, own_data=True, modules=known)
    except RunError as error:
        raise ExportError("{reason}", reason=error.text) from None
    model = _with_boundaries(model_of(plan), state)
    config = model_config(_safe(graph.name), model, graph.training.precision)
    if has_optimizer:
        config["compile_config"] = compile_config(outputs_of(plan, model), optimizer_of(plan))
    arrays = dict(_model_arrays(plan, model, weights, state))
    if has_optimizer and optimizer is not None:
        kept = kept_arrays(plan, layers_in_order(model), optimizer)
        arrays |= {f"optimizer/vars/{number}": array for number, array in enumerate(kept)}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("metadata.json", json.dumps(_METADATA))
        archive.writestr("config.json", json.dumps(config))
        archive.writestr("model.weights.h5", _weights_file(arrays))
    return out.getvalue()


def _safe(name: str) -> str:
    return re.sub(r"\W+", "_", name).strip("_") or "model"


def _with_boundaries(model: Model, state: Trees) -> Model:
    """Boundaries of bins that were taken from the data; Keras keeps them among the settings."""
    for name, layer in model.layers.items():
        if layer.name == "Discretization" and "bin_boundaries" in state.get(name, {}):
            found = [float(edge) for edge in state[name]["bin_boundaries"]]
            model.layers[name] = layer.with_settings(bin_boundaries=tuple(found))
    return model


def _weights_file(arrays: Mapping[str, np.ndarray]) -> bytes:
    out = io.BytesIO()
    with h5py.File(out, "w") as file:
        for path, array in arrays.items():
            file[path] = array
    return out.getvalue()


def _model_arrays(
    plan: Plan, model: Model, weights: Trees, state: Trees
) -> Iterator[tuple[str, np.ndarray]]:
    """Arrays of all layers, by where they lie."""
    counts: dict[str, int] = {}
    for name in layers_in_order(model):
        layer = model.layers[name]
        folder = _numbered(snake(_CLASSES.get(layer.name, layer.name)), counts)
        places: dict[str, int] = {}
        for inner, array in placed(layer, _arrays(plan, name, weights, state)):
            path = "/".join(("layers", folder, *inner, "vars"))
            places[path] = places.get(path, -1) + 1
            yield f"{path}/{places[path]}", array


def _numbered(name: str, counts: dict[str, int]) -> str:
    counts[name] = counts.get(name, -1) + 1
    return f"{name}_{counts[name]}" if counts[name] else name


def _arrays(plan: Plan, owner: str, weights: Trees, state: Trees) -> dict[str, np.ndarray]:
    """The arrays of a node in the order of their declaration, learned ones first."""
    starts = [s for s in plan.starts if s.owner == owner]
    ordered = sorted(starts, key=lambda start: start.is_state)
    return {
        s.array.name: np.asarray((state if s.is_state else weights)[owner][s.array.name])
        for s in ordered
    }


def placed(layer: Thing, arrays: Mapping[str, np.ndarray]) -> Iterator[Placed]:
    """Where each array of a layer lies, in order."""
    inner = layer.settings.get("layer")
    if isinstance(inner, Thing):
        yield from _wrapped(layer, inner, arrays)
    elif layer.name in _ATTENTION:
        for name, array in arrays.items():
            inner = name.rpartition("_")[0]
            is_open = inner in _ATTENTION[layer.name]
            yield (f"{inner}_dense" if is_open else f"_{inner}_dense",), array
    elif layer.name == "Normalization":
        yield from (((), array) for array in arrays.values())
        if arrays:
            yield (), np.zeros((), np.int32)  # how many samples it has seen, which nothing reads
    elif layer.name != "Discretization":
        folders = ("cell",) if layer.name in _CELLS else ()
        yield from ((folders, array) for array in arrays.values())


def _wrapped(layer: Thing, inner: Thing, arrays: Mapping[str, np.ndarray]) -> Iterator[Placed]:
    if layer.name != "Bidirectional":
        yield from ((("layer", *folders), array) for folders, array in placed(inner, arrays))
        return
    for way in ("forward", "backward"):
        own = {n.removeprefix(f"{way}_"): a for n, a in arrays.items() if n.startswith(f"{way}_")}
        for folders, array in placed(inner, own):
            yield (f"{way}_layer", *folders), array
