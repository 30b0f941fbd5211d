"""What this process takes, as the system counts it."""

import sys
from pathlib import Path

import numpy as np
import pytest

from hornstudio.engine.train.steps.memory import own
from hornstudio.engine.train.steps.memory.own import begin_anew, idle_bytes, most_bytes, taken_bytes

SIZE = 64 << 20


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not say")
def test_the_most_is_that_since_it_was_begun_anew() -> None:
    assert idle_bytes() > 1 << 20
    begin_anew()
    before, most = taken_bytes(), most_bytes()
    large = np.ones(SIZE, np.uint8)
    assert taken_bytes() > before + SIZE / 2
    del large
    assert most_bytes() > most + SIZE / 2
    begin_anew()
    assert most_bytes() < most + SIZE / 2


def test_where_nothing_is_told_all_is_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(own, "_STATUS", tmp_path / "status")
    monkeypatch.setattr(own, "_RESET", tmp_path / "no folder" / "clear_refs")
    begin_anew()
    assert (taken_bytes(), most_bytes()) == (0, 0)
