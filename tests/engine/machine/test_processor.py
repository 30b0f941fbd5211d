"""A core counts once, however many threads it has; in containers the time that they get counts."""

import sys
from pathlib import Path

import psutil
import pytest

from hornstudio.engine.machine import control_group, processor
from hornstudio.engine.machine.processor import usable_cores, usable_threads
from tests.engine.machine.test_control_group import write


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Linux machine of four cores with two threads each, as laptops number them."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(control_group, "_OWN", tmp_path / "cgroup")
    monkeypatch.setattr(control_group, "_GROUPS", tmp_path / "groups")
    monkeypatch.setattr(processor, "_PROCESSORS", tmp_path)
    for thread in range(8):
        write(tmp_path / f"cpu{thread}/topology", core_cpus_list=f"{thread % 4},{thread % 4 + 4}\n")
    allow(monkeypatch, *range(8))
    return tmp_path


def allow(monkeypatch: pytest.MonkeyPatch, *threads: int) -> None:
    monkeypatch.setattr("psutil.Process.cpu_affinity", lambda self: list(threads), raising=False)


def test_two_threads_of_a_core_are_one_core(machine: Path) -> None:
    assert (usable_cores(), usable_threads()) == (4, 8)


def test_only_what_a_process_may_run_on_counts(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    allow(monkeypatch, 0, 4, 5)
    assert (usable_cores(), usable_threads()) == (2, 3)
    allow(monkeypatch, 1, 5)
    assert (usable_cores(), usable_threads()) == (1, 2)


def test_an_older_kernel_has_another_name_for_it(machine: Path) -> None:
    for place in machine.glob("cpu*/topology/core_cpus_list"):
        place.rename(place.with_name("thread_siblings_list"))
    assert usable_cores() == 4


def test_what_is_not_told_counts_by_itself(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processor, "_PROCESSORS", machine / "hidden")
    assert usable_cores() == 8


@pytest.mark.parametrize(
    ("told", "cores"),
    [("max 100000", 4), ("150000 100000", 2), ("20000 100000", 1), ("900000 100000", 4)],
)
def test_a_container_may_get_less_time(machine: Path, told: str, cores: int) -> None:
    write(machine, cgroup="0::/here\n")
    write(machine / "groups/here", cpu__max=f"{told}\n")
    assert (usable_cores(), usable_threads()) == (cores, 8)


def test_the_least_time_of_all_groups_around_holds(machine: Path) -> None:
    write(machine, cgroup="0::/all/here\n")
    write(machine / "groups/all", cpu__max="200000 100000\n")
    write(machine / "groups/all/here", cpu__max="300000 100000\n")
    assert usable_cores() == 2


@pytest.mark.parametrize(("quota", "cores"), [(-1, 4), (250_000, 3), (10_000, 1)])
def test_groups_of_the_first_version_count_too(machine: Path, quota: int, cores: int) -> None:
    write(machine, cgroup="3:cpu,cpuacct:/a\n0::/\n")
    write(machine / "groups/cpu/a", cpu__cfs_quota_us=f"{quota}\n", cpu__cfs_period_us="100000\n")
    assert usable_cores() == cores


def other_system(monkeypatch: pytest.MonkeyPatch, cores: int | None, threads: int | None) -> None:
    monkeypatch.setattr(sys, "platform", "other")
    monkeypatch.setattr("psutil.cpu_count", lambda logical=True: threads if logical else cores)


def test_windows_tells_what_a_process_may_run_on(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other_system(monkeypatch, cores=4, threads=8)
    assert (usable_cores(), usable_threads()) == (4, 8)
    allow(monkeypatch, 0, 1, 2)
    assert (usable_cores(), usable_threads()) == (3, 3)


def test_macos_holds_nobody_to_some(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("psutil.Process.cpu_affinity")
    other_system(monkeypatch, cores=4, threads=8)
    assert (usable_cores(), usable_threads()) == (4, 8)
    other_system(monkeypatch, cores=None, threads=None)
    assert (usable_cores(), usable_threads()) == (1, 1)


def test_a_system_that_does_not_tell_of_processes_has_all(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: psutil.Process) -> None:
        raise psutil.AccessDenied

    monkeypatch.setattr("psutil.Process.cpu_affinity", refuse, raising=False)
    monkeypatch.setattr("psutil.cpu_count", lambda: 6)
    assert usable_threads() == 6


def test_this_machine_has_some() -> None:
    assert 1 <= usable_cores() <= usable_threads()
