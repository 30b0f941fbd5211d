from pathlib import Path

import pytest

from hornstudio.engine.editing import edits
from hornstudio.engine.errors import RunError
from hornstudio.engine.runs.collection import RunCollection
from hornstudio.engine.runs.find import find_run, newest_of
from tests.engine import sample_graph

from .conftest import MakeRun


def test_a_run_is_found_by_what_it_is_called(
    make_run: MakeRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = make_run("mlp-1", 0.5, notes={"title": "the good one"})
    second = make_run("mlp-2", 0.5, model="mlp")
    other = make_run("cnn-7", 0.5, model="cnn")
    assert find_run("mlp-1") == find_run("the good one") == find_run(str(first)) == first
    assert find_run("the g") == first
    assert find_run("mlp-2") == second
    assert find_run("cnn") == find_run("cnn-") == other
    slashed = make_run("mlp-3", 0.5, notes={"title": "wide/deep"})
    assert find_run("wide/deep") == slashed
    assert find_run("wide/shallow") == Path("wide/shallow")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mlp-2").mkdir()
    assert find_run(Path("mlp-2")) == Path("mlp-2")


def test_what_is_not_clear_is_refused(make_run: MakeRun) -> None:
    for number in range(7):
        make_run(f"mlp-{number}", 0.5)
    with pytest.raises(RunError, match=r"7 runs are called mlp: mlp-6, .*mlp-2 and 2 more\. Name"):
        find_run("mlp")
    with pytest.raises(RunError, match=r"there is no run nlp-3.*did you mean mlp-3"):
        find_run("nlp-3")
    with pytest.raises(RunError, match=r"there is no run zebra.*`hornstudio runs` lists all"):
        find_run("zebra")


def test_the_newest_run_of_what_computes_the_same_is_found(make_run: MakeRun) -> None:
    mlp = sample_graph.mlp()
    for name in ("first", "second", "without"):
        path = make_run(name, 0.5, model=name)
        if name != "without":
            (path / "checkpoints" / "epoch-0001.safetensors").touch()
    with RunCollection() as known:
        known.refresh()
    assert Path(newest_of(mlp)).name == "second"
    assert newest_of(edits.set_param(mlp, "hidden", "units", 3)) == ""
