"""Scripts of these tests in processes of their own: how many devices there are is settled once."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def told_by(script: Path, *arguments: str, variables: Mapping[str, str]) -> dict[str, Any]:
    """The JSON object in the last line that a script prints, on processors alone."""
    result = subprocess.run(
        [sys.executable, script, *arguments],
        env={**variables, "JAX_PLATFORMS": "cpu"},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return dict(json.loads(result.stdout.splitlines()[-1]))
