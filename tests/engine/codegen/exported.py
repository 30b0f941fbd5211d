"""An exported script, run as its reader runs it: without HornStudio."""

import io
import runpy
import subprocess
import sys
from contextlib import chdir, redirect_stdout
from pathlib import Path

from hornstudio import paths


def lay(text: str, folder: Path) -> Path:
    """The script in a file, with the data that ships beside it."""
    script = folder / "script.py"
    script.write_text(text, encoding="utf-8")
    (folder / "digits.npz").write_bytes(paths.resource("data", "digits.npz").read_bytes())
    return script


def run_alone(script: Path) -> str:
    """What it prints in a process of its own that cannot see HornStudio."""
    blind = "import sys; sys.modules['hornstudio'] = None; import runpy; "
    done = subprocess.run(
        [sys.executable, "-c", f"{blind}runpy.run_path({str(script)!r}, run_name='__main__')"],
        cwd=script.parent,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def run_here(script: Path) -> str:
    """What it prints in this process, which has loaded JAX and Keras, with HornStudio hidden."""
    ours = {name: m for name, m in sys.modules.items() if name.partition(".")[0] == "hornstudio"}
    said = io.StringIO()
    sys.modules.update(dict.fromkeys(ours))
    try:
        with chdir(script.parent), redirect_stdout(said):
            runpy.run_path(str(script), run_name="__main__")
    finally:
        sys.modules.update(ours)
    return said.getvalue()
