"""The pages of the reference are those that the catalog makes."""

import importlib.util
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
HOW = "the catalog has changed; renew the pages with: python docs/make_reference.py"


@pytest.fixture(scope="module")
def maker():
    spec = importlib.util.spec_from_file_location("make_reference", DOCS / "make_reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_pages_are_up_to_date(maker) -> None:
    made = maker.pages()
    there = {path.name: path.read_text(encoding="utf-8") for path in DOCS.glob("modules/*.md")}
    assert set(there) == set(made), HOW
    for name, text in made.items():
        assert there[name] == text, f"{name}: {HOW}"


def test_a_change_is_noticed(maker, tmp_path) -> None:
    maker.write(tmp_path)
    (tmp_path / "gone.md").write_text("old", encoding="utf-8")
    maker.write(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == set(maker.pages())
    assert "`dense`" in (tmp_path / "core.md").read_text(encoding="utf-8")
