"""The file of the seed model as the contract shows it, and others made of it. For tests."""

import json
from typing import Any

SEED = """{
  "hornstudio": 1,
  "name": "mnist-mlp",
  "nodes": {
    "mnist":    {"kind": "mnist", "params": {"validation_split": 0.0}, "at": [0, 0]},
    "flatten":  {"kind": "flatten", "at": [220, 0]},
    "hidden":   {"kind": "dense", "params": {"units": 64}, "at": [440, 0]},
    "relu":     {"kind": "relu", "at": [660, 0]},
    "scores":   {"kind": "dense", "params": {"units": 10, "kernel_initializer":
                 {"kind": "glorot_uniform"}}, "at": [880, 0]},
    "softmax":  {"kind": "softmax", "at": [1100, 0]},
    "loss":     {"kind": "categorical_crossentropy", "at": [1320, 0]},
    "accuracy": {"kind": "accuracy", "at": [1320, 200]},
    "sgd":      {"kind": "sgd", "params": {"learning_rate": 0.01}, "at": [1540, 0]}
  },
  "wires": [
    ["mnist.image", "flatten.input"], ["flatten.output", "hidden.input"],
    ["hidden.output", "relu.input"], ["relu.output", "scores.input"],
    ["scores.output", "softmax.input"], ["softmax.output", "loss.prediction"],
    ["mnist.label", "loss.target"], ["softmax.output", "accuracy.prediction"],
    ["mnist.label", "accuracy.target"], ["loss.loss", "sgd.loss"]
  ],
  "training": {"epochs": 5, "batch_size": 32, "seed": 0}
}
"""


def as_json(**changes: Any) -> dict[str, Any]:
    """The seed file's data with other top-level values."""
    return json.loads(SEED) | changes


def with_node(**node: Any) -> dict[str, Any]:
    """The seed file with the hidden layer's attributes replaced."""
    data = as_json()
    data["nodes"]["hidden"] |= node
    return data
