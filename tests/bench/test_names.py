"""Scripts of `bench/`, which no test runs as a whole, know our parts by the names they have now."""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench"


def missing(source: str) -> Iterator[str]:
    """Names of ours that a script asks for and that are not there."""
    tree, modules = ast.parse(source), {}
    for found in ast.walk(tree):
        if isinstance(found, ast.ImportFrom) and (found.module or "").startswith("hornstudio"):
            home = importlib.import_module(found.module)
            for name in found.names:
                thing = _part(home, name.name)
                if thing is None:
                    yield f"{found.module}.{name.name}"
                elif isinstance(thing, ModuleType):
                    modules[name.asname or name.name] = thing
    for found in ast.walk(tree):
        if isinstance(found, ast.Attribute) and isinstance(found.value, ast.Name):
            home = modules.get(found.value.id)
            if home is not None and _part(home, found.attr) is None:
                yield f"{home.__name__}.{found.attr}"


def _part(home: ModuleType, name: str) -> object | None:
    if hasattr(home, name):
        return getattr(home, name)
    try:
        return importlib.import_module(f"{home.__name__}.{name}")
    except ModuleNotFoundError:
        return None


def test_a_name_that_is_not_there_is_found():
    assert list(missing("from hornstudio.ui.words import translate\ntranslate.banana(1)")) == [
        "hornstudio.ui.words.translate.banana"
    ]
    assert list(missing("from hornstudio.paths import resource, banana")) == [
        "hornstudio.paths.banana"
    ]


@pytest.mark.parametrize("path", sorted(BENCH.rglob("*.py")), ids=lambda p: p.stem)
def test_every_script(path):
    assert not list(missing(path.read_text(encoding="utf-8")))
