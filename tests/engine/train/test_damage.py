"""Checkpoints with single bits turned over: every one is found, and the one before is given."""

import json
import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).parents[3] / "bench" / "bit_flips.py"


def test_no_bit_is_turned_over_unseen() -> None:
    done = subprocess.run(
        [sys.executable, str(BENCH), "--flips", "80", "--seed", "7"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout)
    assert found["missed"] == 0
    assert found["offered"] > 70
