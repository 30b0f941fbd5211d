import json
import os
import shutil
import sqlite3
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from hornstudio.engine.editing import edits
from hornstudio.engine.runs import index as index_module
from hornstudio.engine.runs.index import NAME, RunIndex
from hornstudio.engine.runs.notes import change_notes
from hornstudio.engine.runs.record import RunRecord
from hornstudio.engine.runs.table import Table
from hornstudio.engine.train.kept.encoding import event_to_json
from hornstudio.engine.watch.events import Epoch
from tests.engine.sample_graph import mlp

from .conftest import MakeRun, settle


def listed(root: Path) -> dict[str, RunRecord]:
    with RunIndex(root) as index:
        index.refresh()
        return {r.folder: r for r in index.records()}


def test_runs_are_listed_with_what_is_known(root: Path, make_run: MakeRun) -> None:
    make_run("one", 0.5, 0.3, 0.4, notes={"note": "good", "tags": ["a", "b"], "title": "First"})
    make_run("two")
    (root / "no-run").mkdir()
    found = listed(root)
    assert set(found) == {"one", "two"}
    one = found["one"]
    assert (one.name, one.note, one.tags, one.state) == ("First", "good", ("a", "b"), "finished")
    assert (one.epochs_done, one.epochs, one.best_epoch, one.best["val_loss"]) == (3, 3, 2, 0.3)
    assert one.metrics == {"loss": 9.0, "val_loss": 0.4, "test_loss": 0.7}
    assert one.seconds == 4.5
    assert one.path == str(root / "one")
    assert one.size > 500
    assert found["two"].best == {}


@pytest.mark.skipif(sys.platform != "linux", reason="such names are refused there")
def test_a_folder_whose_name_is_no_text_is_a_run_like_others(root: Path, make_run: MakeRun) -> None:
    odd = os.fsdecode("실험".encode("cp949"))  # as an archive of another system unpacks
    make_run("one", 0.5)
    make_run(odd, 0.3, source=f"{odd}: 5 samples", metrics={odd: 1.0}, device="half of \ud83d")
    found = listed(root)
    assert set(found) == {"one", odd}
    assert (found[odd].path, found[odd].source) == (str(root / odd), f"{odd}: 5 samples")
    assert found[odd].device == "half of \ud83d"
    assert listed(root) == found
    shutil.rmtree(root / odd)
    assert set(listed(root)) == {"one"}


def test_nothing_is_read_again_that_has_not_changed(
    root: Path, make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two"):
        make_run(name, 0.5)
    first = listed(root)
    read: list[str] = []
    real = index_module.read_run
    monkeypatch.setattr(
        index_module, "read_run", lambda path, tally: read.append(path.name) or real(path, tally)
    )
    assert listed(root) == first
    assert read == []
    change_notes(root / "two", note="new")
    assert listed(root)["two"].note == "new"
    assert read == ["two"]


def test_a_change_is_seen_that_the_listing_of_a_folder_does_not_tell_yet(
    root: Path, make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows writes the times of files into the folder around them when it likes."""
    run = make_run("one", 0.5)
    settle(root)
    stale = {entry.name: entry.stat() for entry in os.scandir(root)}
    scandir = os.scandir

    class Entry:
        def __init__(self, entry: os.DirEntry[str]) -> None:
            self.name, self.path, self.is_dir = entry.name, entry.path, entry.is_dir

        def stat(self, *, follow_symlinks: bool = True) -> os.stat_result:
            return stale.get(self.name) or os.stat(self.path, follow_symlinks=follow_symlinks)

    class Entries:
        def __init__(self, folder: Path) -> None:
            self.found = [Entry(entry) for entry in scandir(folder)]

        def __enter__(self) -> list[Entry]:
            return self.found

        def __exit__(self, *_: object) -> None:
            pass

    assert listed(root)["one"].note == ""
    monkeypatch.setattr(os, "scandir", Entries)
    change_notes(run, note="good")
    assert listed(root)["one"].note == "good"


def test_a_folder_that_has_just_changed_is_read_once_more(root: Path, make_run: MakeRun) -> None:
    path = make_run("one", 0.5)
    os.utime(path)
    listed(root)
    stamp = path.stat().st_mtime_ns
    (path / "notes.json").write_text(json.dumps({"note": "within the same tick"}))
    os.utime(path, ns=(stamp, stamp))
    assert listed(root)["one"].note == "within the same tick"


def test_what_is_gone_leaves_the_list(root: Path, make_run: MakeRun) -> None:
    path = make_run("one", 0.5)
    make_run("two", 0.5)
    listed(root)
    (path / "run.json").unlink()
    (root / "two").rename(root / "three")
    assert set(listed(root)) == {"three"}


@pytest.mark.parametrize("how", ["lost", "no table", "damaged", "older", "other columns"])
def test_the_index_is_made_anew(root: Path, make_run: MakeRun, how: str) -> None:
    make_run("one", 0.5, notes={"note": "kept", "tags": ["x"], "is_hidden": True})
    make_run("two", 0.4)
    before = listed(root)
    path = root / NAME
    if how == "lost":
        path.unlink()
    elif how == "no table":
        path.write_bytes(b"this is no table of SQLite, and never was one" * 40)
    elif how == "damaged":
        content = path.read_bytes()
        path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    else:
        with sqlite3.connect(path) as db:
            word = "PRAGMA user_version = 0" if how == "older" else "ALTER TABLE runs ADD x TEXT"
            db.execute(word)
        db.close()
    assert listed(root) == before


@pytest.mark.parametrize(
    "cells",
    [
        "metrics = 'no JSON'",
        "tags = '5'",
        "seconds = 'long'",
        "step = NULL",
        "title = x'ff'",
    ],
)
def test_rows_that_no_run_has_are_read_anew(root: Path, make_run: MakeRun, cells: str) -> None:
    make_run("one", 0.5)
    before = listed(root)
    with RunIndex(root) as index:
        index.refresh()
        with sqlite3.connect(root / NAME) as db:
            db.execute(f"UPDATE runs SET {cells}")
        db.close()
        assert {r.folder: r for r in index.records()} == before
    assert listed(root) == before


@pytest.mark.parametrize("cells", ["folder = x'ff'", "model = x'ff'"])
def test_rows_without_the_name_of_a_folder_or_a_model_are_read_anew(
    root: Path, make_run: MakeRun, cells: str
) -> None:
    make_run("one", 0.5)
    before = listed(root)
    with sqlite3.connect(root / NAME) as db:
        db.execute(f"UPDATE runs SET {cells}")
    db.close()
    make_run("two", 0.4)
    after = listed(root)
    assert set(after) == {"one", "two"}
    assert after["one"] == before["one"]


def test_an_index_that_is_lost_while_open_is_made_anew(root: Path, make_run: MakeRun) -> None:
    make_run("one", 0.5)
    with RunIndex(root) as index:
        index.refresh()
        (root / NAME).unlink()
        index.refresh()
        assert [r.folder for r in index.records()] == ["one"]
        assert (root / NAME).exists()


def test_where_nothing_can_be_written_the_list_is_in_memory(
    root: Path, make_run: MakeRun, tmp_path: Path
) -> None:
    make_run("one", 0.5)
    (root / NAME).mkdir()  # not even the superuser can open that as a file
    assert set(listed(root)) == {"one"}
    assert listed(tmp_path / "nowhere") == {}
    assert not (tmp_path / "nowhere").exists()


def test_where_the_index_cannot_be_renewed_the_list_is_in_memory(
    root: Path, make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_run("one", 0.5)
    listed(root)
    make_run("two", 0.5)
    real = Table.put

    def put(table: Table, rows: list) -> None:
        if table.path is not None:
            raise sqlite3.OperationalError("attempt to write a readonly database")
        real(table, rows)

    monkeypatch.setattr(Table, "put", put)
    assert set(listed(root)) == {"one", "two"}


def test_a_run_whose_process_is_gone_is_interrupted(root: Path, make_run: MakeRun) -> None:
    path = make_run("gone", 0.5, state="running")
    facts = json.loads((path / "run.json").read_text())
    facts["owner"]["pid"] = 2**22 + 1
    (path / "run.json").write_text(json.dumps(facts))
    make_run("here", 0.5, state="running")
    old = make_run("old", 0.5, state="running", owner=None)
    for name in ("run.json", "metrics.jsonl"):
        os.utime(old / name, (0, 0))
    states = {name: r.state for name, r in listed(root).items()}
    assert states == {"gone": "interrupted", "here": "running", "old": "interrupted"}


def test_a_running_run_is_followed(root: Path, make_run: MakeRun) -> None:
    path = make_run("one", 0.5, state="running")
    with RunIndex(root) as index:
        index.refresh()
        with (path / "metrics.jsonl").open("ab") as file:
            file.write(
                event_to_json(Epoch(epoch=2, seconds=2.0, metrics={"val_loss": 0.1})) + b"\n"
            )
        index.refresh()
        (record,) = index.records()
    assert (record.epochs_done, record.best_epoch) == (2, 2)
    assert record.seconds >= 3.5  # of both epochs, and of the one that goes on


def test_changes_are_told_since_the_run_before(root: Path, make_run: MakeRun) -> None:
    wide = edits.set_param(mlp(), "hidden", "units", 64)
    make_run("a", 0.5)
    make_run("other", 0.5, model="cnn")
    make_run("b", 0.5, graph=wide)
    make_run("c", 0.5, graph=replace(wide, training=replace(wide.training, seed=8)))
    found = listed(root)
    assert [found[n].changes for n in ("a", "other", "b", "c")] == [
        "",
        "",
        "hidden.units 16 -> 64",
        "seed 3 -> 8",
    ]
    assert found["b"].graph == found["c"].graph != found["a"].graph
    (root / "a").rename(root / ".away")
    assert listed(root)["b"].changes == ""


def test_damaged_runs_are_listed_as_such(root: Path, make_run: MakeRun) -> None:
    path = make_run("one", 0.5)
    (path / "run.json").write_text("{")
    (path / "graph.horn").write_text("[1]")
    (path / "metrics.jsonl").write_bytes(b'{"event":"epoch","ep\n\xff\n{"event":"epoch"')
    make_run("two", 0.5, state=7, training=[], metrics={"loss": None}, weights="many", owner=3)
    found = listed(root)
    assert found["one"].state == found["two"].state == "damaged"
    assert found["one"].reason
    assert found["two"].metrics == {"loss": 9.0, "val_loss": 0.5}


def test_two_users_at_once_see_the_same(root: Path, make_run: MakeRun) -> None:
    for number in range(30):
        make_run(f"r{number}", 0.5)
    failed: list[Exception] = []

    def use() -> None:
        try:
            for _ in range(5):
                assert len(listed(root)) == 30
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(30):
        change_notes(root / f"r{number}", note="x")
    for thread in threads:
        thread.join()
    assert failed == []
    assert {r.note for r in listed(root).values()} == {"x"}


def test_settled_folders_stay_settled(root: Path, make_run: MakeRun) -> None:
    path = make_run("one", 0.5)
    settle(path)
    assert path.stat().st_mtime_ns < 1_800_000_000_000_000_000


@pytest.mark.parametrize(
    ("figure", "absurd"),
    [
        (b'"epoch":2', b'"epoch":9223372036854775808'),
        (b'"epoch":2', b'"epoch":-1'),
        (b'"seconds":1.5', b'"seconds":1e308'),
        (b'"val_loss":0.5', b'"val_loss":' + b"[" * 9999 + b"]" * 9999),
    ],
)
def test_a_line_with_an_absurd_figure_is_left_out(
    root: Path, make_run: MakeRun, figure: bytes, absurd: bytes
) -> None:
    figures = make_run("one", 0.7, 0.5) / "metrics.jsonl"
    first, second = figures.read_bytes().splitlines(keepends=True)
    figures.write_bytes(first + second.replace(figure, absurd) * 2)
    found = listed(root)["one"]
    assert (found.epochs_done, found.best["val_loss"], found.seconds) == (1, 0.7, 1.5)


def test_a_checkpoint_with_an_absurd_number_in_its_name_is_none(
    root: Path, make_run: MakeRun
) -> None:
    checkpoints = make_run("one", 0.7) / "checkpoints"
    (checkpoints / f"epoch-0002-step-{2**63}.safetensors").touch()
    (checkpoints / "epoch-0001.safetensors").touch()
    assert (listed(root)["one"].step, listed(root)["one"].checkpoint) == (0, "epoch-0001")
