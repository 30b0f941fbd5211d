"""One holder a file; the dead hold nothing; a folder without locks stops nobody."""

import errno
import json
import os
import threading
import time
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from hornstudio.engine.disk.lock import FileLock, holder_of, lock_of
from hornstudio.engine.disk.owner import GONE_AFTER_S, Owner, new_owner


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "a.horn"
    path.write_bytes(b"{}")
    return path


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def dead() -> Owner:
    return replace(new_owner(), birth="long ago", token="dead")


def plant(target: Path, owner: Owner) -> None:
    lock_of(target).write_text(json.dumps(asdict(owner)))


def test_the_second_holder_is_told_who_the_first_is(target: Path) -> None:
    first, second = FileLock(target, new_owner()), FileLock(target, new_owner())
    assert first.take() is None
    assert first.is_held
    assert second.take() == first.me
    assert not second.is_held
    assert holder_of(target, second.me) == first.me
    assert holder_of(target, first.me) is None
    first.release()
    assert second.take() is None
    second.release()
    assert names(target.parent) == ["a.horn"]


def test_one_holder_may_take_its_file_again(target: Path) -> None:
    me = new_owner()
    assert FileLock(target, me).take() is None
    again = FileLock(target, me)
    assert again.take() is None
    assert again.is_held


def test_the_lock_of_a_dead_process_is_taken_over(target: Path) -> None:
    plant(target, dead())
    assert holder_of(target, new_owner()) is None
    lock = FileLock(target, new_owner())
    assert lock.take() is None
    assert lock.is_held
    assert names(target.parent) == [".a.horn.lock", "a.horn"]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b'{"pid": 1}'])
def test_what_says_nothing_holds_nothing(target: Path, content: bytes) -> None:
    lock_of(target).write_bytes(content)
    lock = FileLock(target, new_owner())
    assert lock.take() is None
    assert lock.is_held


def test_another_machine_holds_as_long_as_it_gives_signs_of_life(target: Path) -> None:
    far = replace(new_owner(), machine="elsewhere", token="far")
    plant(target, far)
    mine = FileLock(target, new_owner())
    assert mine.take() == far
    then = time.time() - GONE_AFTER_S - 10
    os.utime(lock_of(target), (then, then))
    assert holder_of(target, mine.me) is None
    assert mine.take() is None
    assert mine.is_held


def test_a_sign_of_life_is_given_to_ones_own_lock_only(target: Path) -> None:
    lock = FileLock(target, new_owner())
    lock.take()
    os.utime(lock_of(target), (0, 0))
    assert lock.renew()
    assert time.time() - lock_of(target).stat().st_mtime < 60
    plant(target, replace(new_owner(), token="other"))
    assert not lock.renew()
    lock.release()
    assert lock_of(target).exists()


@pytest.mark.parametrize("call", ["open", "write_bytes"])
def test_a_folder_that_takes_no_lock_stops_nobody(target: Path, monkeypatch, call: str) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    lock = FileLock(target, new_owner())
    with monkeypatch.context() as patch:
        patch.setattr(Path, call, refuse)
        assert lock.take() is None
    assert not lock.is_held
    lock.release()
    assert names(target.parent) == ["a.horn"]


def test_a_disk_without_second_names_takes_a_lock_too(target: Path, monkeypatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", refuse)
    first, second = FileLock(target, new_owner()), FileLock(target, new_owner())
    assert first.take() is None
    assert second.take() == first.me
    first.release()
    assert names(target.parent) == ["a.horn"]


def test_a_link_and_its_file_have_one_lock(target: Path, tmp_path: Path) -> None:
    link = tmp_path / "folder" / "link.horn"
    link.parent.mkdir()
    link.symlink_to(target)
    assert lock_of(link) == lock_of(target)


def test_of_many_who_take_over_at_once_one_holds(target: Path) -> None:
    plant(target, dead())
    locks = [FileLock(target, new_owner()) for _ in range(8)]
    gate = threading.Barrier(len(locks))

    def take(lock: FileLock) -> None:
        gate.wait()
        lock.take()

    threads = [threading.Thread(target=take, args=(lock,)) for lock in locks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(lock.renew() for lock in locks if lock.is_held) == 1
    assert names(target.parent) == [".a.horn.lock", "a.horn"]
