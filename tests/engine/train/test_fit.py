"""What of a checkpoint fits a graph is told beforehand, and is what a branch then takes over."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph
from hornstudio.engine.train.fit import fit_of
from hornstudio.engine.train.kept.run_folder import RunFolder
from hornstudio.engine.train.run import train
from tests.engine import sample_graph


@pytest.fixture(scope="module")
def parent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("runs") / "parent"
    list(train(sample_graph.mlp(epochs=1, batch_size=1000), run_dir=path))
    return path


def wider() -> Graph:
    return edits.set_param(sample_graph.mlp(epochs=1, batch_size=1000), "hidden", "units", 7)


def test_an_unchanged_graph_keeps_all(parent: Path) -> None:
    found = fit_of(parent, sample_graph.mlp())
    assert (dict(found.other), found.new) == ({}, ())
    assert [str(line) for line in found.lines] == ["weights kept: hidden, scores"]


def test_what_is_told_is_what_a_branch_takes_over(parent: Path, tmp_path: Path) -> None:
    found = fit_of(parent, wider())
    list(train(wider(), run_dir=tmp_path / "branch", branch=parent))
    facts = RunFolder.open(tmp_path / "branch").facts()["parent"]
    assert sorted(found.kept) == sorted(facts["kept"])
    assert sorted([*found.other, *found.new]) == sorted(facts["new"])


def test_other_shapes_are_told_then_and_now(parent: Path) -> None:
    found = fit_of(parent, wider())
    before, now = found.other["hidden.bias"]
    assert now == (7,) != before
    lines = [str(line) for line in found.lines]
    assert lines[0] == "weights kept: scores.bias"
    assert f"begun anew: hidden.bias ({before[0]} there, 7 here)" in lines


def test_each_checkpoint_is_told_for_itself_also_where_only_a_snapshot_is_left(
    parent: Path, tmp_path: Path
) -> None:
    path = shutil.copytree(parent, tmp_path / "run")
    folder = RunFolder.open(path)
    folder.snapshots.save(7, {"hidden": {"bias": np.zeros(7, np.float32)}}, {})
    before, after = fit_of(path, wider(), "epoch-0001"), fit_of(path, wider(), "epoch-0007")
    assert before == fit_of(path, wider())
    assert (before.kept, after.kept) == (("scores.bias",), ("hidden.bias",))
    assert not before.is_whole
    assert fit_of(path, sample_graph.mlp(), "epoch-0001").is_whole


def test_a_node_of_another_name_that_does_the_same_is_kept(parent: Path) -> None:
    found = fit_of(parent, edits.rename_node(sample_graph.mlp(), "hidden", "first"))
    assert "first.kernel" in found.kept
    assert not found.new
