"""Each call that reaches the disk fails once, or is the last that a process makes.

What stands there afterwards is the old file or the new one, with at most one backup that is whole.
"""

import contextlib
import errno
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from hornstudio.engine.disk.atomic import sweep, why_read_only, write_atomically
from hornstudio.engine.errors import FileError
from hornstudio.engine.storage import files
from hornstudio.engine.storage.templates import find_template

CALLS = ("open", "write", "fsync", "close", "chmod", "link", "replace", "unlink")
OLDEST, OLD, NEW = b"oldest\n", b"old\n" * 300, b"new\n" * 5000


class Killed(BaseException):
    """The process ends here: nothing that would clean up runs either."""


class Disk:
    """Stands before the system's calls. `fail_at` counts them; `how` gives the fault."""

    def __init__(self, fail_at: int = -1, how: Exception | type[Killed] = Killed) -> None:
        self.fail_at, self.how = fail_at, how
        self.made: list[str] = []
        self.is_over = False

    def wrap(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            if self.is_over:
                raise Killed
            self.made.append(name)
            if len(self.made) - 1 != self.fail_at:
                return call(*args, **kwargs)
            if name == "write":
                call(args[0], bytes(args[1])[: len(args[1]) // 2])  # a part has gone out already
            if name == "close":
                call(*args, **kwargs)
            self.is_over = self.how is Killed
            raise self.how

        return wrapped


@contextlib.contextmanager
def disk_in_the_way(disk: Disk) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in CALLS:
            patch.setattr(os, name, disk.wrap(name, getattr(os, name)))
        yield


def lay_out(folder: Path) -> Path:
    target = folder / "a.horn"
    target.write_bytes(OLD)
    (folder / "a.horn~").write_bytes(OLDEST)
    return target


def calls_made(folder: Path) -> list[str]:
    disk = Disk()
    with disk_in_the_way(disk):
        write_atomically(lay_out(folder), NEW, backup=True)
    return disk.made


def test_the_calls_that_are_made_to_fail_are_those_that_count(tmp_path: Path) -> None:
    assert set(calls_made(tmp_path)) == set(CALLS)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EDQUOT])
def test_a_fault_at_any_call_leaves_old_or_new_and_no_litter(tmp_path: Path, code: int) -> None:
    for at, name in enumerate(calls_made(tmp_path)):
        target = lay_out(tmp_path)
        disk = Disk(at, OSError(code, os.strerror(code)))
        said = ""
        with disk_in_the_way(disk):
            try:
                write_atomically(target, NEW, backup=True)
            except FileError as error:
                said = error.text
        assert target.read_bytes() == (OLD if said else NEW), (at, name)
        assert not said or str(target) in said
        assert (tmp_path / "a.horn~").read_bytes() in (OLDEST, OLD), (at, name)
        if name != "unlink":
            assert sorted(os.listdir(tmp_path)) == ["a.horn", "a.horn~"], (at, name)
        for path in tmp_path.iterdir():
            path.unlink()


def test_a_process_that_dies_at_any_call_leaves_old_or_new(tmp_path: Path) -> None:
    for at, name in enumerate(calls_made(tmp_path)):
        target = lay_out(tmp_path)
        with disk_in_the_way(Disk(at)), pytest.raises(Killed):
            write_atomically(target, NEW, backup=True)
        assert target.read_bytes() in (OLD, NEW), (at, name)
        assert (tmp_path / "a.horn~").read_bytes() in (OLDEST, OLD), (at, name)
        write_atomically(target, NEW, backup=True)
        for path in tmp_path.iterdir():
            os.utime(path, (0, 0))
        sweep(target)
        assert sorted(os.listdir(tmp_path)) == ["a.horn", "a.horn~"], (at, name)


def test_a_half_written_file_that_is_young_may_still_be_being_written(tmp_path: Path) -> None:
    target = lay_out(tmp_path)
    names = [f".a.horn.{'0' * 12}", f".b.horn.{'0' * 12}", ".a.horn.lock", f".a.horn.{'0' * 11}"]
    for name in names:
        (tmp_path / name).touch()
    sweep(target)
    assert sorted(os.listdir(tmp_path)) == sorted([*names, "a.horn", "a.horn~"])
    for name in names:
        os.utime(tmp_path / name, (0, 0))
    sweep(target)
    assert sorted(os.listdir(tmp_path)) == sorted([*names[1:], "a.horn", "a.horn~"])


@pytest.mark.parametrize("most", [1, 7, 4096])
def test_a_disk_that_takes_little_at_a_time_gets_it_all(tmp_path: Path, most: int) -> None:
    write = os.write
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "write", lambda handle, data: write(handle, bytes(data[:most])))
        write_atomically(lay_out(tmp_path), NEW)
    assert (tmp_path / "a.horn").read_bytes() == NEW


def test_a_disk_that_takes_nothing_is_not_asked_for_ever(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "write", lambda handle, data: 0)
        with pytest.raises(FileError, match="cannot write"):
            write_atomically(lay_out(tmp_path), NEW)
    assert (tmp_path / "a.horn").read_bytes() == OLD


@pytest.mark.skipif(sys.platform == "win32", reason="no such limits there")
def test_a_limit_of_the_system_that_cuts_a_write_short_leaves_the_old_file(tmp_path: Path) -> None:
    import resource

    graph = find_template("mnist_mlp").graph()
    path = tmp_path / "a.horn"
    files.save(graph, path)
    before = path.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) // 2, hard))
    try:
        with pytest.raises(FileError, match="File too large"):
            files.save(graph, path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["a.horn"]


def test_why_a_file_or_its_folder_cannot_be_written(tmp_path: Path, monkeypatch) -> None:
    target = lay_out(tmp_path)
    assert why_read_only(target) is None
    # Whoever may write anywhere is never refused, so modes would not do.
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != target)
    assert why_read_only(target) == "a.horn is read-only"
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != tmp_path)
    assert why_read_only(target) == f"the folder {tmp_path} is read-only"
    assert why_read_only(tmp_path / "nowhere" / "b.horn") is None
