"""A real computing process, with a run that is quick and predictable in the place of training."""

import contextlib
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hornstudio.engine.worker.messages import (
    Alive,
    FrameError,
    FromWorker,
    JobEvent,
    Message,
    Ready,
    decode_from_worker,
    encode,
    read_frame,
)

_PATIENCE_S = 30.0


class Process:
    """The window's end of the streams."""

    def __init__(self, arguments: list[str]) -> None:
        environment = dict(os.environ, PYTHONPATH=str(Path(__file__).parent))
        self.popen = subprocess.Popen(
            [sys.executable, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
        )
        self.beats = 0
        self._messages: queue.Queue[FromWorker | None] = queue.Queue()
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def _read(self) -> None:
        assert self.popen.stdout
        try:
            while (payload := read_frame(self.popen.stdout)) is not None:  # type: ignore[arg-type]
                message = decode_from_worker(payload)
                if isinstance(message, Alive):
                    self.beats += 1
                else:
                    self._messages.put(message)
        except FrameError as error:
            self._messages.put(error)  # type: ignore[arg-type]
        self._messages.put(None)

    def send(self, *messages: Message) -> None:
        self.send_bytes(b"".join(encode(m) for m in messages))

    def send_bytes(self, data: bytes) -> None:
        assert self.popen.stdin
        self.popen.stdin.write(data)
        self.popen.stdin.flush()

    def next(self) -> FromWorker | None:
        """The next message; None when the stream has ended."""
        return self._messages.get(timeout=_PATIENCE_S)

    def until(self, kind: type, **facts: Any) -> Any:
        """The first message (or event of a job) of that type and with these facts."""
        seen = []
        end = time.monotonic() + _PATIENCE_S
        while time.monotonic() < end and (message := self.next()) is not None:
            found = message.body if isinstance(message, JobEvent) else message
            if isinstance(found, kind) and all(getattr(found, k) == v for k, v in facts.items()):
                return found
            seen.append(message)
        raise AssertionError(f"no {kind.__name__} with {facts}, only {seen[:10]}")

    def is_silent(self, seconds: float) -> bool:
        """Whether nothing is said for a while."""
        try:
            self._messages.get(timeout=seconds)
        except queue.Empty:
            return True
        return False

    def exit_code(self) -> int:
        return self.popen.wait(_PATIENCE_S)

    def close(self) -> None:
        self.popen.kill()
        self.popen.wait()
        self._thread.join()
        for stream in (self.popen.stdin, self.popen.stdout, self.popen.stderr):
            assert stream
            with contextlib.suppress(OSError):
                stream.close()


@pytest.fixture
def fake() -> Iterator[Process]:
    """A worker whose runs are those of fake_train.py."""
    process = Process(["-m", "fake_train"])
    process.until(Ready)
    yield process
    process.close()


@pytest.fixture
def real() -> Iterator[Process]:
    """`hornstudio worker` as it is."""
    process = Process(["-m", "hornstudio", "worker"])
    yield process
    process.close()
