"""Writing a file whole or not at all, whatever the disk does."""

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hornstudio.engine.disk import atomic
from hornstudio.engine.disk.atomic import write_atomically
from hornstudio.engine.errors import FileError

OLD, NEW = b"old content\n", b"new content\n" * 100
FAILING = ["open", "write", "fsync", "replace"]


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "a.horn"
    path.write_bytes(OLD)
    return path


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_new_and_old_files_are_written(tmp_path: Path) -> None:
    path = tmp_path / "new.horn"
    write_atomically(path, OLD, backup=True)
    assert path.read_bytes() == OLD
    write_atomically(path, NEW)
    assert path.read_bytes() == NEW
    assert names(tmp_path) == ["new.horn"]


def test_one_backup_is_kept(target: Path) -> None:
    write_atomically(target, NEW, backup=True)
    assert target.with_name("a.horn~").read_bytes() == OLD
    write_atomically(target, b"newest", backup=True)
    assert target.with_name("a.horn~").read_bytes() == NEW
    assert names(target.parent) == ["a.horn", "a.horn~"]


def test_a_backup_is_kept_where_files_cannot_be_linked(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", failing(errno.EPERM))
    write_atomically(target, NEW, backup=True)
    assert (target.read_bytes(), target.with_name("a.horn~").read_bytes()) == (NEW, OLD)
    assert names(target.parent) == ["a.horn", "a.horn~"]


def failing(code: int):
    def fail(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    return fail


@pytest.mark.parametrize("backup", [False, True])
@pytest.mark.parametrize("call", FAILING)
def test_a_full_disk_leaves_the_old_file_and_nothing_else(
    call: str, backup: bool, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, call, failing(errno.ENOSPC))
        need = r"\(1,200 bytes are needed, [\d,]+ are free\)"
        said = rf"cannot write .*a\.horn: No space left on device {need}"
        with pytest.raises(FileError, match=said):
            write_atomically(target, NEW, backup=backup)
    assert target.read_bytes() == OLD
    assert names(target.parent) == ["a.horn"]


def test_a_backup_that_cannot_be_kept_stops_the_writing(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, "link", failing(errno.EPERM))
        patch.setattr(atomic.shutil, "copy2", failing(errno.ENOSPC))
        with pytest.raises(FileError, match="No space left"):
            write_atomically(target, NEW, backup=True)
    assert target.read_bytes() == OLD
    assert names(target.parent) == ["a.horn"]


def test_what_the_disk_swallowed_is_noticed(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", lambda self: b"something else")
        with pytest.raises(FileError, match="cannot be read back"):
            write_atomically(target, NEW)
    assert target.read_bytes() == OLD
    assert names(target.parent) == ["a.horn"]


def test_an_interrupt_leaves_nothing_behind(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(target, NEW, backup=True)
    assert target.read_bytes() == OLD
    assert names(target.parent) == ["a.horn"]


def test_a_folder_that_takes_no_files_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(FileError, match=r"there is no folder .*nowhere$"):
        write_atomically(tmp_path / "nowhere" / "a.horn", NEW)
    with monkeypatch.context() as patch:  # root may write anywhere, so modes would not do
        patch.setattr(os, "open", failing(errno.EACCES))
        with pytest.raises(FileError, match="Permission denied"):
            write_atomically(tmp_path / "a.horn", NEW)
    assert names(tmp_path) == []


def test_a_file_marked_read_only_is_not_replaced(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target.chmod(0o444)
    monkeypatch.setattr(os, "access", lambda path, mode: bool(os.stat(path).st_mode & 0o222))
    with pytest.raises(FileError, match="Permission denied"):
        write_atomically(target, NEW)
    assert target.read_bytes() == OLD


def test_a_folder_in_the_way_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.horn").mkdir()
    for backup in (False, True):
        with pytest.raises(FileError, match="cannot write"):
            write_atomically(tmp_path / "a.horn", NEW, backup=backup)
    assert names(tmp_path) == ["a.horn"]


def test_links_keep_pointing(target: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.horn"
    link.symlink_to(target)
    write_atomically(link, NEW, backup=True)
    assert link.is_symlink()
    assert target.read_bytes() == NEW
    assert names(tmp_path) == ["a.horn", "a.horn~", "link.horn"]


def test_a_link_to_nothing_yet_makes_what_it_names(tmp_path: Path) -> None:
    link = tmp_path / "link.horn"
    link.symlink_to(tmp_path / "real.horn")
    write_atomically(link, NEW)
    assert link.is_symlink()
    assert (tmp_path / "real.horn").read_bytes() == NEW


def test_links_in_a_circle_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.horn").symlink_to(tmp_path / "b.horn")
    (tmp_path / "b.horn").symlink_to(tmp_path / "a.horn")
    with pytest.raises(FileError, match="cannot write"):
        write_atomically(tmp_path / "a.horn", NEW)


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_the_mode_is_kept(mode: int, target: Path) -> None:
    target.chmod(mode)
    write_atomically(target, NEW, backup=True)
    assert stat.S_IMODE(target.stat().st_mode) == mode
    assert stat.S_IMODE(target.with_name("a.horn~").stat().st_mode) == mode


def test_a_new_file_has_the_usual_mode(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    write_atomically(tmp_path / "ours", NEW)
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_the_longest_name_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("가" * 80 + ".horn")
    write_atomically(path, NEW, backup=True)
    write_atomically(path, OLD, backup=True)
    assert path.read_bytes() == OLD


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 64 KiB."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)]
    try:
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        pytest.skip("only root can mount a small disk")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_disk_that_is_really_full(small_disk: Path) -> None:
    path = small_disk / "a.horn"
    write_atomically(path, OLD)
    with pytest.raises(FileError, match="No space left on device"):
        write_atomically(path, b"x" * 100_000, backup=True)
    assert path.read_bytes() == OLD
    assert names(small_disk) == ["a.horn"]
    write_atomically(path, b"x" * 30_000, backup=True)
    assert names(small_disk) == ["a.horn", "a.horn~"]


def test_a_path_that_is_too_long_for_windows_is_named(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "platform", "win32")

    def refuse(path: Path, *rest: object) -> int:
        raise FileNotFoundError(errno.ENOENT, "no such file", path)

    monkeypatch.setattr(os, "open", refuse)
    deep = tmp_path / ("a" * 240)
    deep.mkdir()
    with pytest.raises(FileError, match=r"Windows takes no path of \d{3} signs"):
        write_atomically(deep / "network.horn", b"")
    with pytest.raises(FileError, match="No such file"):
        write_atomically(tmp_path / "network.horn", b"")
