"""What `vm_stat` and the system's library say on macOS is read as they have it."""

import ctypes
import os
import sys
from pathlib import Path

import pytest

from hornstudio.engine.train.steps.memory import macos, main, own

SAID = """Mach Virtual Memory Statistics: (page size of 16384 bytes)
Pages free:                               10000.
Pages active:                            281345.
Pages inactive:                          200000.
Pages speculative:                         5000.
Pages throttled:                              0.
Pages wired down:                        101234.
Pages purgeable:                           1023.
"Translation faults":                 123456789.
"""


@pytest.fixture
def vm_stat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program of that name, which says what the file beside it holds."""
    program, said = tmp_path / "vm_stat", tmp_path / "said"
    program.write_text(f"#!/bin/sh\ncat '{said}'\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(main, "_PROC", tmp_path)  # this machine has nothing to say
    return said


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell program")
def test_free_are_the_pages_that_nobody_misses(vm_stat: Path) -> None:
    vm_stat.write_text(SAID, encoding="utf-8")
    assert main.free_main_memory() == 16384 * 215_000


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell program")
def test_other_words_are_not_guessed_at(vm_stat: Path) -> None:
    vm_stat.write_text("usage: vm_stat [[-c count] interval]\n", encoding="utf-8")
    assert main.free_main_memory() == 0


def test_a_process_takes_its_footprint(monkeypatch: pytest.MonkeyPatch) -> None:
    class Library:
        def proc_pid_rusage(self, pid: int, flavor: int, place) -> int:
            assert (pid, flavor) == (os.getpid(), 0)
            assert ctypes.sizeof(place._obj) == 96
            place._obj.footprint = 300 << 20
            return 0

    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(macos, "_library", Library)
    assert own.resident_bytes() == 300 << 20


@pytest.mark.skipif(sys.platform != "darwin", reason="asks macOS itself")
def test_macos_answers() -> None:
    assert main.free_main_memory() > 1 << 20
    assert own.resident_bytes() > 1 << 20
