"""What other programs say is read as UTF-8, not in the code page of the machine.

Of files ruff sees that (PLW1514); of other programs nobody else does.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "hornstudio"


def unsaid(source: str) -> Iterator[int]:
    """Lines with a call that reads another program's words and says no encoding."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            named = {word.arg for word in node.keywords}
            if named & {"text", "universal_newlines"} and "subprocess" in ast.dump(node.func):
                yield from () if "encoding" in named else (node.lineno,)


def test_a_call_that_leaves_it_open_is_seen() -> None:
    assert list(unsaid("import subprocess\nsubprocess.run(['a'], text=True)")) == [2]
    assert not list(unsaid("subprocess.run(['a'], text=True, encoding='utf-8')"))
    assert not list(unsaid("subprocess.run(['a'], encoding='utf-8')"))


def test_every_program_is_understood_on_every_machine() -> None:
    found = {path: list(unsaid(path.read_text("utf-8"))) for path in PACKAGE.rglob("*.py")}
    assert not {path: lines for path, lines in found.items() if lines}
