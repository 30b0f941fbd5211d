"""The CSV log: a line an epoch, gone on with by a resumed run, nothing else ever written over."""

import sys
from pathlib import Path
from typing import Any

import pytest

from hornstudio.engine.errors import RunError
from hornstudio.engine.modules.callbacks.csv_logger import CSVLogger
from hornstudio.engine.watch.events import Epoch, Finished
from tests.engine.fake_run import FakeRun, started


def log(folder: Path | None, first: int, last: int, loss: float = 0.5, **params: Any) -> None:
    """Some epochs of a run."""
    callback = CSVLogger(**({"filename": "log.csv", "separator": ",", "append": False} | params))
    run = _Elsewhere(folder)
    callback.begin(run, started(first_epoch=first))
    for epoch in range(first, last + 1):
        metrics = {"loss": loss, "accuracy": 0.25}
        callback.epoch(run, Epoch(epoch=epoch, seconds=1.0, metrics=metrics))


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


def test_a_resumed_run_takes_out_its_own_lines_wherever_they_stand(tmp_path: Path) -> None:
    table = tmp_path / "log.csv"
    for run, first, last in [
        ("a", 1, 3),
        ("b", 1, 2),
        ("a", 3, 4),  # its line of epoch 4 comes behind those of b
        ("c", 1, 3),
        ("a", 2, 2),
        ("b", 2, 3),
        ("a", 2, 3),
    ]:
        _share(tmp_path, table, run, first, last)
    assert _told(table) == ["a1", "b1", "c1", "c2", "c3", "b2", "b3", "a2", "a3"]
    _share(tmp_path, table, "c", 1, 1)  # killed before its first checkpoint: it begins anew
    assert _told(table) == ["a1", "b1", "b2", "b3", "a2", "a3", "c1"]


def test_runs_that_train_at_once_keep_their_lines(tmp_path: Path) -> None:
    table = tmp_path / "log.csv"
    runs = {name: _sharing(tmp_path, table, name) for name in "ab"}
    for epoch in (1, 2, 3):
        for name, callback in runs.items():
            callback.epoch(_folder_of(tmp_path, name), _epoch(name, epoch))
    _share(tmp_path, table, "a", 2, 2)
    assert _told(table) == ["a1", "b1", "b2", "b3", "a2"]


def test_lines_are_known_after_a_spreadsheet_has_saved_them(tmp_path: Path) -> None:
    table = tmp_path / "log.csv"
    _share(tmp_path, table, "a", 1, 2)
    text = table.read_text()
    assert "0.10000000000000002" in text
    table.write_text(text.replace("0.10000000000000002", "0.1"), "utf-8-sig")
    _share(tmp_path, table, "b", 1, 1)
    _share(tmp_path, table, "a", 2, 2)
    assert _told(table) == ["a1", "b1", "a2"]


def test_a_line_that_was_cut_off_goes_and_that_of_another_run_stays(tmp_path: Path) -> None:
    table = tmp_path / "log.csv"
    _share(tmp_path, table, "a", 1, 2)
    table.write_bytes(table.read_bytes()[:-9])
    note = tmp_path / "a" / "csv_lines.jsonl"
    note.write_bytes(note.read_bytes() + b'["cut off')
    _share(tmp_path, table, "a", 2, 2)
    assert _told(table) == ["a1", "a2"]
    _share(tmp_path, table, "b", 1, 1)
    table.write_bytes(table.read_bytes()[:-4])
    _share(tmp_path, table, "a", 2, 2)
    assert [line[0] for line in table.read_text().splitlines()] == ["e", "1", "1", "2"]


def test_a_resumed_run_that_does_not_append_leaves_lines_of_a_later_run(tmp_path: Path) -> None:
    table = tmp_path / "log.csv"
    _share(tmp_path, table, "a", 1, 2, append=False)
    _share(tmp_path, table, "b", 1, 1, append=False)
    _share(tmp_path, table, "a", 1, 1, append=False)
    assert _told(table) == ["b1", "a1"]


def test_without_a_folder_lines_of_others_in_a_shared_table_stay(tmp_path: Path) -> None:
    table = tmp_path / "log.csv"
    _share(tmp_path, table, "a", 1, 2)
    log(None, 1, 1, filename=str(table), append=True)
    assert len(table.read_text().splitlines()) == 4


class _Elsewhere(FakeRun):
    """A run whose table may lie outside of its folder."""

    def path_of(self, name: str) -> Path | None:
        return Path(name) if Path(name).is_absolute() else super().path_of(name)


_LOSSES = {"a": 0.10000000000000002, "b": 0.25, "c": 0.125}


def _share(folder: Path, table: Path, run: str, first: int, last: int, append: bool = True) -> None:
    """Some epochs of a run that has a folder of its own."""
    callback = _sharing(folder, table, run, first, append)
    for epoch in range(first, last + 1):
        callback.epoch(_folder_of(folder, run), _epoch(run, epoch))


def _sharing(folder: Path, table: Path, run: str, first: int = 1, append: bool = True) -> CSVLogger:
    callback = CSVLogger(filename=str(table), separator=",", append=append)
    callback.begin(_folder_of(folder, run), started(first_epoch=first))
    return callback


def _folder_of(folder: Path, run: str) -> FakeRun:
    (folder / run).mkdir(exist_ok=True)
    return _Elsewhere(folder / run)


def _epoch(run: str, epoch: int) -> Epoch:
    return Epoch(epoch=epoch, seconds=1.0, metrics={"loss": _LOSSES[run]})


def _told(table: Path) -> list[str]:
    """Whose line of which epoch each is."""
    names = {str(loss): name for name, loss in _LOSSES.items()} | {"0.1": "a"}
    lines = [line.split(",") for line in table.read_text(encoding="utf-8").splitlines()]
    return [names[loss] + epoch for epoch, loss in lines[1:]]


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


def test_a_table_that_a_spreadsheet_has_open_gets_its_lines_later(tmp_path, monkeypatch) -> None:
    """Excel lets nobody write meanwhile on Windows; a run must not end for that."""
    callback, run = CSVLogger(filename="log.csv", separator=",", append=False), FakeRun(tmp_path)
    callback.begin(run, started())
    opened, locked = Path.open, [True]

    def refuse(path: Path, mode: str = "r", **how: Any) -> Any:
        if locked[0] and mode == "a" and path.name == "log.csv":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, mode, **how)

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(RunError, match="Permission denied"):
        callback.epoch(run, Epoch(epoch=1, seconds=1.0, metrics={"loss": 0.5}))
    callback = CSVLogger(filename="log.csv", separator=",", append=False)
    callback.begin(run, started())
    monkeypatch.setattr(sys, "platform", "win32")
    for epoch in (1, 2):
        callback.epoch(run, Epoch(epoch=epoch, seconds=1.0, metrics={"loss": 0.5}))
    assert (tmp_path / "log.csv").read_bytes() == b""
    locked[0] = False
    callback.end(run, Finished(metrics={}, epochs=2, seconds=1.0, run="", reason=""))
    assert (tmp_path / "log.csv").read_bytes() == b"epoch,loss\r\n1,0.5\r\n2,0.5\r\n"
    assert run.said == [f"{tmp_path / 'log.csv'} is open in another program; its lines wait"]
