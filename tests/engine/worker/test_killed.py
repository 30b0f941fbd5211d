"""A computing process that is killed, crashes or is stopped: its run goes on to the same bits."""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

BENCH = Path(__file__).parents[3] / "bench" / "worker_kills.py"

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="workers are forked")


def killed(count: int, notices: int) -> dict[str, Any]:
    command = [sys.executable, str(BENCH), "--kills", str(count), "--notices", str(notices)]
    command += ["--seed", "3"]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, stdout=pipe, stderr=pipe, text=True, start_new_session=True
    ) as bench:
        try:
            said, complaints = bench.communicate()
        finally:  # a test that runs out of its time leaves no window of the bench behind
            with suppress(ProcessLookupError):
                os.killpg(bench.pid, signal.SIGKILL)
    assert bench.returncode == 0, said + complaints
    found: dict[str, Any] = json.loads(said)
    return found


@pytest.mark.long
def test_thirty_kills_change_no_bit() -> None:
    found = killed(30, notices=3)
    assert (found["differing"], found["failed"]) == (0, 0)
    assert sum(found["kills"].values()) == 30
    assert found["within"] > 5  # of 17 to 23: kills strike at random
