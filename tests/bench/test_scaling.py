"""How the bench of growth tells growth, and that what it measures can be measured."""

import json
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench" / "scaling.py"


def test_growth_is_told_at_the_upper_end_and_over_all_sizes() -> None:
    growth = runpy.run_path(str(BENCH))["growth"]
    linear, square = growth([1, 2, 4], [3.0, 6.0, 12.0]), growth([1, 2, 4], [1.0, 4.0, 16.0])
    assert (linear["doubling"], linear["exponent"], linear["upper"]) == ([2.0, 2.0], 1.0, 1.0)
    assert (square["doubling"], square["exponent"], square["upper"]) == ([4.0, 4.0], 2.0, 2.0)
    fixed = growth([1, 2, 4], [10.0, 11.0, 13.0])
    assert fixed["exponent"] < fixed["upper"] < 0.3


@pytest.mark.soak
def test_small_sizes_are_measured() -> None:
    command = [sys.executable, str(BENCH), "--nodes", "2", "4", "--smallest", "640"]
    command += ["--rounds", "1"]
    done = subprocess.run(
        [*command, "--doublings", "1"], check=True, capture_output=True, text=True
    )
    found = json.loads(done.stdout)
    assert found["nodes"]["step_s"]["at"]["4"] > 0
    assert found["streamed"]["memory_mb"]["at"]["1280"] > 0
