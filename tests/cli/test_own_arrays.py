"""A network that has learned from arrays is measured on further ones, and asked about some."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from hornstudio.engine.check import check
from hornstudio.engine.data.dataset import load_dataset
from hornstudio.engine.modules.arrays import survey
from hornstudio.engine.storage import files

from .conftest import Run

KINDS = ("ant", "bee", "cat")


def pets(count: int) -> dict[str, np.ndarray]:
    """Pictures of which each kind is as bright as it is called."""
    kind = np.arange(count) % 3
    x = np.random.default_rng(count).integers(0, 20, (count, 4, 4)) + 100 * kind[:, None, None]
    return {"x": x.astype(np.uint8), "y": np.array(KINDS)[kind]}


@pytest.fixture
def run(horn: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The run of a network that tells pets apart, whose file is gone."""
    monkeypatch.setattr(survey, "_recalled", {})
    path = tmp_path / "pets.npz"
    np.savez(path, **pets(90))
    nodes = {
        "own": {"kind": "arrays", "params": {"path": str(path), "scaling": "standardize"}},
        "flat": {"kind": "flatten"},
        "scores": {"kind": "dense", "params": {"units": 3, "activation": "softmax"}},
        "loss": {"kind": "categorical_crossentropy"},
        "accuracy": {"kind": "accuracy"},
        "adam": {"kind": "adam", "params": {"learning_rate": 0.1}},
    }
    wires = [
        *(["own.x", "flat.input"], ["flat.output", "scores.input"]),
        *(["scores.output", "loss.prediction"], ["own.y", "loss.target"]),
        *(["scores.output", "accuracy.prediction"], ["own.y", "accuracy.target"]),
        ["loss.loss", "adam.loss"],
    ]
    told = {"hornstudio": 1, "name": "pets", "nodes": nodes, "wires": wires}
    told["training"] = {"epochs": 5, "batch_size": 16, "seed": 0}
    file = tmp_path / "pets.horn"
    file.write_text(json.dumps(told), "utf-8")
    assert horn("train", file, "--run", tmp_path / "run").code == 0
    (tmp_path / "kept.npz").write_bytes(path.read_bytes())
    path.unlink()
    monkeypatch.setattr(survey, "_recalled", {})  # as in a process of its own
    return tmp_path / "run"


def test_further_arrays_are_scaled_and_numbered_as_the_run_has_learned(horn: Run, run: Path):
    more = run.with_name("more.npz")
    np.savez(more, features=pets(31)["x"], labels=pets(31)["y"], x_test=pets(31)["x"])
    told = horn("evaluate", run, more, "--json").json
    assert (told["samples"], told["metrics"]["test_accuracy"]) == (31, 1.0)
    assert told["remarks"] == ["own: measures on features and labels"]


def test_arrays_that_are_called_after_the_node_are_taken_as_they_are(horn: Run, run: Path):
    (run.with_name("kept.npz")).rename(run.with_name("pets.npz"))
    report = check(files.load(run / "graph.horn"))
    test = load_dataset(report.graph, report).test
    ready = run.with_name("ready.npz")
    np.savez(ready, **test)
    own = horn("evaluate", run, "--json").json["metrics"]
    assert horn("evaluate", run, ready, "--json").json["metrics"] == own


@pytest.mark.parametrize("name", ["new.npz", "new.npy"])
def test_what_it_is_asked_about_is_scaled_too(horn: Run, run: Path, name: str) -> None:
    new, out = run.with_name(name), run.with_name("out.npz")
    if name.endswith("z"):
        np.savez(new, x=pets(30)["x"])
    else:
        np.save(new, pets(30)["x"])
    assert horn("predict", run, new, "-o", out, "--json").json["classes"] == {"scores": [*KINDS]}
    with np.load(out) as answers:
        assert answers["scores"].argmax(axis=1).tolist() == [0, 1, 2] * 10


def test_of_several_arrays_it_is_told_which_is_predicted(horn: Run, run: Path) -> None:
    new, out = run.with_name("new.npz"), run.with_name("out.npz")
    np.savez(new, x_train=pets(6)["x"], y_train=pets(6)["y"], x_val=pets(3)["x"])
    told = horn("predict", run, new, "-o", out)
    assert told.err == "note: predicts what is in x_train\n"
    np.savez(new, x=pets(6)["x"], y=pets(6)["y"])
    assert horn("predict", run, new, "-o", out).err == ""


def test_arrays_by_input_are_taken_as_they_are(horn: Run, run: Path) -> None:
    new, out = run.with_name("new.npz"), run.with_name("out.npz")
    np.savez(new, own=np.full((2, 4, 4), 9.0, np.float32))
    assert horn("predict", run, new, "-o", out).code == 0
    with np.load(out) as answers:
        assert answers["scores"].argmax(axis=1).tolist() == [2, 2]


def test_pictures_are_read_as_the_arrays_had_theirs(horn: Run, run: Path) -> None:
    paths = [run.with_name(f"{name}.png") for name in KINDS]
    for path, grey in zip(paths, (10, 110, 210), strict=True):
        Image.new("L", (9, 9), grey).save(path)
    assert "scores: ant, bee, cat" in horn("predict", run, *paths, "-o", run / "out.npz").out


def test_a_table_of_plain_numbers_is_taken_as_it_is(horn: Run, run: Path) -> None:
    table = run.with_name("t.csv")
    table.write_text(",".join(["9"] * 16) + "\n", "utf-8")
    assert "scores: cat" in horn("predict", run, table, "-o", run / "out.npz").out


def test_what_does_not_fit_is_told(horn: Run, run: Path) -> None:
    odd = run.with_name("odd.npz")
    np.savez(odd, x=np.zeros((2, 3)), y=np.array(["ant", "bee"]))
    assert (
        "a sample of x is 3 numbers; the network was trained on 4×4 numbers"
        in horn("evaluate", run, odd).err
    )
    assert (
        "the network was trained on 4×4 numbers"
        in horn("predict", run, odd, "-o", run / "o.npz").err
    )
    odd.write_bytes(b"<html>")
    assert "odd.npz is a web page that was saved" in horn("evaluate", run, odd).err
