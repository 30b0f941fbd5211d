"""The standard streams of the computing process: frames keep one for themselves.

Anything in this process may print, C++ included. So the descriptor behind standard output is put
aside for frames, and what is printed goes into pipes, whose lines become Log messages.
"""

import codecs
import contextlib
import faulthandler
import os
import re
import sys
import threading
from collections.abc import Callable
from typing import BinaryIO, TextIO

from hornstudio.engine.worker.messages import Message, encode

if sys.platform == "win32":
    import msvcrt

_LONGEST_LINE = 4000
_GRACE_S = 1.0


class Outlet:
    """Sends whole frames from any thread."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._lock = threading.Lock()

    def send(self, message: Message) -> None:
        """Write a frame. When nobody reads any more, the process has no purpose and ends."""
        frame = memoryview(encode(message))
        with self._lock:
            while frame:
                try:
                    frame = frame[os.write(self._descriptor, frame) :]
                except OSError:
                    os._exit(1)


class PrintCatcher:
    """Turns a descriptor into a pipe and hands on each line that comes through it."""

    def __init__(self, descriptor: int, on_line: Callable[[str], None]) -> None:
        self._descriptor = descriptor
        self._on_line = on_line
        self._pipe, write_end = os.pipe()
        os.dup2(write_end, descriptor)
        os.close(write_end)
        self._thread = threading.Thread(target=self._read, name="prints", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Hand on what was printed, then let later prints vanish."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self._descriptor)
        os.close(nowhere)
        self._thread.join(_GRACE_S)  # a child process may hold the pipe open for longer

    def _read(self) -> None:
        decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        rest = ""
        while data := os.read(self._pipe, 1 << 16):
            *lines, rest = re.split(r"\r\n|\n|\r", rest + decoder.decode(data))
            if len(rest) > _LONGEST_LINE:
                lines, rest = [*lines, rest], ""
            for line in lines:
                self._hand_on(line)
        self._hand_on(rest)

    def _hand_on(self, line: str) -> None:
        if line.strip():
            cut = line if len(line) <= _LONGEST_LINE else line[:_LONGEST_LINE] + " ..."
            self._on_line(cut)


def take_streams(on_line: Callable[[str, str], None]) -> tuple[int, BinaryIO]:
    """Set the standard streams aside. Returns a descriptor for frames out and a stream of frames.

    on_line(level, text) gets each printed line: "info" from standard output, "error" from standard
    error. Call `release_streams` before the end.
    """
    frames_out, frames_in, last_words = os.dup(1), os.dup(0), os.dup(2)
    if sys.platform == "win32":  # where a line end may be two bytes
        for descriptor in (frames_out, frames_in):
            msvcrt.setmode(descriptor, os.O_BINARY)
    nowhere = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nowhere, 0)  # a stray input() must not eat a frame
    os.close(nowhere)
    _catchers.append(PrintCatcher(1, lambda line: on_line("info", line)))
    _catchers.append(PrintCatcher(2, lambda line: on_line("error", line)))
    sys.stdout, sys.stderr = _line_writer(1), _line_writer(2)
    with contextlib.suppress(OSError, ValueError):
        # A crash in C++ leaves no time for the pipe: its traceback goes to the real stream.
        faulthandler.enable(open(last_words, "w", encoding="utf-8", closefd=False))  # noqa: SIM115
    return frames_out, os.fdopen(frames_in, "rb")


def _line_writer(descriptor: int) -> TextIO:
    """A text stream that hands on each line as soon as it ends."""
    return open(descriptor, "w", buffering=1, encoding="utf-8", errors="replace", closefd=False)


def release_streams() -> None:
    """Send on what was printed so far."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    while _catchers:
        _catchers.pop(0).close()


_catchers: list[PrintCatcher] = []
