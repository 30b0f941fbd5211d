"""A computing process that is killed, crashes or is stopped: its run goes on to the same bits."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

BENCH = Path(__file__).parents[3] / "bench" / "worker_kills.py"

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="workers are forked")


def killed(count: int) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(BENCH), "--kills", str(count), "--seed", "3"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_few_kills_change_no_bit() -> None:
    found = killed(4)
    assert (found["differing"], found["failed"], found["runs"]) == (0, 0, 1)
    assert sum(found["kills"].values()) == 4


@pytest.mark.soak
def test_thirty_kills_change_no_bit() -> None:
    found = killed(30)
    assert (found["differing"], found["failed"]) == (0, 0)
    assert found["within"] > 10
