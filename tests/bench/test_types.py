"""Scripts of `bench/`, which no test runs as a whole, are held to our parts by the type checker."""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLANTED = """
from rounds import middle
from hornstudio.engine.text import Text

def told(text: Text) -> str:
    return text.banana() or middle.banana
"""


def test_the_checker_takes_in_every_script():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert settings["tool"]["mypy"]["files"] == ["hornstudio", "bench"]


def test_a_method_that_is_not_there_is_found(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(PLANTED, encoding="utf-8")
    # What others have written is left aside: reading it takes longer than our own parts.
    options = ["--no-site-packages", "--cache-dir", str(tmp_path)]
    command = [sys.executable, "-m", "mypy", *options, str(script)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stdout
    assert '"Text" has no attribute "banana"' in said
    assert '"Callable[[Sequence[Any]], Any]" has no attribute "banana"' in said
