"""Windows refuses to rename what somebody has open: it is tried again, and then told."""

import errno
import os
import sys
from pathlib import Path

import pytest

from hornstudio.engine.disk import moving
from hornstudio.engine.disk.atomic import append, write_atomically
from hornstudio.engine.disk.lasting import LastingFile
from hornstudio.engine.disk.moving import move, remove
from hornstudio.engine.errors import FileError


class Scanner:
    """Has each file open for a few calls after it was written, as Windows sees it."""

    def __init__(self, calls: int) -> None:
        self.calls, self.refused, self.replace = calls, 0, os.replace

    def __call__(self, source: Path, target: Path) -> None:
        if self.refused < self.calls:
            self.refused += 1
            raise PermissionError(errno.EACCES, "Access is denied", str(source))
        self.replace(source, target)
        self.refused = 0


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(moving, "PATIENCE_S", 0.3)
    return monkeypatch


def test_a_file_that_is_open_for_a_moment_is_waited_for(windows, tmp_path: Path) -> None:
    path = tmp_path / "a.horn"
    path.write_bytes(b"old")
    windows.setattr(os, "replace", Scanner(3))
    write_atomically(path, b"new", backup=True)
    assert path.read_bytes() == b"new"
    assert path.with_name("a.horn~").read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 2


def test_unsaved_work_is_kept_where_its_file_is_looked_into(windows, tmp_path: Path) -> None:
    windows.setattr(os, "replace", Scanner(2))
    file = LastingFile(tmp_path / "a.journal")
    file.write(b"work")
    assert file.flush()
    assert (tmp_path / "a.journal").read_bytes() == b"work"


def test_one_that_stays_open_is_named(windows, tmp_path: Path) -> None:
    path = tmp_path / "a.horn"
    path.write_bytes(b"old")
    windows.setattr(os, "replace", Scanner(10**6))
    with pytest.raises(FileError, match="another program has it open"):
        write_atomically(path, b"new")
    assert [p.name for p in tmp_path.iterdir()] == ["a.horn"]
    assert path.read_bytes() == b"old"


def test_elsewhere_a_refusal_is_final(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    scanner = Scanner(1)
    monkeypatch.setattr(os, "replace", scanner)
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(PermissionError):
        move(tmp_path / "a", tmp_path / "b")
    assert scanner.refused == 1


def test_a_folder_does_not_take_the_place_of_a_full_one(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").touch()
    with pytest.raises(OSError, match="a"):
        move(tmp_path / "a", tmp_path / "b")
    move(tmp_path / "a", tmp_path / "c")
    assert (tmp_path / "c" / "file").exists()


def test_what_is_open_for_a_moment_can_be_added_to_and_removed(windows, tmp_path: Path) -> None:
    path = tmp_path / "metrics.jsonl"
    path.write_bytes(b"1\n")
    for name in ("open", "unlink"):
        whole, left = getattr(Path, name), [3]

        def refuse(path: Path, *how: object, whole=whole, left=left, **more: object) -> object:
            left[0] -= 1
            if left[0] > 0:
                raise PermissionError(errno.EACCES, "Access is denied", str(path))
            return whole(path, *how, **more)

        windows.setattr(Path, name, refuse)
    append(path, b"2\n")
    with open(path, "rb") as file:
        assert file.read() == b"1\n2\n"
    remove(path)
    assert not path.exists()
