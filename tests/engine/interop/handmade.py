"""Files of Keras made by hand, part by part, as Keras itself would never write them."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from hornstudio.engine.errors import FileError
from hornstudio.engine.interop.keras_file import read_keras

TENSOR = "__keras_tensor__"


def entry(
    name: str, class_name: str = "Dense", package: str = "keras.layers", **config: Any
) -> Any:
    settings = {"name": name, **config}
    return {"module": package, "class_name": class_name, "config": settings, "name": name}


def sequential(*layers: Any) -> dict[str, Any]:
    first = entry("x", "InputLayer", batch_shape=[None, 4], dtype="float32")
    config = {"name": "model", "layers": [first, *layers]}
    return {"module": "keras", "class_name": "Sequential", "config": config}


def reference(layer: str, call: int = 0, output: int = 0) -> Any:
    return {"class_name": TENSOR, "config": {"keras_history": [layer, call, output]}}


def called(layer: dict[str, Any], *sources: Any) -> dict[str, Any]:
    return {**layer, "inbound_nodes": [{"args": [reference(s)], "kwargs": {}} for s in sources]}


def functional(*layers: Any, outputs: Any = ("y", 0, 0)) -> dict[str, Any]:
    config = {
        "name": "model",
        "layers": [entry("x", "InputLayer", batch_shape=[None, 4]), *layers],
        "input_layers": [["x", 0, 0]],
        "output_layers": [list(outputs)],
    }
    return {"module": "keras", "class_name": "Functional", "config": config}


def write(
    path: Path, config: Any, weights: bytes | None = None, packing: int = zipfile.ZIP_STORED
) -> Path:
    text = config if isinstance(config, bytes) else json.dumps(config).encode()
    with zipfile.ZipFile(path, "w", packing) as file:
        file.writestr("metadata.json", "{}")
        file.writestr("config.json", text)
        if weights is not None:
            file.writestr("model.weights.h5", weights)
    return path


def hdf5(fill: Any, **how: Any) -> bytes:
    """Content of an HDF5 file in which `fill(group of the dense layer's variables)` wrote."""
    buffer = io.BytesIO()
    with h5py.File(buffer, "w", **how) as file:
        fill(file.create_group("layers/dense/vars"))
    return buffer.getvalue()


def honest(group: Any) -> None:
    group["0"] = np.ones((4, 2), np.float32)
    group["1"] = np.zeros(2, np.float32)


def refusal(path: Path) -> str:
    with pytest.raises(FileError) as caught:
        read_keras(path)
    return str(caught.value.text)
