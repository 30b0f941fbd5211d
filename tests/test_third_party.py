"""A module of another package, as ARCHITECTURE.md shows one, is at home everywhere."""

import json
import os
import re
import subprocess
import sys
import textwrap
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

NETWORK = {
    "hornstudio": 1,
    "name": "with-swish",
    "nodes": {
        "digits": {"kind": "digits", "params": {"validation_split": 0.0}, "at": [0, 0]},
        "flatten": {"kind": "flatten", "at": [220, 0]},
        "bend": {"kind": "swish", "params": {"beta": 1.5}, "at": [440, 0]},
        "scores": {"kind": "dense", "params": {"units": 10, "activation": "softmax"}},
        "loss": {"kind": "categorical_crossentropy", "at": [880, 0]},
        "sgd": {"kind": "sgd", "at": [1100, 0]},
    },
    "wires": [
        ["digits.image", "flatten.input"],
        ["flatten.output", "bend.input"],
        ["bend.output", "scores.input"],
        ["scores.output", "loss.prediction"],
        ["digits.label", "loss.target"],
        ["loss.loss", "sgd.loss"],
    ],
    "training": {"epochs": 1, "batch_size": 100, "seed": 0},
}

WINDOW = """
import pathlib, sys
from PySide6.QtWidgets import QApplication
from hornstudio.engine.storage import files
from hornstudio.ui.document import Document
from hornstudio.ui.panels.inspector import Inspector
from hornstudio.ui.panels.palette import Palette
from hornstudio.ui.panels.palette.entry import Role

app = QApplication([])
document = Document(files.load(pathlib.Path("with-swish.horn")))
palette, inspector = Palette(document), Inspector(document)
entries = palette.tree.entries
tops = [entries.item(row) for row in range(entries.rowCount())]
listed = [top.child(i).data(Role.MODULE).kind for top in tops for i in range(top.rowCount())]
document.select(["bend"])
print("swish" in listed, "beta" in inspector.node_page.form.rows, "jax" in sys.modules)
"""


def block(language: str, having: str) -> str:
    """The one example in ARCHITECTURE.md in that language that holds these words."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    found = re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)
    (match,) = [example for example in found if having in example]
    return match


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an installed package that holds the example, and a network that uses it."""
    folder = tmp_path_factory.mktemp("third-party")
    (folder / "swish.py").write_text(block("python", "SWISH = Module"), encoding="utf-8")
    project = tomllib.loads(block("toml", "entry-points"))["project"]
    facts = folder / "swish-1.0.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: swish\nVersion: 1.0\n")
    lines = []
    for group, points in project["entry-points"].items():
        lines += [f"[{group}]", *(f"{name} = {value}" for name, value in points.items())]
    (facts / "entry_points.txt").write_text("\n".join(lines))
    (folder / "with-swish.horn").write_text(json.dumps(NETWORK))
    return folder


def run(folder: Path, *arguments: str) -> str:
    paths = [str(folder), os.environ.get("PYTHONPATH", "")]
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in paths if p)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_it_is_listed_with_its_param(folder: Path) -> None:
    modules = json.loads(run(folder, "-m", "hornstudio", "modules", "--json"))
    swish = next(m for m in modules if m["kind"] == "swish")
    assert [(p["name"], p["default"]) for p in swish["params"]] == [("beta", 1.0)]


def test_the_window_offers_it_and_makes_its_form(folder: Path) -> None:
    assert run(folder, "-c", WINDOW).split() == ["True", "True", "False"]


def test_it_is_kept_in_the_file(folder: Path) -> None:
    again = textwrap.dedent(
        """
        import pathlib
        from hornstudio.engine.storage import files
        graph = files.load(pathlib.Path("with-swish.horn"))
        files.save(graph, pathlib.Path("again.horn"))
        """
    )
    run(folder, "-c", again)
    node = json.loads((folder / "again.horn").read_text())["nodes"]["bend"]
    assert node["kind"] == "swish"
    assert node["params"] == {"beta": 1.5}


def test_it_trains_and_its_script_repeats_the_losses(folder: Path) -> None:
    trained = run(folder, "-m", "hornstudio", "train", "with-swish.horn", "--json")
    events = [json.loads(line) for line in trained.splitlines()]
    assert events[-1]["event"] == "finished"
    run(folder, "-m", "hornstudio", "export", "with-swish.horn", "--to", "jax", "-o", "alone.py")
    script = (folder / "alone.py").read_text()
    assert "x * jax.nn.sigmoid(beta * x)" in script
    assert "import hornstudio" not in script
    assert "from hornstudio" not in script
    printed = re.findall(r"test loss (\S+)", run(folder, "alone.py"))
    assert [float(loss) for loss in printed] == [
        pytest.approx(events[-1]["metrics"]["test_loss"], rel=1e-6)
    ]
