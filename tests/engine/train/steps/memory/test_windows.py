"""What a stand-in for Windows' kernel32 says is read as its headers have it."""

import ctypes
import sys
from pathlib import Path

import pytest

from hornstudio.engine.train.steps.memory import main, own, windows

GB = 1 << 30


class Kernel:
    """As a laptop with 8 GB, 3 of them free, that may promise `promised` bytes more."""

    promised = 5 * GB
    answers = 1

    def GlobalMemoryStatusEx(self, place) -> int:
        told = place._obj
        assert told.length == ctypes.sizeof(told) == 64
        told.total, told.available, told.available_page_file = 8 * GB, 3 * GB, self.promised
        return self.answers

    class GetCurrentProcess:
        restype = None

        def __new__(cls) -> int:
            return 2**64 - 1  # a handle as wide as an address

    def K32GetProcessMemoryInfo(self, process, place, length) -> int:
        assert process.value == 2**64 - 1
        told = place._obj
        assert length.value == told.length == ctypes.sizeof(told) == 72
        told.working_set, told.peak_working_set = 400 << 20, 900 << 20
        return self.answers


@pytest.fixture
def kernel(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Kernel:
    made = Kernel()
    monkeypatch.setattr(windows, "_kernel", lambda: made)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(main, "_PROC", tmp_path)  # this machine has nothing to say
    return made


def test_free_is_what_is_free_and_may_be_promised(kernel: Kernel) -> None:
    assert main.free_main_memory() == 3 * GB
    kernel.promised = GB
    assert main.free_main_memory() == GB


def test_a_process_takes_its_working_set(kernel: Kernel) -> None:
    assert own.resident_bytes() == 400 << 20


def test_what_is_not_told_is_not_known(kernel: Kernel) -> None:
    kernel.answers = 0
    assert (main.free_main_memory(), own.resident_bytes()) == (0, 0)


@pytest.mark.skipif(sys.platform != "win32", reason="asks Windows itself")
def test_windows_answers() -> None:
    assert main.free_main_memory() > 1 << 20
    assert own.resident_bytes() > 1 << 20
