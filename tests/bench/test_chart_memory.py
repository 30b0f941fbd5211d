"""That the bench of the charts plays a run as a computing process tells it."""

import json
import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from hornstudio.engine.watch.events import Epoch, Statistics, Step

BENCH = Path(__file__).parents[2] / "bench" / "chart_memory.py"


def test_a_played_run_has_all_that_charts_show() -> None:
    told = runpy.run_path(str(BENCH))["told"]
    events = [event for number in range(200) for event in told(number)]
    steps = [(e.epoch, e.step) for e in events if isinstance(e, Step)]
    assert steps == [(epoch, step) for epoch in (1, 2) for step in range(1, 101)]
    assert sum(isinstance(event, Statistics) for event in events) == 10
    assert [e.epoch for e in events if isinstance(e, Epoch) and "val_loss" in e.metrics] == [1, 2]


@pytest.mark.soak
def test_the_window_keeps_its_memory() -> None:
    command = [sys.executable, str(BENCH), "--updates", "500"]
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=env)
    found = json.loads(done.stdout)
    assert (found["points_kept"], found["growth_mb"] < found["goal_mb"]) == (500, True)
