"""A run made of weights from elsewhere: whole, or not there at all."""

from pathlib import Path

import numpy as np
import pytest

from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.compile.program import Program
from hornstudio.engine.editing import edits
from hornstudio.engine.errors import FileError, RunError
from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.engine.train.branch import in_weights_of
from hornstudio.engine.train.kept.run_folder import RunFolder
from hornstudio.engine.train.kept.run_path import draft_of
from hornstudio.engine.train.taken_over import take_over

KERNEL = np.arange(6, dtype=np.float32).reshape(3, 2)
WEIGHTS = {"dense": {"kernel": KERNEL, "bias": np.zeros(2, np.float32)}}


@pytest.fixture
def graph() -> Graph:
    nodes = {
        "x": Node("input", freeze({"shape": [3]})),
        "dense": Node("dense", freeze({"units": 2})),
    }
    return Graph(nodes=freeze(nodes), wires=(Wire("x.output", "dense.input"),))


def test_its_only_checkpoint_holds_them(graph: Graph, tmp_path: Path) -> None:
    folder = take_over(graph, WEIGHTS, {}, tmp_path / "runs" / "a", source="a.keras")
    assert [path.stem for path in folder.checkpoints()] == ["epoch-0000"]
    held = folder.load("best").trees["weights"]["dense"]
    np.testing.assert_array_equal(held["kernel"], KERNEL)
    facts = folder.facts()
    assert (facts["state"], facts["source"], facts["weights"]) == (
        "imported",
        "weights of a.keras",
        8,
    )
    assert not draft_of(folder.path).exists()


def test_an_empty_folder_is_taken_and_one_with_something_in_it_is_left_as_it_is(
    graph: Graph, tmp_path: Path
) -> None:
    path = tmp_path / "chosen"
    path.mkdir()
    (path / "diary.txt").write_text("mine")
    with pytest.raises(RunError, match="is not empty; choose another folder"):
        take_over(graph, WEIGHTS, {}, path)
    assert [p.name for p in path.iterdir()] == ["diary.txt"]
    (path / "diary.txt").unlink()
    take_over(graph, WEIGHTS, {}, path)
    with pytest.raises(RunError, match="already holds a run"):
        take_over(graph, WEIGHTS, {}, path)


def test_weights_that_do_not_fit_leave_nothing_behind(graph: Graph, tmp_path: Path) -> None:
    with pytest.raises(RunError):
        take_over(graph, {"dense": {"kernel": KERNEL}}, {}, tmp_path / "a")
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_refuses_is_told_and_leaves_nothing_behind(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(RunFolder, "log", full)
    words = r"/a: No space left on device. Make room there, or choose another place"
    with pytest.raises(RunError, match=words):
        take_over(graph, WEIGHTS, {}, tmp_path / "a")
    assert list(tmp_path.iterdir()) == []


def test_what_is_said_of_a_disk_that_refuses_names_the_folder_that_was_asked_for(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    words = r"/file/a: Not a directory. Let that place be written to, or choose another one"
    with pytest.raises(RunError, match=words):
        take_over(graph, WEIGHTS, {}, tmp_path / "file" / "a")

    def full(*_: object, **__: object) -> None:
        raise FileError("cannot write {path}: {reason}", path="x", reason="it is full")

    monkeypatch.setattr(RunFolder, "begin", full)
    with pytest.raises(RunError, match=r"/a: it is full\. Make room there"):
        take_over(graph, WEIGHTS, {}, tmp_path / "a")
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_of_a_graph_that_cannot_compute_yet_they_are_kept_as_they_are(
    graph: Graph, tmp_path: Path
) -> None:
    odd = edits.add_node(graph, "odd", Node("keras.Lambda"))
    folder = take_over(odd, WEIGHTS, {}, tmp_path / "a")
    held = folder.load("last").trees
    np.testing.assert_array_equal(held["weights"]["dense"]["kernel"], KERNEL)
    assert "optimizer" not in held


def test_a_run_begins_in_them_once_its_graph_can_compute(graph: Graph, tmp_path: Path) -> None:
    odd = edits.add_node(graph, "odd", Node("keras.Lambda"))
    path = take_over(odd, WEIGHTS, {}, tmp_path / "a").path
    begun = in_weights_of(Program(plan_graph(graph, for_training=False)), 0, path, "last")
    np.testing.assert_array_equal(begun.carry["weights"]["dense"]["kernel"], KERNEL)
    assert begun.parent["new"] == []
    wider = edits.set_param(graph, "dense", "units", 5)
    begun = in_weights_of(Program(plan_graph(wider, for_training=False)), 0, path, "last")
    assert begun.parent["kept"] == []
