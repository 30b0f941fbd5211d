"""Every text that a person reads in a terminal has passed through the translation: it wears « ».

What stays as it is: names that a person or the field has given (ids, kinds, files, metrics), what
is typed (commands, options, fields), numbers with their units, and the name of the program.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from hornstudio import cli

from .conftest import Run

SAY = {"print", "complain", "note", "input", "error", "_keep", "_draw", "_say_places", "yield"}
"""Calls that show a text; others are given it by them."""

_OWN = re.compile(r"hornstudio|->|[0-9.,:/×]+|\b(s|N|e)\b")


def shown(node: ast.AST) -> Iterator[str]:
    """English letters in the texts that a call shows, but for what it fills in or translates."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield _OWN.sub("", node.value)
    elif isinstance(node, ast.JoinedStr):
        for part in node.values:
            yield from shown(part)
    elif isinstance(node, ast.BinOp | ast.IfExp | ast.Tuple):
        for child in ast.iter_child_nodes(node):
            yield from shown(child)


def untranslated(source: str) -> list[str]:
    """Calls that show words as they stand in the source."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        name = node.func.id if isinstance(node.func, ast.Name) else name
        told = [*node.args[:1]] if name in SAY else []
        told += [k.value for k in node.keywords if k.arg in ("help", "title", "description")]
        if any(re.search(r"[A-Za-z]", text) for each in told for text in shown(each)):
            found.append(f"line {node.lineno}: {ast.unparse(node)}")
        if name.endswith("Error") and node.args and isinstance(node.args[0], ast.JoinedStr):
            found.append(f"line {node.lineno}: {ast.unparse(node)}")
    return found


@pytest.mark.parametrize(
    "line",
    [
        'print("done")',
        'print(f"wrote {out}")',
        'complain(f"{out} exists" if a else "b")',
        'x.add_argument("a", help="what it is")',
        'UsageError(f"--to is {x}")',
        'self._keep(f"run {x}")',
    ],
)
def test_a_planted_text_is_noticed(line: str) -> None:
    assert len(untranslated(line)) == 1


@pytest.mark.parametrize(
    "line", ['print(tr("done"))', 'print(f"{a}: {b:.1f} s")', 'note(f"hornstudio: {x}")']
)
def test_what_is_translated_or_has_no_words_passes(line: str) -> None:
    assert untranslated(line) == []


def test_nothing_is_shown_as_it_stands_in_the_source() -> None:
    folder = Path(cli.__file__).parent
    found = {
        path.relative_to(folder).as_posix(): lines
        for path in folder.rglob("*.py")
        if path.name != "probe.py" and (lines := untranslated(path.read_text("utf-8")))
    }
    assert found == {}


def left(text: str) -> set[str]:
    """Words that were never looked up, from the inside out: sentences stand in sentences."""
    while (rest := re.sub(r"«[^«»]*»", " ", text)) != text:
        text = rest
    return set(re.findall(r"[A-Za-z_][\w.]*", re.sub(r"\S*/\S*", " ", text)))


NODES = {"digits", "flatten", "scores", "loss", "accuracy", "sgd"}
METRICS = {f"{kind}{name}" for kind in ("", "val_", "test_") for name in ("loss", "accuracy")}
GIVEN = {"hornstudio", "s", "x"}


def test_a_run_is_told_in_the_language(horn: Run, pseudo: None, tiny: Path, tmp_path: Path) -> None:
    run, given = tmp_path / "run", GIVEN | METRICS
    assert left(horn("train", tiny, "--run", run).out) <= given
    assert left(horn("resume", run).out) <= given
    assert left(horn("evaluate", run).out) <= given | {"epoch"}
    assert left(horn("predict", run, tmp_path / "no.npy", "-o", "x.npz").err) <= given


def test_files_are_told_in_the_language(
    horn: Run, pseudo: None, tiny: Path, tmp_path: Path
) -> None:
    out = tmp_path / "x.horn"
    assert left(horn("new", "mnist_mlp", "-o", out).out) == set()
    assert left(horn("new", "mnist_mlp", "-o", out).err) <= GIVEN
    assert left(horn("check", tiny).out) == set()
    assert left(horn("glance", tiny).out) == set()
    assert left(horn("summary", tiny).out) <= NODES | {"dense", "categorical_crossentropy", "x"}
    assert left(horn("export", tiny, "-o", tmp_path / "x.py").out) == set()
    tiny.write_text(
        tiny.read_text(encoding="utf-8").replace('"units": 10', '"units": 0'), encoding="utf-8"
    )
    assert left(horn("check", tiny).out) <= NODES | {"scores.units"}


def test_the_list_of_runs_is_told_in_the_language(horn: Run, pseudo: None, trained: Path) -> None:
    horn("runs", "add", trained)
    assert left(horn("runs").out) <= METRICS | {"run"}
    assert left(horn("runs", "--filter", "zz<1").err) == set()
    assert left(horn("runs", "note", trained, "7").out) <= {"run"}
    assert left(horn("runs", "hide", trained).out) <= {"run"}
    assert left(horn("runs", "restore", trained, "-o", trained / "x.horn").out) == set()
    assert left(horn("runs", "delete", trained, "--yes").out) == set()


@pytest.mark.parametrize("command", ["", "train", "predict", "export", "import", "modules", "runs"])
def test_help_is_told_in_the_language(horn: Run, pseudo: None, command: str) -> None:
    text = horn(*command.split(), "--help").out
    listed = {line.split()[0] for line in text.splitlines() if re.match("    [a-z]", line)}
    typed = re.compile(r"--?[a-z-]+|\b[A-Z.py]+\b")
    assert left(typed.sub("", text)) <= GIVEN | listed | {command, "one", "all"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("trian",),
        ("check",),
        ("train", "a", "--eopchs", "1"),
        ("runs", "shwo"),
        ("runs", "--limit"),
    ],
)
def test_wrong_usage_is_told_in_the_language(horn: Run, pseudo: None, arguments) -> None:
    result = horn(*arguments)
    assert result.code == 2
    assert left(re.sub(r"--[a-z]+", "", result.err)) <= GIVEN | {"ACTION"}
