"""Graphs with composites. For tests only."""

from collections.abc import Iterable
from typing import Any

from hornstudio.engine.catalog import catalog
from hornstudio.engine.composite.grouping import group_nodes
from hornstudio.engine.graph import Graph
from hornstudio.engine.storage import files


def residual_json(**changes: Any) -> dict[str, Any]:
    """Two uses of a residual block, which holds a use of another composite, on real data."""
    data: dict[str, Any] = {
        "hornstudio": 1,
        "name": "residual",
        "nodes": {
            "digits": {"kind": "digits", "params": {"validation_split": 0.05}},
            "flat": {"kind": "flatten"},
            "first": {"kind": "dense", "params": {"units": 16}},
            "block_1": {"kind": "residual_block", "params": {"units": 16}},
            "block_2": {"kind": "residual_block", "params": {"units": 16}},
            "scores": {"kind": "dense", "params": {"units": 10}},
            "loss": {"kind": "categorical_crossentropy", "params": {"from_logits": True}},
            "sgd": {"kind": "sgd"},
        },
        "wires": [
            ["digits.image", "flat.input"],
            ["flat.output", "first.input"],
            ["first.output", "block_1.input"],
            ["block_1.output", "block_2.input"],
            ["block_2.output", "scores.input"],
            ["scores.output", "loss.prediction"],
            ["digits.label", "loss.target"],
            ["loss.loss", "sgd.loss"],
        ],
        "training": {"epochs": 1, "batch_size": 2000, "seed": 0},
        "groups": {
            "residual_block": residual_block(),
            "normal": {
                "nodes": {
                    "input": {"kind": "composite_input"},
                    "scale": {"kind": "batch_normalization"},
                    "output": {"kind": "composite_output"},
                },
                "wires": [["input.output", "scale.input"], ["scale.output", "output.input"]],
            },
        },
    }
    return data | changes


def residual_block() -> dict[str, Any]:
    return {
        "title": "Residual block",
        "nodes": {
            "input": {"kind": "composite_input", "at": [0, 0]},
            "wide": {"kind": "dense", "params": {"units": 8, "activation": "relu"}, "at": [200, 0]},
            "normal": {"kind": "normal", "at": [400, 0]},
            "add": {"kind": "add", "at": [600, 0]},
            "output": {"kind": "composite_output", "at": [800, 0]},
        },
        "wires": [
            ["input.output", "wide.input"],
            ["wide.output", "normal.input"],
            ["normal.output", "add.inputs"],
            ["input.output", "add.inputs"],
            ["add.output", "output.input"],
        ],
        "params": [{"name": "units", "node": "wide", "param": "units"}],
    }


def residual(**changes: Any) -> Graph:
    """The graph of `residual_json`."""
    return files.from_json(residual_json(**changes))


def grouped(graph: Graph, ids: Iterable[str], title: str = "Block") -> tuple[Graph, str]:
    return group_nodes(graph, list(ids), title, catalog())


def wiring(graph: Graph) -> dict[str, list[str]]:
    """What flows into each port, in order."""
    found: dict[str, list[str]] = {}
    for wire in graph.wires:
        found.setdefault(wire.target, []).append(wire.source)
    return found
