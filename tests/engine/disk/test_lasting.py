"""The latest whole content is found after a kill at any moment, and no older one comes back."""

import errno
import os
import shutil
import threading
from pathlib import Path
from typing import Any

import pytest

from hornstudio.engine.disk import lasting
from hornstudio.engine.disk.lasting import (
    CLEARED,
    FLUSHING,
    FRESH,
    LastingFile,
    is_there,
    latest,
    places,
    read,
    settle,
)
from hornstudio.engine.errors import FileError


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "work.kept"


def whole(content: bytes) -> bool:
    return content.endswith(b".")


def names(place: Path) -> list[str]:
    return sorted(each.name for each in place.parent.iterdir())


def beside(place: Path, suffix: str) -> Path:
    return place.with_name(place.name + suffix)


def test_what_is_written_is_there_before_it_is_flushed(place: Path) -> None:
    file = LastingFile(place)
    file.write(b"one.")
    assert latest(place).read_bytes() == b"one."
    assert not place.exists()
    assert file.flush()
    assert not file.flush()
    assert place.read_bytes() == b"one."
    assert names(place) == ["work.kept"]


def test_what_is_written_during_a_flush_waits_for_the_next(place: Path, monkeypatch) -> None:
    file = LastingFile(place)
    file.write(b"one.")
    flush = lasting.flush

    def slow(path: Path) -> None:
        monkeypatch.setattr(lasting, "flush", flush)
        file.write(b"two.")
        assert latest(place).read_bytes() == b"two."
        flush(path)

    monkeypatch.setattr(lasting, "flush", slow)
    assert file.flush()
    assert (place.read_bytes(), latest(place).read_bytes()) == (b"one.", b"two.")
    assert file.flush()
    assert place.read_bytes() == b"two."
    assert names(place) == ["work.kept"]


@pytest.mark.parametrize("is_held_open", [False, True])
def test_what_is_cleared_during_a_flush_stays_away(
    place: Path, monkeypatch, is_held_open: bool
) -> None:
    file = LastingFile(place)
    file.write(b"one.")
    flush = lasting.flush

    def slow(path: Path) -> None:
        content = path.read_bytes()
        file.clear()
        if is_held_open:  # as Windows does
            path.write_bytes(content)
        flush(path)

    monkeypatch.setattr(lasting, "flush", slow)
    assert file.flush()
    assert names(place) == []


@pytest.fixture
def held_open(monkeypatch) -> set[Path]:
    """Files that another thread has open: Windows removes none of them, nor moves another there."""
    held: set[Path] = set()
    unlink = Path.unlink

    def refuse(self: Path, missing_ok: bool = False) -> None:
        if self in held and self.exists():
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        unlink(self, missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    return held


def test_what_was_cleared_and_could_not_be_removed_is_known_for_nothing(
    place: Path, held_open
) -> None:
    file = LastingFile(place)
    file.write(b"one.")
    beside(place, FRESH).rename(beside(place, FLUSHING))
    held_open.add(beside(place, FLUSHING))
    file.clear()
    assert names(place) == ["work.kept.cleared", "work.kept.flushing"]
    assert not settle(place, whole)
    assert names(place) == ["work.kept.cleared", "work.kept.flushing"]
    held_open.clear()
    assert not settle(place, whole)
    assert names(place) == []


def test_what_is_written_after_a_clearing_counts_again(place: Path, held_open) -> None:
    file = LastingFile(place)
    file.write(b"one.")
    beside(place, FRESH).rename(beside(place, FLUSHING))
    held_open.add(beside(place, FLUSHING))
    file.clear()
    file.write(b"two.")
    assert not beside(place, CLEARED).exists()
    assert latest(place).read_bytes() == b"two."
    assert settle(place, whole)
    assert place.read_bytes() == b"two."


def test_a_flush_that_ends_after_a_clearing_tidies_up(place: Path, held_open, monkeypatch) -> None:
    file = LastingFile(place)
    file.write(b"one.")

    def slow(path: Path) -> None:
        held_open.add(path)
        file.clear()
        assert beside(place, CLEARED).exists()
        held_open.clear()

    monkeypatch.setattr(lasting, "flush", slow)
    assert file.flush()
    assert names(place) == []


@pytest.mark.parametrize("moment", [(os, "access"), (shutil, "copymode")], ids=["asked", "copied"])
def test_what_moves_on_while_it_is_written_anew_stops_no_writing(
    place: Path, monkeypatch, moment: tuple[Any, str]
) -> None:
    file, of = LastingFile(place), getattr(*moment)
    file.write(b"one.")

    def moved(path: Path, *more: Any) -> Any:
        assert file.flush()
        return of(path, *more)

    with monkeypatch.context() as patch:
        patch.setattr(*moment, moved)
        file.write(b"two.")
    assert (place.read_bytes(), read(place)) == (b"one.", b"two.")


def test_a_flush_that_fails_names_the_file_and_leaves_the_draft(place: Path, monkeypatch) -> None:
    def refuse(path: Path) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    file = LastingFile(place)
    file.write(b"one.")
    with monkeypatch.context() as patch:
        patch.setattr(lasting, "flush", refuse)
        with pytest.raises(FileError, match=r"work\.kept"):
            file.flush()
    assert latest(place).read_bytes() == b"one."
    file.clear()
    assert names(place) == []


def test_two_that_flush_follow_each_other(place: Path, monkeypatch) -> None:
    file, busy, flush = LastingFile(place), threading.Event(), lasting.flush

    def slow(path: Path) -> None:
        assert not busy.is_set()
        busy.set()
        flush(path)
        busy.clear()

    monkeypatch.setattr(lasting, "flush", slow)

    def work(name: bytes) -> None:
        for _ in range(20):
            file.write(name)
            file.flush()

    threads = [threading.Thread(target=work, args=(name,)) for name in (b"one.", b"two.")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert place.read_bytes() in (b"one.", b"two.")
    assert names(place) == ["work.kept"]


@pytest.mark.parametrize("look", [read, is_there], ids=["read", "is_there"])
def test_what_moves_on_while_somebody_looks_is_seen(place: Path, monkeypatch, look) -> None:
    file = LastingFile(place)
    file.write(b"one.")

    exists, read_bytes = Path.exists, Path.read_bytes

    def seen_and_gone(path: Path) -> bool:
        was_there = exists(path)
        file.flush()
        return was_there

    def gone_before(path: Path) -> bytes:
        file.flush()
        return read_bytes(path)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "exists", seen_and_gone)
        patch.setattr(Path, "read_bytes", gone_before)
        assert look(place) == (b"one." if look is read else True)
    file.clear()
    assert not is_there(place)
    with pytest.raises(FileNotFoundError):
        read(place)


@pytest.mark.parametrize(
    ("contents", "kept"),
    [
        (("old.", "", ""), "old."),
        (("old.", "newer.", ""), "newer."),
        (("old.", "newer.", "newest."), "newest."),
        (("old.", "newer.", "torn"), "newer."),
        (("old.", "torn", "torn"), "old."),
        (("", "", "newest."), "newest."),
        (("", "torn", "newest."), "newest."),
        (("", "newer.", "torn"), "newer."),
        (("", "", "torn"), "torn"),
    ],
)
def test_the_newest_whole_one_is_kept(place: Path, contents: tuple[str, ...], kept: str) -> None:
    for suffix, content in zip(("", FLUSHING, FRESH), contents, strict=True):
        if content:
            beside(place, suffix).write_text(content)
    assert places(place.parent, ".kept") == {place}
    settle(place, whole)
    assert place.read_text(encoding="utf-8") == kept
    assert names(place) == ["work.kept"]
