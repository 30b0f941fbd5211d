"""A Python beside this one: what may crash, or never end, is asked there."""

import os
import subprocess
import sys


def run_python(arguments: list[str], patience_s: float) -> "subprocess.CompletedProcess[str] | str":
    """How a Python with these arguments ended; where it did not, why, in one line."""
    try:
        return subprocess.run(
            [sys.executable, *arguments],
            capture_output=True,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            encoding="utf-8",
            errors="replace",
            timeout=patience_s,
            check=False,
        )
    except (OSError, subprocess.SubprocessError) as error:
        return " ".join(str(error).split())
