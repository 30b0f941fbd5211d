"""A process is told from the next one that gets its number."""

import os
import shutil
import subprocess
import sys
from dataclasses import asdict, replace

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
    assert not is_alive(replace(new_owner(), birth="long ago"), 0.0)


def test_where_nobody_knows_when_it_began_the_number_must_do(monkeypatch) -> None:
    monkeypatch.setattr(owner, "birth_of", lambda pid: "" if pid == 7 else None)
    me = replace(new_owner(), pid=7, birth="")
    assert is_alive(me, 0.0)
    assert not is_alive(replace(me, pid=8), 0.0)


def test_ps_tells_what_other_systems_know() -> None:
    if sys.platform == "win32":
        pytest.skip("no ps")
    assert owner._birth_by_ps(2**22 + 1) is None
    assert owner._birth_by_ps(os.getpid()) == owner._birth_by_ps(os.getpid()) != ""


def test_ps_tells_the_same_wherever_a_laptop_travels(monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("ps") is None:
        pytest.skip("no ps")
    at_home = owner._birth_by_ps(os.getpid())
    monkeypatch.setenv("TZ", "Asia/Seoul")
    assert owner._birth_by_ps(os.getpid()) == at_home


@pytest.mark.skipif(not hasattr(os, "waitid"), reason="no way to leave one uncollected")
def test_ps_does_not_take_what_has_ended_for_alive() -> None:
    if shutil.which("ps") is None:
        pytest.skip("no ps")
    child = subprocess.Popen([sys.executable, "-c", ""])
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert owner._birth_by_ps(child.pid) is None  # a zombie
    child.wait()


def test_another_machines_process_lives_while_it_gives_signs_of_life() -> None:
    far = replace(new_owner(), machine="elsewhere", pid=1)
    assert is_alive(far, GONE_AFTER_S - 1)
    assert not is_alive(far, GONE_AFTER_S + 1)


@pytest.mark.parametrize("data", [None, [], {}, {"pid": "1"}, {**asdict(new_owner()), "pid": True}])
def test_what_is_no_owner_is_none(data: object) -> None:
    assert owner_from(data) is None
