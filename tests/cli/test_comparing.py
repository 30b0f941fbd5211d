"""`hornstudio runs compare`."""

from pathlib import Path

import pytest

from hornstudio.engine.editing import edits
from tests.engine.sample_graph import mlp

from ..engine.runs.conftest import MakeRun, make_run, root  # noqa: F401
from .conftest import Run


@pytest.fixture
def two(make_run: MakeRun) -> None:  # noqa: F811
    turn = {"node": "sgd", "param": "learning_rate", "old": 0.1, "step": 5}
    knobs = [turn | {"new": 0.1 / 2**n, "epoch": n} for n in range(1, 6)]
    make_run("a", 0.5, 0.3)
    graph = edits.remove_nodes(edits.set_param(mlp(), "hidden", "units", 64), ["relu"])
    make_run("b", 0.4, graph=graph, knobs=knobs)


def test_runs_stand_side_by_side(horn: Run, two: None) -> None:
    lines = [line.split() for line in horn("runs", "compare", "a", "b").out.splitlines()]
    assert lines[0] == ["a", "b"]
    assert ["epochs", "2/2", "1/1"] in lines
    assert ["hidden.units", "16", "64"] in lines
    assert ["relu", "relu", "-"] in lines
    assert ["val_loss", "0.3000", "0.4000"] in lines
    assert not any(line[:1] == ["device"] for line in lines)  # they are alike in it
    turned = horn("runs", "compare", "a", "b").out
    assert "2 earlier; 0.0125 in epoch 3; 0.00625 in epoch 4; 0.003125 in epoch 5" in turned


def test_whose_weights_a_run_ends_with_is_told(horn: Run, make_run: MakeRun) -> None:  # noqa: F811
    make_run("a", 0.5, 0.6, ends_with=1)
    make_run("b", 0.5, 0.6)
    lines = [line.split() for line in horn("runs", "compare", "a", "b").out.splitlines()]
    assert ["ends", "with", "epoch", "1", "-"] in lines
    assert ["ends_with", "1"] in [
        line.split() for line in horn("runs", "show", "a").out.splitlines()
    ]
    assert "ends_with" not in horn("runs", "show", "b").out


def test_what_they_are_alike_in_is_shown_when_asked_for(horn: Run, two: None) -> None:
    lines = horn("runs", "compare", "a", "b", "--all").out.splitlines()
    assert any(line.split()[0] == "device" for line in lines)
    found = horn("runs", "compare", "a", "b", "--json").json
    assert [path.rpartition("/")[2] for path in found["runs"]] == ["a", "b"]
    assert found["graph"]["hidden.units"] == ["16", "64"]
    assert found["best"]["val_loss"] == [0.3, 0.4]
    assert found["turned"]["sgd.learning_rate"][0] is None
    assert len(found["turned"]["sgd.learning_rate"][1]) == 5
    assert "device" not in found["settings"]


def test_runs_that_are_alike_are_said_to_be_so(
    horn: Run,
    make_run: MakeRun,  # noqa: F811
) -> None:
    for name in ("a", "b"):
        make_run(name, 0.5, begun="2026-01-01 00:00:00")
    assert "alike in everything" in horn("runs", "compare", "a", "b").out


def test_one_run_is_not_enough(horn: Run, two: None) -> None:
    result = horn("runs", "compare", "a", "a")
    assert (result.code, "need two or more" in result.err) == (2, True)


def test_a_run_that_is_named_by_name_and_by_folder_is_one(
    horn: Run,
    two: None,
    root: Path,  # noqa: F811
) -> None:
    result = horn("runs", "compare", "a", str(root / "a"), "b")
    assert result.out.splitlines()[0].split() == ["a", "b"]
    assert horn("runs", "compare", "a", str(root / "a")).code == 2


def test_a_graph_that_cannot_be_read_is_said(
    horn: Run,
    two: None,
    make_run: MakeRun,  # noqa: F811
) -> None:
    (make_run("c", 0.5) / "graph.horn").write_text("{")
    assert "the graph of c cannot be read" in horn("runs", "compare", "a", "c").err
