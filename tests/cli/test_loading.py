"""A folder with a network, its table and a run that has come from another computer."""

import shutil
from pathlib import Path

import pytest

from hornstudio.engine.storage import files
from tests.engine.sample_graph import of_table

from .conftest import Run

_FAST = ("--epochs", "1")


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """The folder as its author has it."""
    folder = tmp_path / "author"
    folder.mkdir()
    rows = "".join(f"{n / 40},{n / 20}\n" for n in range(40))
    (folder / "houses.csv").write_text(f"a,b\n{rows}", "utf-8")
    files.save(of_table(str(folder / "houses.csv")), folder / "net.horn")
    return folder


def test_a_moved_network_is_checked_trained_and_exported_with_what_lies_beside(
    horn: Run, written: Path, tmp_path: Path
) -> None:
    moved = written.rename(tmp_path / "reader")
    told = f"table: there is no {written / 'houses.csv'}; taking {moved / 'houses.csv'}\n"
    for command in (("check",), ("summary",), ("train", *_FAST, "--run", tmp_path / "run")):
        result = horn(command[0], moved / "net.horn", *command[1:])
        assert (result.code, result.err) == (0, told)
    script = tmp_path / "net.py"
    assert horn("export", moved / "net.horn", "-o", script).code == 0
    assert str(moved / "houses.csv") in script.read_text("utf-8")
    assert files.load(moved / "net.horn").nodes["table"].params["path"].startswith(str(written))


def test_a_moved_run_is_evaluated_and_goes_on_with_what_lies_beside(
    horn: Run, written: Path, tmp_path: Path
) -> None:
    assert horn("train", written / "net.horn", *_FAST, "--run", written / "run").code == 0
    before = horn("evaluate", written / "run", "--json").json["metrics"]
    moved = tmp_path / "reader"
    shutil.move(written, moved)
    result = horn("evaluate", moved / "run", "--json")
    assert result.json["metrics"] == before
    assert f"taking {moved / 'houses.csv'}" in result.err
    assert horn("resume", moved / "run", "--epochs", "2").code == 0


def test_a_relative_path_means_what_lies_beside_and_needs_no_word(horn: Run, written: Path) -> None:
    files.save(of_table("houses.csv"), written / "net.horn")
    result = horn("check", written / "net.horn")
    assert (result.code, result.err) == (0, "")
