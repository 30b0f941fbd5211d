import json
from pathlib import Path

import pytest

from hornstudio import paths
from hornstudio.engine.storage import files
from hornstudio.engine.text import bytes_text

from ..engine.runs.conftest import MakeRun, make_run, root  # noqa: F401
from .conftest import Run


@pytest.fixture
def two(make_run: MakeRun) -> list[Path]:  # noqa: F811
    wide = files.load(make_run("mlp-1", 0.5, 0.3) / "graph.horn")
    return [paths.runs_dir() / "mlp-1", make_run("cnn-1", 0.4, model="cnn", graph=wide)]


def test_runs_are_listed(horn: Run, two: list[Path]) -> None:
    lines = horn("runs").out.splitlines()
    assert lines[0].split()[:4] == ["name", "state", "epochs", "best"]
    assert [line.split()[0] for line in lines[1:]] == ["cnn-1", "mlp-1"]
    assert "2/2  val_loss 0.3000" in lines[2]
    assert [r["name"] for r in horn("runs", "--json", "--sort", "best.val_loss").json] == [
        "mlp-1",
        "cnn-1",
    ]
    assert [r["folder"] for r in horn("runs", "--json", "--filter", "model:mlp").json] == ["mlp-1"]
    assert len(horn("runs", "--json", "--limit", 1).json) == 1
    by_metric = horn("runs", "--sort", "test_loss", "--reverse").out.splitlines()
    assert by_metric[0].endswith("test_loss")
    assert by_metric[1].endswith("0.7000")
    assert "fit 'zebra'" in horn("runs", "--filter", "zebra").out


def test_a_list_that_cannot_be_given_is_refused(horn: Run, two: list[Path]) -> None:
    assert horn("runs", "--limit", 0).code == 2
    result = horn("runs", "--sort", "speed")
    assert (result.code, "no run has speed to sort by" in result.err) == (1, True)


def test_a_mistyped_metric_is_named(horn: Run, two: list[Path]) -> None:
    result = horn("runs", "--filter", "val_los<0.1")
    assert (result.code, "no run has val_los; " in result.err) == (0, True)
    assert horn("runs", "--filter", "val_loss<1e9").err == ""
    result = horn("runs", "--filter", "val_loss<1O")
    assert result.err == "val_loss<1O compares nothing; need a number, as in val_loss<0.1\n"
    assert "need one of running, finished" in horn("runs", "--filter", "state:faild").err


def test_nothing_is_made_by_looking(horn: Run) -> None:
    paths.runs_dir().rmdir()
    assert "no runs in" in horn("runs").out
    assert horn("runs", "--json").json == []
    assert not paths.runs_dir().exists()


def test_a_run_is_shown(horn: Run, two: list[Path], tmp_path: Path) -> None:
    facts = horn("runs", "show", "mlp-1", "--json").json
    assert (facts["state"], facts["best_epoch"], facts["best"]["val_loss"]) == ("finished", 2, 0.3)
    assert "owner" not in facts
    said = horn("runs", "show", "mlp-1").out
    assert "best_epoch    2" in said
    assert f"size          {bytes_text(facts['size'])}\n" in said
    elsewhere = two[0].rename(tmp_path / "moved")
    assert horn("runs", "--json", "show", elsewhere).json["folder"] == "moved"
    assert horn("runs", "show", tmp_path).code == 1


def test_notes_stay_with_the_run(horn: Run, two: list[Path]) -> None:
    assert horn("runs", "note", "mlp-1", "was warm").code == 0
    assert horn("runs", "tag", "mlp-1", "good", "first").out == "mlp-1; good, first; was warm\n"
    horn("runs", "tag", "mlp-1", "--remove", "first")
    horn("runs", "rename", "mlp-1", "my run")
    assert horn("runs", "hide", "my run", "--json").json["is_hidden"] is True
    assert [r["name"] for r in horn("runs", "--json").json] == ["cnn-1"]
    (found,) = horn("runs", "--json", "--all", "--filter", "tag:good").json
    assert (found["name"], found["note"], found["tags"]) == ("my run", "was warm", ["good"])
    horn("runs", "hide", "--show", "my run")
    assert json.loads((two[0] / "notes.json").read_text())["is_hidden"] is False


def test_deleting_asks(horn: Run, two: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    result = horn("runs", "delete", "mlp-1")
    assert (result.code, "add --yes" in result.err) == (2, True)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    for answer, is_there in (("", True), ("n", True), ("y", False)):
        monkeypatch.setattr("builtins.input", lambda _question, answer=answer: answer)
        assert horn("runs", "delete", "mlp-1").code == int(is_there)
        assert two[0].exists() is is_there
    assert horn("runs", "delete", "--yes", "cnn-1", "--json").json == {"deleted": [str(two[1])]}
    assert not two[1].exists()


def test_a_graph_is_restored(horn: Run, two: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "again.horn"
    assert horn("runs", "restore", "cnn-1", "-o", out).code == 0
    assert files.load(out) == files.load(two[1] / "graph.horn")
    assert "exists already" in horn("runs", "restore", "cnn-1", "-o", out).err
    (two[1] / "graph.horn").write_text("{")
    assert "cannot be read" in horn("runs", "restore", "cnn-1", "-o", tmp_path / "x.horn").err


def test_other_commands_take_a_name(horn: Run, trained: Path, tmp_path: Path) -> None:
    named = trained.rename(paths.runs_dir() / "named")
    assert horn("evaluate", "named", "--json").json["run"] == str(named)
    assert "there is no run nemed" in horn("evaluate", "nemed").err
    result = horn("train", "--resume", "named", "--json")
    assert result.events[-1]["run"] == str(named)
    assert "there is no run nemed" in horn("train", "--resume", "nemed").err


def test_a_folder_elsewhere_is_listed_until_it_is_forgotten(
    horn: Run, two: list[Path], tmp_path: Path
) -> None:
    there = tmp_path / "there"
    there.mkdir()
    two[0].rename(there / "mlp-1")
    assert [r["name"] for r in horn("runs", "--json").json] == ["cnn-1"]
    assert horn("runs", "add", there, "--json").json == {"folders": [str(there)]}
    assert {r["path"] for r in horn("runs", "--json").json} == {
        *(str(two[1]), str(there / "mlp-1")),
    }
    assert horn("runs", "show", "mlp-1", "--json").json["path"] == str(there / "mlp-1")
    there.rename(tmp_path / "away")
    result = horn("runs", "--json")
    assert ([r["name"] for r in result.json], result.code) == (["cnn-1"], 0)
    assert f"{there} is not there" in result.err
    assert "they are still there" in horn("runs", "forget", there).out
    assert horn("runs").err == ""
    assert (horn("runs", "forget", there).code, horn("runs", "add", there).code) == (1, 1)
