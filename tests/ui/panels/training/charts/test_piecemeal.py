"""A package is imported statement by statement, and is then what any import would have made."""

import importlib
import sys

import pytest

from hornstudio.ui.panels.training.charts import piecemeal

_INIT = '''"""What it is for."""
from __future__ import annotations

from .part import VALUE

def doubled(x: not_known = VALUE) -> not_known:
    return 2 * x

"""A remark."""
from . import later
'''


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Writes a package to import; afterwards nothing of it is imported."""
    monkeypatch.syspath_prepend(str(tmp_path))
    folder = tmp_path / "in_pieces"
    folder.mkdir()
    (folder / "part.py").write_text("VALUE = 21")
    (folder / "later.py").write_text("import in_pieces\nSEEN = in_pieces.doubled()")

    def write(text: str) -> None:
        (folder / "__init__.py").write_text(text)
        importlib.invalidate_caches()

    yield write
    for name in [name for name in sys.modules if name.partition(".")[0] == "in_pieces"]:
        del sys.modules[name]


def to_the_end(pieces):
    count = 0
    while True:
        try:
            next(pieces)
        except StopIteration as end:
            return end.value, count
        count += 1


def test_whoever_waits_has_a_turn_after_every_statement(package):
    package(_INIT)
    pieces = piecemeal.imported("in_pieces")
    for _ in range(3):
        next(pieces)
    assert "in_pieces.part" not in sys.modules
    next(pieces)
    assert "in_pieces.part" in sys.modules
    assert "in_pieces.later" not in sys.modules
    assert to_the_end(pieces)[0] is sys.modules["in_pieces"]
    assert "in_pieces.later" in sys.modules


def test_what_is_made_is_what_an_import_makes(package):
    package(_INIT)
    module, _ = to_the_end(piecemeal.imported("in_pieces"))
    names = set(vars(module))
    assert module.__doc__ == "What it is for."
    assert module.later.SEEN == 42
    assert module.doubled.__annotations__["x"] == "not_known"
    for name in [name for name in sys.modules if name.partition(".")[0] == "in_pieces"]:
        del sys.modules[name]
    assert names == set(vars(importlib.import_module("in_pieces")))


def test_one_that_fails_is_not_imported(package):
    package("from .part import VALUE\nraise ValueError(VALUE)\n")
    with pytest.raises(ValueError, match="21"):
        to_the_end(piecemeal.imported("in_pieces"))
    assert "in_pieces" not in sys.modules


def test_one_without_source_is_imported_in_one_go(package, monkeypatch):
    package(_INIT)
    loader = importlib.machinery.SourceFileLoader
    monkeypatch.setattr(loader, "get_source", lambda self, name: None)
    module, count = to_the_end(piecemeal.imported("in_pieces"))
    assert module.later.SEEN == 42
    assert count == 0


def test_one_that_is_imported_already_is_given_at_once(package):
    package(_INIT)
    known = importlib.import_module("in_pieces")
    assert to_the_end(piecemeal.imported("in_pieces")) == (known, 0)


def test_one_that_is_not_there_is_told():
    with pytest.raises(ModuleNotFoundError, match="no_such_package"):
        to_the_end(piecemeal.imported("no_such_package"))
