"""What this process takes, as the system counts it."""

import mmap
import sys
from pathlib import Path

import psutil
import pytest

from hornstudio.engine.train.steps.memory import own
from hornstudio.engine.train.steps.memory.own import (
    begin_anew,
    idle_bytes,
    most_bytes,
    resident_bytes,
    taken_bytes,
)

SIZE = 64 << 20


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not say")
def test_the_most_is_that_since_it_was_begun_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    assert idle_bytes() > 1 << 20
    monkeypatch.setattr(own, "idle_bytes", lambda: 0)
    begin_anew()
    before, most = taken_bytes(), most_bytes()
    with mmap.mmap(-1, SIZE) as large:  # the heap may keep what it is given back
        for _ in range(SIZE >> 20):
            large.write(b"1" * (1 << 20))
        assert taken_bytes() > before + SIZE / 2
    assert most_bytes() > most + SIZE / 2
    begin_anew()
    assert most_bytes() < most + SIZE / 2


def test_where_nothing_is_told_all_is_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse() -> None:
        raise psutil.AccessDenied

    monkeypatch.setattr("psutil.Process", refuse)
    monkeypatch.setattr(own, "_STATUS", tmp_path / "status")
    monkeypatch.setattr(own, "_RESET", tmp_path / "no folder" / "clear_refs")
    begin_anew()
    assert (resident_bytes(), taken_bytes(), most_bytes()) == (0, 0, 0)


def test_what_a_process_takes_is_known_everywhere() -> None:
    before = resident_bytes()
    with mmap.mmap(-1, SIZE) as large:
        large.write(b"1" * SIZE)
        assert before + SIZE / 2 < resident_bytes() < before + 2 * SIZE
