"""Folders of the window that lie side by side: of two, at most one imports from the other."""

import re
import shutil
from itertools import combinations
from pathlib import Path

import pytest

UI = Path(__file__).resolve().parents[1] / "hornstudio" / "ui"
IMPORT = re.compile(r"^from hornstudio\.ui\.([\w.]+) import", re.MULTILINE)
"""At the top of a file; what is only for types, or for later, stands further to the right."""


def wanted_by(folder: Path) -> set[str]:
    """Everything of the window that the files in a folder import, with dots."""
    texts = (path.read_text("utf-8") for path in folder.rglob("*.py"))
    return {name for text in texts for name in IMPORT.findall(text)}


def circles(ui: Path) -> list[tuple[str, str]]:
    """Pairs of folders side by side that import from one another."""
    folders = sorted(path.parent for path in ui.rglob("*/__init__.py"))
    names = {folder: ".".join(folder.relative_to(ui).parts) for folder in folders}
    wanted = {folder: wanted_by(folder) for folder in folders}

    def imports(one: Path, other: Path) -> bool:
        return any(f"{name}.".startswith(f"{names[other]}.") for name in wanted[one])

    return [
        (names[one], names[other])
        for one, other in combinations(folders, 2)
        if one.parent == other.parent and imports(one, other) and imports(other, one)
    ]


def test_no_two_folders_import_from_one_another() -> None:
    assert circles(UI) == []


@pytest.mark.parametrize(
    ("file", "other"),
    [
        ("canvas/paint/node.py", "canvas.scene"),
        ("panels/training/wording/result.py", "panels.training.course"),
    ],
)
def test_a_planted_circle_is_seen(tmp_path: Path, file: str, other: str) -> None:
    copy = shutil.copytree(UI, tmp_path / "ui", ignore=shutil.ignore_patterns("__pycache__"))
    target = copy / file
    line = f"from hornstudio.ui.{other}.anything import Thing\n"
    target.write_text(target.read_text("utf-8") + line, "utf-8")
    here = file.rpartition("/")[0].replace("/", ".")
    assert circles(copy) == [tuple(sorted((here, other)))]
