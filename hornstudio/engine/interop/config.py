"""The `config.json` of Keras 3, and architectures in the same form, as layers and calls."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hornstudio.engine.errors import FileError
from hornstudio.engine.interop.model import Call, Layer, Model, Tensor, Thing

SEQUENTIAL = "Sequential"
GRAPHS = ("Functional", "Model")
INPUT = "InputLayer"
OVER_TIME = "TimeDistributed"


def thing_of(data: Any) -> Thing | None:
    """The serialized object that some JSON is, or None."""
    if not isinstance(data, Mapping) or not isinstance(data.get("class_name"), str):
        return None
    config = data.get("config")
    package, registered = data.get("module"), data.get("registered_name")
    if not isinstance(package, str):
        package = "keras" if "module" not in data else ""
    if isinstance(registered, str) and ">" in registered:  # of a package that registered it
        package = registered.partition(">")[0]
    return Thing(package, data["class_name"], config if isinstance(config, Mapping) else {})


def read_model(data: Any) -> Model:
    """The model that a serialized object describes. Raises: FileError."""
    thing = thing_of(data)
    if thing is None:
        raise FileError("the file describes no model")
    model = _model_of(thing, data)
    if model is None:
        raise FileError(
            "{path} is a model of its own class, whose code is not in the file; only Sequential "
            "and functional models can be read",
            path=thing.path,
        )
    return model


def _model_of(thing: Thing, data: Mapping[str, Any]) -> Model | None:
    """The model that a layer is, or None for any other layer."""
    if not thing.is_keras or not isinstance(thing.config.get("layers"), list):
        return None
    if thing.name == SEQUENTIAL:
        return _sequential(thing.config, data)
    return _functional(thing.config) if thing.name in GRAPHS else None


def _sequential(config: Mapping[str, Any], data: Mapping[str, Any]) -> Model:
    """Layers one after the other; without an input layer, the shape it was built for is taken."""
    own = [_layer(entry, is_called=False) for entry in config["layers"]]
    layers = [*own]
    if not layers or layers[0].thing.name != INPUT:
        layers.insert(0, _input_for(config, data, layers))
    chained = [layers[0]]
    entries = zip(own, config["layers"], strict=True)
    shapes = {layer.name: _built_for(entry) for layer, entry in entries}
    for layer in layers[1:]:
        call = Call((Tensor(chained[-1].name, 0, 0, shapes.get(layer.name)),), {})
        chained.append(replace(layer, calls=(call,)))
    _refuse_doubles(chained)
    last = chained[-1].name
    return Model(
        name=_name(config, "sequential"),
        layers=tuple(chained),
        inputs=(Tensor(chained[0].name, 0, 0),),
        outputs=((last, Tensor(last, 0, 0)),),
        is_sequential=True,
        is_trainable=config.get("trainable") is not False,
    )


def _built_for(entry: Mapping[str, Any]) -> tuple[int | None, ...] | None:
    """The shape of what a layer was built to take, the batch first; None where nothing says it."""
    built = entry.get("build_config")
    shape = built.get("input_shape") if isinstance(built, Mapping) else None
    is_shape = isinstance(shape, list) and all(n is None or type(n) is int for n in shape)
    return tuple(shape) if is_shape and shape else None


def _input_for(config: Mapping[str, Any], data: Mapping[str, Any], layers: list[Layer]) -> Layer:
    built = data.get("build_config")
    shape = config.get("build_input_shape")
    if shape is None and isinstance(built, Mapping):
        shape = built.get("input_shape")
    first = layers[0].thing.config if layers else {}
    shape = first.get("batch_shape", first.get("batch_input_shape", shape))
    if not isinstance(shape, list) or not shape:
        raise FileError(
            "the model was saved before it was built, so the shape of its input is unknown; give "
            "it an Input, or call it on data, and save it again"
        )
    taken = {layer.name for layer in layers}
    name = "input" if "input" not in taken else "model_input"
    # Whatever numbers an embedding is given, it takes them for integers.
    dtype = "int32" if layers and layers[0].thing.name == "Embedding" else "float32"
    settings = {"name": name, "batch_shape": shape, "dtype": dtype}
    return Layer(name, Thing("keras.layers", INPUT, settings), ())


def _functional(config: Mapping[str, Any]) -> Model:
    layers = [_layer(entry, is_called=True) for entry in config["layers"]]
    _refuse_doubles(layers)
    known = {layer.name: layer for layer in layers}
    inputs = [t for _, t in _ends(config.get("input_layers"), known)]
    outputs = _ends(config.get("output_layers"), known)
    if not inputs or not outputs:
        raise FileError("the model {name} has no inputs or no outputs", name=_name(config, "model"))
    return Model(
        name=_name(config, "functional"),
        layers=tuple(layers),
        inputs=tuple(inputs),
        outputs=tuple(outputs),
        is_trainable=config.get("trainable") is not False,
    )


def _refuse_doubles(layers: list[Layer]) -> None:
    seen: set[str] = set()
    for layer in layers:
        if layer.name in seen:
            raise FileError("two layers of a model are called {name}", name=layer.name)
        seen.add(layer.name)


def _name(config: Mapping[str, Any], default: str) -> str:
    name = config.get("name")
    return name if isinstance(name, str) and name else default


def _layer(entry: Any, *, is_called: bool) -> Layer:
    thing = thing_of(entry)
    if thing is None:
        raise FileError("one of the model's layers is described by no class")
    name = entry.get("name", thing.config.get("name"))
    if not isinstance(name, str) or not name:
        raise FileError("a layer of class {path} has no name", path=thing.path)
    nodes = (entry.get("inbound_nodes") if is_called else None) or []
    if not isinstance(nodes, list):
        raise FileError("a call of the layer {name} cannot be read", name=name)
    calls = tuple(_call(node, name) for node in nodes)
    held = thing.config.get("layer") if thing.name == OVER_TIME else None
    inside = thing_of(held)
    if inside is not None and isinstance(held, Mapping) and (inner := _model_of(inside, held)):
        return Layer(name, thing, calls, inner, is_over_time=True)
    return Layer(name, thing, calls, _model_of(thing, entry))


def _call(node: Any, name: str) -> Call:
    args = node.get("args") if isinstance(node, Mapping) else None
    kwargs = node.get("kwargs", {}) if isinstance(node, Mapping) else None
    if not isinstance(args, list) or not isinstance(kwargs, Mapping):
        raise FileError("a call of the layer {name} cannot be read", name=name)
    return Call(tuple(_value(a) for a in args), {k: _value(v) for k, v in kwargs.items()})


def _value(data: Any) -> Any:
    """An argument, with references made Tensors."""
    if isinstance(data, list):
        return [_value(item) for item in data]
    if not isinstance(data, Mapping):
        return data
    if data.get("class_name") == "__keras_tensor__":
        config = data.get("config")
        history = config.get("keras_history") if isinstance(config, Mapping) else None
        tensor = _tensor(history)
        if tensor is None:
            raise FileError("a reference to a tensor cannot be read")
        shape = config.get("shape") if isinstance(config, Mapping) else None
        return tensor._replace(shape=tuple(shape)) if isinstance(shape, list) else tensor
    return {key: _value(item) for key, item in data.items()}


def _tensor(data: Any) -> Tensor | None:
    """[layer name, call, output]."""
    if not isinstance(data, list) or len(data) != 3 or not isinstance(data[0], str):
        return None
    numbers = [n for n in data[1:] if isinstance(n, int) and not isinstance(n, bool) and n >= 0]
    return Tensor(data[0], numbers[0], numbers[1]) if len(numbers) == 2 else None


def _ends(data: Any, known: Mapping[str, Layer], name: str = "") -> list[tuple[str, Tensor]]:
    """Input or output tensors: one, a list, or an object of them, each with a name."""
    tensor = _tensor(data)
    if tensor is not None:
        layer = known.get(tensor.layer)
        if layer and layer.inner and not layer.inner.is_sequential and tensor.call:
            # Here Keras counts the calls of a functional model from 1, elsewhere from 0.
            tensor = tensor._replace(call=tensor.call - 1)
        return [(name or tensor.layer, tensor)]
    if isinstance(data, list):
        return [end for item in data for end in _ends(item, known)]
    if isinstance(data, Mapping):
        return [end for key, item in data.items() for end in _ends(item, known, str(key))]
    return []


def calls_in_order(model: Model) -> list[tuple[Layer, int]]:
    """The calls that the outputs need, each after those that it takes from. Raises: FileError."""
    layers = {layer.name: layer for layer in model.layers}
    needed = _needed(model, layers)
    waiting: dict[tuple[str, int], int] = {}
    takers: dict[tuple[str, int], list[tuple[str, int]]] = {}
    for name, number in needed:
        calls = layers[name].calls
        before = {(t.layer, t.call) for t in calls[number].tensors()} if calls else set()
        waiting[name, number] = len(before)
        for each in before:
            takers.setdefault(each, []).append((name, number))
    ready = [key for key, count in waiting.items() if not count]
    order = []
    for key in ready:  # grows while it is read
        order.append(key)
        for taker in takers.get(key, ()):
            waiting[taker] -= 1
            if not waiting[taker]:
                ready.append(taker)
    if len(order) < len(waiting):
        stuck = next(name for name, number in waiting if (name, number) not in set(order))
        raise FileError("the layer {name} takes from itself in a circle", name=stuck)
    return [(layers[name], number) for name, number in order]


def _needed(model: Model, layers: Mapping[str, Layer]) -> list[tuple[str, int]]:
    """Calls that lead to an output, and all inputs, in the order of the file."""
    found: set[tuple[str, int]] = set()
    open_ends = [*model.inputs, *(tensor for _, tensor in model.outputs)]
    while open_ends:
        tensor = open_ends.pop()
        key = (tensor.layer, tensor.call)
        if key in found:
            continue
        layer = layers.get(tensor.layer)
        if layer is None or tensor.call >= max(1, len(layer.calls)):
            raise FileError("a layer takes from {name}, which is not there", name=tensor.layer)
        found.add(key)
        if layer.calls:
            open_ends += list(layer.calls[tensor.call].tensors())
    places = {layer.name: i for i, layer in enumerate(model.layers)}
    return sorted(found, key=lambda key: (places[key[0]], key[1]))
