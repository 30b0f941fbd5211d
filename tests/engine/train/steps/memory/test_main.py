"""A process may take no more memory than its machine, its container and its limits leave."""

import subprocess
import sys
from pathlib import Path

import pytest

from hornstudio.engine.train.steps.memory import main
from hornstudio.engine.train.steps.memory.main import free_main_memory

GB = 1 << 30


def write(folder: Path, **files: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with 9 GB to spare, told as Linux tells it."""
    monkeypatch.setattr(main, "_PROC", tmp_path / "proc")
    monkeypatch.setattr(main, "_GROUPS", tmp_path / "groups")
    write(tmp_path / "proc", meminfo=f"MemTotal: 99 kB\nMemAvailable: {9 << 20} kB\n")
    return tmp_path


def test_without_limits_it_is_what_the_machine_has(machine: Path) -> None:
    write(machine / "proc/self", cgroup="0::/here\n")
    write(machine / "groups/here", memory__max="max\n", memory__current="5\n", memory__stat="")
    assert free_main_memory() == 9 * GB


@pytest.mark.parametrize("inside", ["here", ""])
def test_a_container_may_leave_less(machine: Path, inside: str) -> None:
    write(machine / "proc/self", cgroup="0::/here\n")
    write(
        machine / "groups" / inside,
        memory__max=f"{4 * GB}\n",
        memory__current=f"{3 * GB}\n",
        memory__stat=f"anon 5\ninactive_file {GB}\n",
    )
    assert free_main_memory() == 2 * GB


def test_groups_of_the_first_version_count_too(machine: Path) -> None:
    write(machine / "proc/self", cgroup="4:cpu,cpuacct:/a\n3:memory:/a/b\n0::/\n")
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
        "from hornstudio.engine.train.steps.memory.main import _addressable; print(_addressable())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert 1 << 28 < int(done.stdout) < 1 << 30
