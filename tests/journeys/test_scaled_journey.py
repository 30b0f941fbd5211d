"""At 300 % a person sees and reaches everything with the mouse."""

import json
import os
import subprocess
import sys
from pathlib import Path

SCREEN = {"name": "large", "x": 0, "y": 0, "width": 4800, "height": 3000}
"""In px of the screen: 1600 x 1000 at 300 %."""


def test_a_day_at_three_hundred_percent(tmp_path):
    screens = tmp_path / "screens.json"
    dots = {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    screens.write_text(json.dumps({"screens": [SCREEN | dots]}), "utf-8")
    platform = f"offscreen:configfile={screens}"
    env = {**os.environ, "QT_QPA_PLATFORM": platform, "QT_SCALE_FACTOR": "3"}
    env.pop("HORNSTUDIO_TEST_XCB", None)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    command.append(str(Path(__file__).with_name("scaled.py")))
    root = Path(__file__).parents[2]
    done = subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stdout[-6000:]
    assert "3 passed" in done.stdout
