"""On which Python and which machine start.py says that it can be had."""

import ast
import os
import shutil
import subprocess
import sys
from types import ModuleType

import pytest

from tests.start.checkout import ROOT, SOURCE

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-ins are shell programs")


def test_says_which_python_is_needed(start: ModuleType) -> None:
    words = start.why_not_python((3, 9, 2))
    assert "needs Python 3.11 or newer; this is Python 3.9" in words
    assert start.why_not_python((3, 11, 0)) == ""
    assert start.why_not_python((4, 0, 0)) == ""


@pytest.mark.parametrize(
    ("built_for", "machine", "macos", "words"),
    [
        ("linux-x86_64", "x86_64", "", ""),
        ("win-amd64", "AMD64", "", ""),
        ("win-amd64", "ARM64", "", ""),
        ("win-arm64", "ARM64", "", "needs the 64-bit Python for Intel and AMD"),
        ("win32", "AMD64", "", "this is one for win32"),
        ("macosx-10.13-universal2", "arm64", "15.1", ""),
        ("macosx-10.13-universal2", "x86_64", "15.1", "no Mac with an Intel processor"),
        ("macosx-11.0-arm64", "arm64", "12.7.6", "needs macOS 13 or newer; this is macOS 12.7.6"),
    ],
)
def test_says_on_which_machine_it_cannot_be_had(
    start: ModuleType, built_for: str, machine: str, macos: str, words: str
) -> None:
    refusal = start.why_not_machine(built_for, machine, macos)
    assert words in refusal
    assert bool(words) == bool(refusal)


def test_oldest_python_is_that_of_the_package(start: ModuleType) -> None:
    wanted = 'requires-python = ">={}.{}"'.format(*start.OLDEST)
    assert wanted in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_old_pythons_can_read_it() -> None:
    newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Match, ast.AsyncFunctionDef)
    for node in ast.walk(ast.parse(SOURCE.read_text(encoding="utf-8"))):
        line = f"line {getattr(node, 'lineno', 0)}"
        assert not isinstance(node, newer), line
        if isinstance(node, ast.FunctionDef):
            arguments = [*node.args.args, *node.args.kwonlyargs]
            assert node.returns is None, line
            assert not node.args.kwonlyargs, line
            assert all(a.annotation is None for a in arguments), line
        if isinstance(node, ast.List | ast.Tuple):
            assert not any(isinstance(part, ast.Starred) for part in node.elts), line
        if isinstance(node, ast.Raise):
            assert node.cause is None, line


def test_needs_only_the_standard_library() -> None:
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"))
    names = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    names |= {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert names <= sys.stdlib_module_names


def test_on_windows_another_python_is_waited_for(on_windows, monkeypatch, capsys) -> None:
    ran: list[list[str]] = []
    monkeypatch.setattr(on_windows, "why_not_python", lambda version: "too old")
    monkeypatch.setattr(on_windows, "newer_python", lambda: "C:/python3.13.exe")
    monkeypatch.setattr(on_windows, "status_of", lambda command: ran.append(command) or 3)
    assert on_windows.main(["check"]) == 3
    assert ran == [["C:/python3.13.exe", str(SOURCE), "check"]]


@pytest.mark.parametrize("version", ["2.7", "3.6", "3.8", "3.9", "3.10"])
def test_an_old_python_says_so_in_words(version: str) -> None:
    old = shutil.which(f"python{version}")
    if not old or subprocess.run([old, "--version"], capture_output=True, check=False).returncode:
        pytest.skip(f"no Python {version} here")
    done = subprocess.run(
        [old, str(SOURCE)], env={"PATH": "/nowhere"}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "HornStudio needs Python 3.11 or newer" in done.stderr
