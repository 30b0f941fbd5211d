"""A process is told from the next one that gets its number."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, replace

import psutil
import pytest

from hornstudio.engine.disk import owner
from hornstudio.engine.disk.owner import GONE_AFTER_S, birth_of, is_alive, new_owner, owner_from


def test_this_process_lives_and_knows_itself() -> None:
    me = new_owner()
    assert me.pid == os.getpid()
    assert is_alive(me, 0.0)
    assert owner_from(asdict(me)) == me
    assert new_owner().token != me.token


@pytest.mark.skipif(sys.platform == "win32", reason="there it says so in other words")
def test_a_process_that_has_ended_is_dead_before_and_after_it_is_collected() -> None:
    command = [sys.executable, "-c", "import sys; sys.stdin.read()"]
    child = subprocess.Popen(command, stdin=subprocess.PIPE)
    its = replace(new_owner(), pid=child.pid, birth=birth_of(child.pid) or "")
    assert is_alive(its, 0.0)
    child.kill()
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert not is_alive(its, 0.0)  # a zombie
    child.wait()
    assert child.stdin
    child.stdin.close()
    assert birth_of(child.pid) is None
    assert not is_alive(its, 0.0)


def test_a_number_that_was_given_out_again_is_another_process() -> None:
    if not birth_of(os.getpid()):
        pytest.skip("the system does not say when a process began")
    me = new_owner()
    assert not is_alive(replace(me, birth=f"{me.birth}0"), 0.0)


def test_where_nobody_knows_when_it_began_the_number_must_do(monkeypatch) -> None:
    monkeypatch.setattr(owner, "birth_of", lambda pid: "" if pid == 7 else None)
    me = replace(new_owner(), pid=7, birth="")
    assert is_alive(me, 0.0)
    assert not is_alive(replace(me, pid=8), 0.0)


@pytest.fixture(params=["win32", "darwin"])
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Other systems, of which psutil tells; here it tells of this one."""
    monkeypatch.setattr(sys, "platform", request.param)
    monkeypatch.setattr(owner, "_machine", lambda: "laptop")
    return request.param


def refusing(error: Exception) -> Callable[[int], None]:
    def refuse(pid: int) -> None:
        raise error

    return refuse


def test_other_systems_tell_processes_apart_too(system: str) -> None:
    me = new_owner()
    assert me.birth == birth_of(os.getpid()) != birth_of(os.getppid())
    assert is_alive(me, 0.0)
    assert not is_alive(replace(me, birth=birth_of(os.getppid()) or ""), 0.0)
    assert birth_of(2**22 + 1) is None
    assert birth_of(2**80) is None


@pytest.mark.skipif(not hasattr(os, "waitid"), reason="no way to leave one uncollected")
def test_other_systems_do_not_take_what_has_ended_for_alive(system: str) -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert birth_of(child.pid) is None  # a zombie
    child.wait()
    assert birth_of(child.pid) is None


def test_a_clock_that_is_set_makes_nobody_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """On macOS psutil's moment moves with the clock since it was imported."""
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr("psutil.Process.create_time", lambda self: 1e9)
    me = new_owner()
    monkeypatch.setattr("psutil.Process.create_time", lambda self: 1e9 + 3600)
    assert is_alive(me, 0.0)


def test_an_administrators_process_has_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows' psutil then knows no hash, and asks another way for the moment."""
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr("psutil.Process.__hash__", lambda self: hash((self.pid, None)))
    monkeypatch.setattr("psutil.Process.create_time", lambda self: 12.5)
    me = new_owner()
    monkeypatch.setattr("psutil.Process.create_time", lambda self: 13.5)
    assert not is_alive(me, 0.0)


@pytest.mark.parametrize("error", [psutil.AccessDenied(), OSError(5, "no")])
def test_who_may_not_be_asked_of_lives(
    system: str, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    me = new_owner()
    monkeypatch.setattr("psutil.Process", refusing(error))
    assert birth_of(me.pid) == ""
    assert is_alive(me, 0.0)


@pytest.mark.parametrize("noted", ["30912345:123456", "Sun Nov 29 21:05:51 2026"])
def test_words_of_an_older_program_do_not_make_it_dead(system: str, noted: str) -> None:
    """It may still be open while its successor is started."""
    before = replace(new_owner(), birth=noted)
    assert is_alive(before, 0.0)
    assert not is_alive(replace(before, pid=2**22 + 1), 0.0)


def test_another_machines_process_lives_while_it_gives_signs_of_life() -> None:
    far = replace(new_owner(), machine="elsewhere", pid=1)
    assert is_alive(far, GONE_AFTER_S - 1)
    assert not is_alive(far, GONE_AFTER_S + 1)


@pytest.mark.parametrize("data", [None, [], {}, {"pid": "1"}, {**asdict(new_owner()), "pid": True}])
def test_what_is_no_owner_is_none(data: object) -> None:
    assert owner_from(data) is None
