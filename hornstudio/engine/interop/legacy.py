"""Architectures of Keras 1 and 2 in the words of Keras 3, by a table of old names.

The table is `resources/keras/renames.json`, which names its source.
"""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from hornstudio import paths
from hornstudio.engine.errors import FileError
from hornstudio.engine.interop.config import GRAPHS, SEQUENTIAL

OPERATORS = "keras.src.ops.numpy"
CONSTANT = "_CONSTANT_VALUE"
SQUARE = ("Conv1D", "Conv2D", "Conv3D", "Conv2DTranspose", "SeparableConv2D", "Conv3DTranspose")


@cache
def table() -> Mapping[str, Any]:
    """Old names and what they are called now."""
    return dict(json.loads(paths.resource("keras", "renames.json").read_text("utf-8")))


def upgraded(data: Any) -> Any:
    """An architecture as Keras 3 would write it; one of Keras 3 stays as it is."""
    return _layer(data) if isinstance(data, Mapping) and "class_name" in data else data


def _layer(entry: Any) -> Any:
    """A layer or model, and all that it holds."""
    if not isinstance(entry, Mapping) or not isinstance(entry.get("class_name"), str):
        return entry
    if "module" in entry:
        return entry
    name = table()["classes"].get(entry["class_name"], entry["class_name"])
    config = entry.get("config")
    if name == SEQUENTIAL and isinstance(config, list):  # Keras 1
        config = {"name": "sequential", "layers": config}
    config = dict(config) if isinstance(config, Mapping) else {}
    upgrade = {**entry, "class_name": name, "config": config}
    if name in (SEQUENTIAL, *GRAPHS) and isinstance(config.get("layers"), list):
        config["layers"] = [_layer(each) for each in config["layers"]]
        _rewire(config)
        return upgrade
    upgrade["config"] = _settings(name, config)
    return _special(upgrade)


def _settings(name: str, config: Mapping[str, Any]) -> dict[str, Any]:
    """Settings by their new names."""
    renames = table()["params"].get(name, {})
    values = table()["values"]
    sizes = [group for group in table()["sizes"]["kernel_size"] if group[0] in config]
    settings: dict[str, Any] = {}
    for old, value in config.items():
        new = renames.get(old, old)
        is_size = name in SQUARE and any(old in group for group in sizes)
        if not is_size:
            known = values.get(new, {})
            settings[new] = known.get(value, value) if isinstance(value, str) else value
    if name in SQUARE and sizes:
        settings["kernel_size"] = [config.get(part) for part in sizes[0]]
    if name == "GRU":  # older files do not say it, because there was only one way
        settings.setdefault("reset_after", False)
    for inner in ("layer", "backward_layer"):
        if inner in settings:
            settings[inner] = _layer(settings[inner])
    if settings.pop("atrous_rate", None) is not None:
        raise FileError("{name} has an atrous_rate that cannot be read", name=name)
    return settings


def _special(entry: dict[str, Any]) -> dict[str, Any]:
    """Classes that became something else."""
    config = entry["config"]
    match entry["class_name"]:
        case "Merge":
            mode = config.get("mode")
            entry["class_name"] = table()["merge"].get(mode, f"Merge of mode {str(mode)[:40]}")
            axes = {"concat": {"axis": config.get("concat_axis", -1)}, "dot": {}}.get(mode, {})
            if mode == "dot":
                axes = {"axes": config.get("dot_axes"), "normalize": False}
            entry["config"] = {"name": config.get("name"), **axes}
        case "TimeDistributedDense":
            inner = {"class_name": "Dense", "config": _settings("Dense", config)}
            entry["class_name"] = "TimeDistributed"
            entry["config"] = {"name": config.get("name"), "layer": inner}
        case "TFOpLambda":
            known = table()["functions"].get(config.get("function"))
            if known:
                entry |= {"class_name": known, "module": OPERATORS}
                entry["config"] = {"name": config.get("name")}
    return entry


def _rewire(config: dict[str, Any]) -> None:
    """Calls of a functional model in the form of Keras 3."""
    layers: list[dict[str, Any]] = [each for each in config["layers"] if isinstance(each, dict)]
    names = {each.get("name") for each in layers}
    old = [each for each in layers if _is_old(each.get("inbound_nodes"))]
    if not old:
        return
    shifts = _shifts(layers, config)
    functional = {each.get("name") for each in layers if each.get("class_name") in GRAPHS}
    for each in old:
        each["inbound_nodes"] = [_call(node, names, shifts) for node in each["inbound_nodes"]]
    for ends in ("input_layers", "output_layers"):
        # Here Keras 3 counts the calls of a functional model from 1.
        config[ends] = _ends(
            config.get(ends), {n: s - (n in functional) for n, s in shifts.items()}
        )


def _is_old(nodes: Any) -> bool:
    return isinstance(nodes, list) and any(isinstance(node, list) for node in nodes)


def _shifts(layers: list[dict[str, Any]], config: Mapping[str, Any]) -> dict[str, int]:
    """From what number the calls of each nested model are counted: most files say from 1."""
    nested = {
        str(each.get("name")): len(each.get("inbound_nodes") or ())
        for each in layers
        if isinstance(each.get("config"), Mapping) and "layers" in each["config"]
    }
    used: dict[str, set[Any]] = {name: set() for name in nested}
    for triple in _triples([each.get("inbound_nodes") for each in layers]):
        used.get(triple[0], set()).add(triple[1])
    for triple in _triples(config.get("output_layers")):
        used.get(triple[0], set()).add(triple[1])
    return {name: int(count in used[name]) for name, count in nested.items()}


def _triples(data: Any) -> list[list[Any]]:
    """All [layer, call, output, ...] in nested lists."""
    found: list[list[Any]] = []
    level = [data]
    while level:
        lists = [item for item in level if isinstance(item, list)]
        found += [item for item in lists if _is_triple(item)]
        level = [inner for item in lists if not _is_triple(item) for inner in item]
    return found


def _is_triple(item: list[Any]) -> bool:
    return (
        len(item) >= 3 and isinstance(item[0], str) and all(isinstance(n, int) for n in item[1:3])
    )


def _call(node: Any, names: set[Any], shifts: Mapping[str, int]) -> Any:
    """One call: a list of [layer, call, output] or [layer, call, output, arguments]."""
    if not isinstance(node, list):
        return node
    args: list[Any] = []
    kwargs: dict[str, Any] = {}
    for item in node:
        if not isinstance(item, list) or not _is_triple(item):
            raise FileError("a call in the model cannot be read")
        args.append(item[2] if item[0] == CONSTANT else _reference(item, shifts))
        if len(item) > 3 and isinstance(item[3], Mapping):
            kwargs |= {k: _argument(v, names, shifts) for k, v in item[3].items()}
    return {"args": args if len(args) == 1 else [args], "kwargs": kwargs}


def _argument(value: Any, names: set[Any], shifts: Mapping[str, int]) -> Any:
    if isinstance(value, list):
        if _is_triple(value) and value[0] in names:
            return _reference(value, shifts)
        return [_argument(item, names, shifts) for item in value]
    return value


def _reference(triple: list[Any], shifts: Mapping[str, int]) -> dict[str, Any]:
    history = [triple[0], triple[1] - shifts.get(triple[0], 0), triple[2]]
    return {"class_name": "__keras_tensor__", "config": {"keras_history": history}}


def _ends(data: Any, shifts: Mapping[str, int]) -> Any:
    if isinstance(data, list):
        if _is_triple(data):
            return [data[0], data[1] - shifts.get(data[0], 0), data[2]]
        return [_ends(item, shifts) for item in data]
    if isinstance(data, Mapping):
        return {key: _ends(item, shifts) for key, item in data.items()}
    return data


def upgraded_training(data: Any) -> Any:
    """The `training_config` of an .h5 file as a `compile_config`."""
    if not isinstance(data, Mapping):
        return None
    compiled = dict(data)
    optimizer = compiled.pop("optimizer_config", None)
    if isinstance(optimizer, Mapping) and isinstance(optimizer.get("config"), Mapping):
        renames = table()["optimizer"]
        config = {renames.get(k, k): v for k, v in optimizer["config"].items()}
        compiled["optimizer"] = {**optimizer, "config": _decayed(config)}
    for key in ("metrics", "weighted_metrics"):
        compiled[key] = _metric(compiled.get(key))
    return compiled


def _decayed(config: dict[str, Any]) -> dict[str, Any]:
    """The old `decay` of the learning rate as the schedule that it is."""
    decay, rate = config.pop("decay", 0.0), config.get("learning_rate")
    if isinstance(decay, int | float) and decay and isinstance(rate, int | float):
        schedule = {"initial_learning_rate": rate, "decay_steps": 1, "decay_rate": decay}
        config["learning_rate"] = {"class_name": "InverseTimeDecay", "config": schedule}
    return config


def _metric(data: Any) -> Any:
    """Metrics without the class that wraps a function."""
    if isinstance(data, list):
        return [_metric(item) for item in data]
    if not isinstance(data, Mapping):
        return data
    config = data.get("config")
    if data.get("class_name") == "MeanMetricWrapper" and isinstance(config, Mapping):
        return config.get("fn", config.get("name"))
    return data if "class_name" in data else {k: _metric(v) for k, v in data.items()}
