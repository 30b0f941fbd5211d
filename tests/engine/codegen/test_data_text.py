"""The data of a script: arrays that are, bit for bit, those that the engine trains on."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hornstudio.engine import codegen
from hornstudio.engine.catalog import Catalog, catalog
from hornstudio.engine.check import check
from hornstudio.engine.codegen.jax_script import export_jax
from hornstudio.engine.data.dataset import load_dataset
from hornstudio.engine.graph import Graph, Node, Training, Wire, freeze
from hornstudio.engine.module import Module, Port
from hornstudio.engine.shapes import Spec
from tests.engine.modules.pictures.folder_of_pictures import make_pictures


def graph_of(folder: Path, **params: Any) -> Graph:
    params = {"directory": str(folder), "image_size": [4, 4], "validation_split": 0.25} | params
    kinds = {"flat": "flatten", "scores": "dense", "loss": "categorical_crossentropy", "sgd": "sgd"}
    nodes = {name: Node(kind) for name, kind in kinds.items()}
    nodes["scores"] = Node("dense", freeze({"units": 3, "activation": "softmax"}))
    wires = (
        Wire("pets.image", "flat.input"),
        Wire("flat.output", "scores.input"),
        Wire("scores.output", "loss.prediction"),
        Wire("pets.label", "loss.target"),
        Wire("loss.loss", "sgd.loss"),
    )
    pets = {"pets": Node("image_folder", freeze(params))}
    return Graph(nodes=freeze(pets | nodes), wires=wires, training=Training(seed=3))


def loaded_by_script(text: str) -> list[dict[str, np.ndarray]]:
    space: dict[str, Any] = {"__name__": "script", "__file__": "script.py"}
    exec(text, space)
    return list(space["load_data"](3))


def assert_loads_the_same(graph: Graph, target: str) -> None:
    """A script's arrays are those of a training, to the bit."""
    data = load_dataset(graph, check(graph))
    expected = (data.train, data.validation, data.test)
    loaded = loaded_by_script(codegen.export(graph, target))
    for ours, theirs in zip(expected, loaded, strict=True):
        assert set(theirs) == set(ours)
        for name, array in ours.items():
            assert theirs[name].dtype == array.dtype
            np.testing.assert_array_equal(theirs[name], array)


@pytest.mark.parametrize("target", ["jax", "keras", "flax"])
def test_script_loads_the_very_pictures(tmp_path: Path, target: str) -> None:
    ways: list[dict[str, Any]] = [{"order": 2, "fit": "pad"}, {"label_mode": "categorical"}]
    make_pictures(tmp_path / "train")
    for given in ways:
        graph = graph_of(tmp_path, **given)
        text = codegen.export(graph, target)
        assert "numpy pillow\n" in text
        data = load_dataset(graph, check(graph))
        expected = (data.train, data.validation, data.test)
        for ours, theirs in zip(expected, loaded_by_script(text), strict=True):
            assert set(theirs) == set(ours)
            for name, array in ours.items():
                np.testing.assert_array_equal(theirs[name], array)
        if not (tmp_path / "val").exists():
            make_pictures(tmp_path / "val", count=1)
            make_pictures(tmp_path / "test", count=2)


def test_script_can_be_made_where_the_folder_is_not(tmp_path: Path) -> None:
    graph = graph_of(tmp_path / "on another computer")
    assert "on another computer" in codegen.export(graph, "jax")


WEATHER = "day;sky;warmth;rain\n1;clear;12,5;no\n2;;14;yes\n3;clouds;NA;no\n4;clear;9,1;\n"


@pytest.mark.parametrize("target", ["jax", "keras", "flax"])
def test_script_loads_the_very_rows_of_a_table(tmp_path: Path, target: str) -> None:
    path = tmp_path / "weather.csv"
    path.write_text(WEATHER + "5;fog;3;yes\n" * 20, "utf-8")
    ways: list[dict[str, Any]] = [
        {"order": 2, "test_split": 0.2},
        {"target_type": "categorical", "missing": "drop", "ignore": ["day"]},
        {"target": "warmth", "max_categories": 2, "test_split": 0.0},
        {"validation_path": str(tmp_path / "more.csv"), "order": 2},
        {"test_path": str(tmp_path / "more.csv"), "missing": "drop", "validation_split": 0.0},
    ]
    more = "rain;sky;day;warmth\nyes;fog;7;\n;;1;2\nno;hail;;4,5\nno;clear;8;4,5\n"
    (tmp_path / "more.csv").write_text(more, "utf-8")
    for given in ways:
        is_number = given.get("target") == "warmth"
        loss = "mean_squared_error" if is_number else "categorical_crossentropy"
        nodes = {
            "table": Node("table", freeze({"path": str(path), "validation_split": 0.25} | given)),
            "scores": Node("dense", freeze({"units": 1 if is_number else 2})),
            "loss": Node(loss),
            "sgd": Node("sgd"),
        }
        wires = (
            Wire("table.features", "scores.input"),
            Wire("scores.output", "loss.prediction"),
            Wire("table.target", "loss.target"),
            Wire("loss.loss", "sgd.loss"),
        )
        graph = Graph(nodes=freeze(nodes), wires=wires, training=Training(seed=3))
        assert_loads_the_same(graph, target)


@pytest.mark.parametrize("target", ["jax", "keras", "flax"])
def test_script_loads_the_very_arrays(tmp_path: Path, target: str) -> None:
    draw = np.random.default_rng(0)
    keras = {
        "x_train": draw.integers(0, 256, (40, 4, 3), np.uint8),
        "y_train": np.arange(40) % 3,
        "x_test": draw.integers(0, 256, (9, 4, 3), np.uint8),
        "y_test": np.arange(9) % 3,
    }
    np.savez_compressed(tmp_path / "keras.npz", **keras)
    np.save(tmp_path / "X.npy", np.asfortranarray(draw.normal(3, 9, (40, 4, 3)).astype(">f8")))
    np.save(tmp_path / "y.npy", draw.choice(["ant", "bee", "cat"], 40))
    ways: list[tuple[str, dict[str, Any]]] = [
        ("keras.npz", {"order": 2, "scaling": "divide_by_255"}),
        ("keras.npz", {"target_type": "categorical", "validation_split": 0.0}),
        ("X.npy", {"scaling": "standardize", "test_split": 0.25, "order": 3}),
    ]
    for file, given in ways:
        params = {"path": str(tmp_path / file), "validation_split": 0.25} | given
        nodes = {
            "own": Node("arrays", freeze(params)),
            "flat": Node("flatten"),
            "scores": Node("dense", freeze({"units": 3, "activation": "softmax"})),
            "loss": Node("categorical_crossentropy"),
            "sgd": Node("sgd"),
        }
        wires = (
            Wire("own.x", "flat.input"),
            Wire("flat.output", "scores.input"),
            Wire("scores.output", "loss.prediction"),
            Wire("own.y", "loss.target"),
            Wire("loss.loss", "sgd.loss"),
        )
        graph = Graph(nodes=freeze(nodes), wires=wires, training=Training(seed=3))
        assert_loads_the_same(graph, target)


def load_points(find: Any) -> Any:
    """Four points, and as many to test with."""
    rows = {"x": np.arange(8, dtype=np.float32).reshape(4, 2), "y": np.ones((4, 1), np.float32)}
    return rows, rows


def test_data_of_ones_own_that_looks_for_no_file_imports_nothing_for_it() -> None:
    points = Module(
        kind="points",
        title="Points",
        category="data",
        help="",
        inputs=(),
        outputs=(Port("x"), Port("y")),
        infer=lambda p: {"x": Spec((2,)), "y": Spec((1,))},
        load=load_points,
    )
    known = Catalog([*catalog().modules.values(), points])
    nodes = {name: Node(kind) for name, kind in (("points", "points"), ("sgd", "sgd"))}
    nodes |= {"out": Node("dense", freeze({"units": 1})), "loss": Node("mean_squared_error")}
    wires = (
        Wire("points.x", "out.input"),
        Wire("out.output", "loss.prediction"),
        Wire("points.y", "loss.target"),
        Wire("loss.loss", "sgd.loss"),
    )
    text = export_jax(Graph(nodes=freeze(nodes), wires=wires), known)
    assert "pathlib" not in text
    assert len(loaded_by_script(text)[0]["points.x"]) == 4
