"""start.py as a module, and a copy of it whose programs are stand-ins. For tests."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "start.py"

_RECORDER = """#!{python}
import pathlib, sys
with open(pathlib.Path({folder!r}) / "calls.txt", "a") as file:
    print(*sys.argv[1:], file=file)
{body}
"""


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("start_of_a_copy", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Checkout:
    """A copy of start.py whose environment is up to date and whose programs are stand-ins."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copy(SOURCE, folder)
        shutil.copy(ROOT / "pyproject.toml", folder)
        (folder / ".venv" / "bin").mkdir(parents=True)
        (folder / ".venv" / "bin" / "python").symlink_to(sys.executable)
        self.put("hornstudio")
        self.start = load(folder / "start.py")
        self.start.write_stamp("dev")

    def put(self, name: str, body: str = "") -> None:
        """Make a stand-in for a program of the environment."""
        path = self.folder / ".venv" / "bin" / name
        text = _RECORDER.format(python=sys.executable, folder=str(self.folder), body=body)
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)

    @property
    def calls(self) -> list[str]:
        path = self.folder / "calls.txt"
        return path.read_text().splitlines() if path.exists() else []

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, str(self.folder / "start.py"), *arguments]

    def run(self, *arguments: str, cwd: Path | None = None, **variables: str):
        """Run it without a screen, unless a variable gives one."""
        screens = ("DISPLAY", "WAYLAND_DISPLAY")
        environment = {k: v for k, v in os.environ.items() if k not in screens} | variables
        return subprocess.run(
            self.command(*arguments),
            cwd=cwd or self.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
