"""Parts of the window that lie side by side, files and folders: none imports in a circle."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

UI = Path(__file__).resolve().parents[1] / "hornstudio" / "ui"
IMPORT = re.compile(r"^from hornstudio\.ui(?:\.([\w.]+))? import (\w+)", re.MULTILINE)
"""At the top of a file; what is only for types, or for later, stands further to the right."""


def parts(folder: Path) -> dict[str, list[Path]]:
    """Files of each part that lies in a folder, by its name."""
    found = {path.stem: [path] for path in folder.glob("[!_]*.py")}
    inner = (path.parent for path in folder.glob("*/__init__.py"))
    return found | {path.name: sorted(path.rglob("*.py")) for path in inner}


def imports(folder: Path, within: str) -> dict[str, set[str]]:
    """By part: the parts beside it that it imports from. within: the folder's name, with dots."""
    beside = parts(folder)
    found: dict[str, set[str]] = {}
    for name, files in beside.items():
        wanted = {
            f"{a}.{b}".lstrip(".") for f in files for a, b in IMPORT.findall(f.read_text("utf-8"))
        }
        inside = (w.removeprefix(within).partition(".")[0] for w in wanted if w.startswith(within))
        found[name] = {w for w in inside if w in beside and w != name}
    return found


def reached(name: str, wanted: dict[str, set[str]]) -> set[str]:
    """What a part imports from, by others too."""
    found: set[str] = set()
    ahead = [name]
    while ahead:
        new = wanted[ahead.pop()] - found
        found |= new
        ahead += new
    return found


def circles(ui: Path) -> Iterator[tuple[str, ...]]:
    """Parts side by side that import from one another, however far around."""
    for folder in sorted([ui, *(path.parent for path in ui.rglob("*/__init__.py"))]):
        within = "".join(f"{part}." for part in folder.relative_to(ui).parts)
        wanted = imports(folder, within)
        ways = {name: reached(name, wanted) for name in wanted}
        rings = {tuple(sorted(m for m in ways[n] if n in ways[m])) for n in ways if n in ways[n]}
        yield from sorted(tuple(f"{within}{name}" for name in ring) for ring in rings)


def test_nothing_imports_in_a_circle() -> None:
    assert list(circles(UI)) == []


@pytest.mark.parametrize(
    ("file", "other", "ring"),
    [
        ("canvas/paint/node.py", "canvas.scene.scene", {"canvas.paint", "canvas.scene"}),
        (
            "panels/training/wording/result.py",
            "panels.training.course.anything",
            {"panels.training.wording", "panels.training.course"},
        ),
        ("canvas/overlay/hint.py", "canvas.gesture.cut", {"canvas.overlay", "canvas.gesture"}),
    ],
)
def test_a_planted_circle_is_seen(tmp_path: Path, file: str, other: str, ring: set[str]) -> None:
    copy = shutil.copytree(UI, tmp_path / "ui", ignore=shutil.ignore_patterns("__pycache__"))
    target = copy / file
    line = f"from hornstudio.ui.{other} import Thing\n"
    target.write_text(target.read_text("utf-8") + line, "utf-8")
    (found,) = circles(copy)
    assert ring <= set(found)
