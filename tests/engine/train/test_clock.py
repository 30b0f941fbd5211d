"""What a run counts as its time."""

from types import SimpleNamespace

import pytest

from hornstudio.engine.train import clock


def test_a_pause_is_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    at = [5.0]
    monkeypatch.setattr(clock, "time", SimpleNamespace(perf_counter=lambda: at[0]))
    run = clock.Clock()
    at[0] = 7.0
    assert run.seconds == 2.0
    run.hold()
    at[0] = 100.0
    assert (run.seconds, run.now) == (2.0, 7.0)
    run.go_on()
    at[0] = 101.0
    assert (run.seconds, run.now) == (3.0, 8.0)
    run.go_on()  # nothing was held
    assert run.seconds == 3.0
