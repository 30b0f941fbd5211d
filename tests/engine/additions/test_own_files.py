"""A user's own file: started, found, used like any other module, and broken ones named."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hornstudio.engine.additions import own_files as module
from hornstudio.engine.additions.addition import modules_of
from hornstudio.engine.additions.own_files import load_file, own_files, start_file
from hornstudio.engine.errors import FileError

PROGRAM = """
import json
from hornstudio.engine import codegen
from hornstudio.engine.catalog import catalog
from hornstudio.engine.train.run import train
from tests.engine.sample_graph import chain, graph, judged, node

known = catalog()
whole = graph(
    {
        "digits": node("digits"),
        "flatten": node("flatten"),
        "gate": node("soft_gate", power=2.0),
        "scores": node("dense", units=10, activation="softmax"),
        "loss": node("categorical_crossentropy"),
        "sgd": node("sgd"),
    },
    [
        ("digits.image", "flatten.input"),
        *chain("flatten", "gate", "scores"),
        *judged("scores", "digits.label", "loss"),
        ("loss.loss", "sgd.loss"),
    ],
    batch_size=500,
)
last = list(train(whole, checkpoints=False))[-1]
found = known.search("gain")[0].kind
script = "def apply_soft_gate(w, x, *, power):" in codegen.export(whole)
print(json.dumps([found, type(last).__name__, script, [str(b) for b in known.broken]]))
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HORNSTUDIO_MODULES", str(tmp_path / "own"))
    return tmp_path / "own"


def test_the_started_file_declares_a_whole_module(folder: Path) -> None:
    path = start_file("soft_gate", {"dense"})
    assert path == folder / "soft_gate.py"
    (module,) = modules_of(load_file(path))
    assert module.kind == "soft_gate"
    assert module.title == "Soft gate"
    assert list(own_files()) == [path]


def test_a_users_module_is_a_full_citizen(folder: Path) -> None:
    """In another process, as the catalog is made once: searched, trained, exported."""
    start_file("soft_gate", set())
    (folder / "fails.py").write_text("raise RuntimeError('not yet')", encoding="utf-8")
    (folder / "_parts.py").write_text("raise RuntimeError('never run')", encoding="utf-8")
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found, last, script, broken = json.loads(done.stdout)
    assert (found, last, script) == ("soft_gate", "Finished", True)
    assert broken == [f"{folder / 'fails.py'}: RuntimeError: not yet (fails.py, line 1)"]


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("dense", "dense is a module already"),
        ("My Layer", "cannot be the name of a module"),
        ("class", "cannot be the name of a module"),
        ("_hidden", "cannot be the name of a module"),
        ("2d", "cannot be the name of a module"),
        ("aux", "aux is a device on Windows"),
        ("../outside", "cannot be the name of a module"),
    ],
)
def test_a_bad_name_is_refused_and_writes_nothing(folder: Path, kind: str, reason: str) -> None:
    with pytest.raises(FileError, match=reason):
        start_file(kind, {"dense"})
    assert not folder.exists()


def test_a_file_that_is_there_stays(folder: Path) -> None:
    path = start_file("soft_gate", set())
    path.write_text("MODULES = []", encoding="utf-8")
    with pytest.raises(FileError, match="exists already"):
        start_file("soft_gate", set())
    assert path.read_text(encoding="utf-8") == "MODULES = []"


def test_a_broken_file_leaves_no_trace(folder: Path) -> None:
    folder.mkdir()
    (folder / "fails.py").write_text("1 / 0", encoding="utf-8")
    with pytest.raises(ZeroDivisionError):
        load_file(folder / "fails.py")
    assert f"{module._PACKAGE}.fails" not in sys.modules


def test_an_edit_in_the_same_second_and_of_the_same_size_is_read(folder: Path) -> None:
    folder.mkdir()
    file = folder / "number.py"
    for number in (1, 2):
        file.write_text(f"NUMBER = {number}", encoding="utf-8")
        os.utime(file, (1_000_000, 1_000_000))
        assert number == load_file(file).NUMBER


def test_what_files_share_stands_in_one_that_begins_with_a_line_below(folder: Path) -> None:
    folder.mkdir()
    (folder / "_parts.py").write_text("SHARE = 0.5", encoding="utf-8")
    (folder / "gate.py").write_text("from ._parts import SHARE", encoding="utf-8")
    assert load_file(folder / "gate.py").SHARE == 0.5
    (folder / "_parts.py").write_text("SHARE = 0.25", encoding="utf-8")
    module.forget_all()
    assert load_file(folder / "gate.py").SHARE == 0.25


def test_the_stamp_is_another_after_every_change(folder: Path) -> None:
    stamps = [module.stamp()]
    folder.mkdir()
    file = folder / "_parts.py"
    for text in ("A = 1", "A = 1\n"):
        file.write_text(text, encoding="utf-8")
        stamps.append(module.stamp())
    file.unlink()
    assert len({*stamps}) == 3
    assert module.stamp() == stamps[0] == ()
