"""The end of the computing process in words."""

import signal

from hornstudio.ui.words.translate import tr


def why_ended(code: int, crashed: bool, last_line: str) -> str:
    """The end of the process in words. code: its exit code, or its signal where it crashed."""
    if crashed:
        # Linux ends whatever takes too much memory with signal 9, and says so nowhere else.
        hint = tr(", which may mean that the memory was full") if code == signal.SIGKILL else ""
        number = f"{code} ({_signal_name(code)})" if _signal_name(code) else str(code)
        return tr(
            "The computing process was ended by signal {number}{hint}.", number=number, hint=hint
        )
    words = tr("The computing process ended by itself with exit code {code}", code=code)
    return f"{words}: {last_line}" if last_line else f"{words}."


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
        return tr("{why} The graph is safe; press Train to start again.", why=why)
    return tr("{why} The graph is safe; another one is being started.", why=why)
