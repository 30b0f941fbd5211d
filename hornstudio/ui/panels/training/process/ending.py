"""The end of the computing process in words."""

import signal
import sys

from hornstudio.ui.words.translate import tr

_KILLED = getattr(signal, "SIGKILL", 9)  # Windows has no such name
_LOST_FILE = getattr(signal, "SIGBUS", 7)
_FAILED = 0x8000_0000
"""From here on Windows means a fault; Qt tells such a number as a negative one."""


def why_ended(code: int, crashed: bool, last_line: str) -> str:
    """The end of the process in words. code: its exit code, or its signal where it crashed."""
    status = code & 0xFFFF_FFFF
    if status >= _FAILED:
        return _why_ended_by_windows(status)
    if crashed:
        return _why_ended_by_signal(code)
    if sys.platform == "win32" and code == 1 and not last_line:  # Python says why it gives up
        return tr("The computing process was ended from outside, as with the Task Manager.")
    words = tr("The computing process ended by itself with exit code {code}", code=code)
    return f"{words}: {last_line}" if last_line else f"{words}."


def _why_ended_by_signal(code: int) -> str:
    hints = {
        # Linux ends whatever takes too much memory so, and says it nowhere else.
        _KILLED: tr(", which may mean that the memory was full"),
        _LOST_FILE: tr(
            ", which may mean that a file of the data was cut short, or its drive taken away, "
            "while it was read"
        ),
    }
    number = f"{code} ({_signal_name(code)})" if _signal_name(code) else str(code)
    return tr(
        "The computing process was ended by signal {number}{hint}.",
        number=number,
        hint=hints.get(code, ""),
    )


def _why_ended_by_windows(status: int) -> str:
    number, reason = f"0x{status:08X}", _reasons().get(status, "")
    if not reason:
        return tr("Windows ended the computing process (code {number}).", number=number)
    return tr(
        "Windows ended the computing process (code {number}): {reason}.",
        number=number,
        reason=reason,
    )


def _reasons() -> dict[int, str]:
    """By the status of ntstatus.h: what it means here, and what may help."""
    memory = tr("the memory was full; close other programs, or choose a smaller batch")
    library = tr(
        "a library is missing or does not fit; "
        "install the Microsoft Visual C++ Redistributable, then start HornStudio anew"
    )
    return {
        0xC000_0005: tr("a library reached for memory that is not its own (access violation)"),
        0xC000_0017: memory,
        0xC000_001D: tr("a library needs an instruction that this processor does not have"),
        0xC000_007B: library,
        0xC000_00FD: tr("its stack was full, as may be where a network is very deep"),
        0xC000_012D: memory,
        0xC000_0135: library,
        0xC000_0139: library,
        0xC000_013A: tr("its console was closed, or Ctrl+C was pressed there"),
        0xC000_0142: library,
        0xC000_0409: tr("a library found a fault in itself and gave up"),
    }


def _signal_name(code: int) -> str:
    try:
        return signal.Signals(code).name
    except ValueError:
        return ""


def advice(why: str, was_busy: bool, may_restart: bool) -> str:
    """What happened, and what a person can do."""
    if not may_restart:
        return tr(
            "{why} It has done so several times in a row, so it is not started again by itself. "
            "The log says more; press Train to try once more.",
            why=why,
        )
    if was_busy:
        return tr("{why} The graph is safe, and so is what the run has saved.", why=why)
    return tr("{why} The graph is safe; another one is being started.", why=why)
