"""A process may take no more memory than its machine, its container and its limits leave."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from hornstudio.engine.machine import control_group
from hornstudio.engine.machine.main_memory import free_main_memory
from tests.engine.machine.test_control_group import write

GB = 1 << 30


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with 9 GB to spare, and places for its control groups."""
    monkeypatch.setattr(control_group, "_OWN", tmp_path / "cgroup")
    monkeypatch.setattr(control_group, "_GROUPS", tmp_path / "groups")
    monkeypatch.setattr("psutil.virtual_memory", lambda: SimpleNamespace(available=9 * GB))
    return tmp_path


def test_without_limits_it_is_what_the_machine_has(machine: Path) -> None:
    assert free_main_memory() == 9 * GB
    write(machine, cgroup="0::/here\n")
    write(machine / "groups/here", memory__max="max\n", memory__current="5\n", memory__stat="")
    assert free_main_memory() == 9 * GB


@pytest.mark.parametrize("error", [psutil.AccessDenied(), FileNotFoundError("meminfo")])
def test_where_nobody_knows_it_is_nothing(
    machine: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def refuse() -> None:
        raise error

    monkeypatch.setattr("psutil.virtual_memory", refuse)
    assert free_main_memory() == 0


@pytest.mark.parametrize("inside", ["here", ""])
def test_a_container_may_leave_less(machine: Path, inside: str) -> None:
    write(machine, cgroup="0::/here\n")
    write(
        machine / "groups" / inside,
        memory__max=f"{4 * GB}\n",
        memory__current=f"{3 * GB}\n",
        memory__stat=f"anon 5\ninactive_file {GB}\n",
    )
    assert free_main_memory() == 2 * GB


def test_the_limit_of_a_group_around_it_holds_as_well(machine: Path) -> None:
    write(machine, cgroup="0::/all/mine/here\n")
    for inside, room in (("all", 2), ("all/mine", 1), ("all/mine/here", 5)):
        write(
            machine / "groups" / inside,
            memory__max=f"{room * GB}\n",
            memory__current="0\n",
            memory__stat="",
        )
    assert free_main_memory() == GB


def test_groups_of_the_first_version_count_too(machine: Path) -> None:
    write(machine, cgroup="4:cpu,cpuacct:/a\n3:memory:/a/b\n0::/\n")
    write(
        machine / "groups/memory/a/b",
        memory__limit_in_bytes=f"{4 * GB}\n",
        memory__usage_in_bytes=f"{3 * GB}\n",
        memory__stat="total_inactive_file 7\n",
    )
    assert free_main_memory() == GB + 7


@pytest.mark.skipif(sys.platform != "linux", reason="a limit of the address space")
def test_a_limit_of_the_address_space_counts() -> None:
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (1 << 30, -1));"
        "from hornstudio.engine.machine.main_memory import _addressable; print(_addressable())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert 1 << 28 < int(done.stdout) < 1 << 30
