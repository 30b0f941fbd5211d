"""The CSV log: a line an epoch, gone on with by a resumed run, nothing else ever written over."""

from pathlib import Path
from typing import Any

import pytest

from hornstudio.engine.errors import RunError
from hornstudio.engine.modules.callbacks.csv_logger import CSVLogger
from hornstudio.engine.watch.events import Epoch
from tests.engine.fake_run import FakeRun, started


def log(folder: Path | None, first: int, last: int, loss: float = 0.5, **params: Any) -> None:
    """Some epochs of a run."""
    callback = CSVLogger(**({"filename": "log.csv", "separator": ",", "append": False} | params))
    callback.begin(FakeRun(folder), started(first_epoch=first))
    for epoch in range(first, last + 1):
        metrics = {"loss": loss, "accuracy": 0.25}
        callback.epoch(FakeRun(folder), Epoch(epoch=epoch, seconds=1.0, metrics=metrics))


def test_a_line_an_epoch_under_the_names(tmp_path: Path) -> None:
    log(tmp_path, 1, 2)
    assert (tmp_path / "log.csv").read_bytes() == (
        b"epoch,accuracy,loss\r\n1,0.25,0.5\r\n2,0.25,0.5\r\n"
    )
    log(tmp_path, 1, 1, separator="tab", filename="deep/log.tsv")
    assert (tmp_path / "deep" / "log.tsv").read_text().splitlines()[1] == "1\t0.25\t0.5"


def test_a_resumed_run_writes_epochs_that_it_does_again_once(tmp_path: Path) -> None:
    log(tmp_path, 1, 3)
    log(tmp_path, 3, 4, loss=0.125)
    lines = (tmp_path / "log.csv").read_text().splitlines()
    assert lines == [
        "epoch,accuracy,loss",
        "1,0.25,0.5",
        "2,0.25,0.5",
        "3,0.25,0.125",
        "4,0.25,0.125",
    ]


def test_a_new_run_begins_anew_unless_told_to_append(tmp_path: Path) -> None:
    log(tmp_path, 1, 2)
    log(tmp_path, 1, 1, append=True)
    assert len((tmp_path / "log.csv").read_text().splitlines()) == 4
    log(tmp_path, 1, 1)
    assert len((tmp_path / "log.csv").read_text().splitlines()) == 2


def test_a_resumed_run_leaves_the_lines_of_other_runs(tmp_path: Path) -> None:
    log(tmp_path, 1, 3)
    before = _appending(tmp_path, 1, 2)  # the state of the checkpoint of epoch 1, say
    log(tmp_path, 1, 3, append=True)
    then = _appending(tmp_path, 2, 4, before)
    assert _epochs(tmp_path) == ["epoch", *"123", *"1", *"123", *"234"]
    _appending(tmp_path, 4, 4, then)
    assert _epochs(tmp_path) == ["epoch", *"123", *"1", *"123", *"234"]


def _appending(folder: Path, first: int, last: int, state: dict[str, Any] | None = None) -> Any:
    """Some epochs of a run that has this state; its state after them."""
    callback = CSVLogger(filename="log.csv", separator=",", append=True)
    if state:
        callback.restore(state)
    callback.begin(FakeRun(folder), started(first_epoch=first))
    for epoch in range(first, last + 1):
        callback.epoch(FakeRun(folder), Epoch(epoch=epoch, seconds=1.0, metrics={"loss": 4.0}))
    return callback.state()


def _epochs(folder: Path) -> list[str]:
    return [line.partition(",")[0] for line in (folder / "log.csv").read_text().splitlines()]


def test_a_table_that_a_spreadsheet_has_saved_is_gone_on_with(tmp_path: Path) -> None:
    log(tmp_path, 1, 2)
    table = tmp_path / "log.csv"
    table.write_text(table.read_text(), "utf-8-sig")
    log(tmp_path, 3, 3)
    assert [line[:1] for line in table.read_text("utf-8").splitlines()] == ["e", "1", "2", "3"]


def test_nothing_but_a_table_of_its_own_is_written_over(tmp_path: Path) -> None:
    precious = tmp_path / "diary.txt"
    precious.write_text("dear diary")
    with pytest.raises(RunError, match="is no table of a run"):
        log(tmp_path, 1, 1, filename="diary.txt")
    assert precious.read_text() == "dear diary"
    with pytest.raises(RunError, match=r"need one that ends in \.csv, \.tsv"):
        log(tmp_path, 1, 1, filename="profile")
    assert list(tmp_path.iterdir()) == [precious]


def test_without_a_folder_nothing_is_written(tmp_path: Path) -> None:
    log(None, 1, 1)
    assert list(tmp_path.iterdir()) == []
