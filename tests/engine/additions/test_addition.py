"""Modules from elsewhere: what a place may offer, and what keeps it from being used."""

import types
from pathlib import Path

import pytest

from hornstudio.engine.additions.addition import Addition, Broken, additions, modules_of
from hornstudio.engine.errors import FileError
from hornstudio.engine.module import Module
from tests.engine.additions.swirl import SWIRL


def test_a_place_offers_one_or_several() -> None:
    python_module = types.ModuleType("swirls")
    python_module.MODULES = (SWIRL,)
    for thing in (SWIRL, [SWIRL], (SWIRL,), python_module):
        assert modules_of(thing) == [SWIRL]
    for thing in (None, "swirl", [1]):
        with pytest.raises(FileError, match="need a Module"):
            modules_of(thing)
    with pytest.raises(FileError, match=r"need MODULES = \[...\]"):
        modules_of(types.ModuleType("empty"))


def test_an_unsound_module_is_not_taken_in() -> None:
    unsound = Module(kind="swirl", title="", category="activation", help="")
    with pytest.raises(FileError, match="swirl has no apply"):
        Addition("here", lambda: unsound).modules()


def test_a_broken_file_of_ones_own_is_told_with_its_line_and_kinds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HORNSTUDIO_MODULES", str(tmp_path))
    file = tmp_path / "swirl.py"
    file.write_text("first = 1\nMODULES = [Module(kind='swirl')]\n", encoding="utf-8")
    (addition,) = [a for a in additions() if a.file]
    with pytest.raises(NameError) as caught:
        addition.modules()
    broken = addition.broken(caught.value)
    assert str(broken) == f"{file}: NameError: name 'Module' is not defined (swirl.py, line 2)"
    assert broken.declares("swirl")
    assert not broken.declares("whirl")


def test_what_comes_from_a_package_is_known_by_its_name_alone() -> None:
    assert not Broken("swirl (swirls)", "No module named 'swirls'").declares("swirl")
