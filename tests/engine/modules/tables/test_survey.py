"""A table looked through once, and again when it changes."""

import json
import os
import re
import unicodedata

import pytest

from hornstudio import paths
from hornstudio.engine.modules.patience import in_a_hurry, is_not_yet
from hornstudio.engine.modules.tables import survey as module
from hornstudio.engine.modules.tables.survey import survey
from tests.engine.modules.tables.table_values import values
from tests.translatable import words_of


def counted(monkeypatch) -> list[object]:
    looks: list[object] = []
    look = module.look_at_columns
    monkeypatch.setattr(module, "look_at_columns", lambda *how: (looks.append(how), look(*how))[1])
    return looks


def test_a_file_is_looked_through_once_until_it_changes(tmp_path, monkeypatch) -> None:
    looks = counted(monkeypatch)
    path = tmp_path / "t.csv"
    path.write_text("a,b\n1,x\n", "utf-8")
    assert survey(values(path)).count == 1
    assert survey(values(path, target="a")).count == 1
    assert len(looks) == 1
    assert survey(values(path, header="no")).count == 2
    path.write_text("a,b\n1,x\n2,y\n", "utf-8")
    assert survey(values(path)).count == 2
    assert len(looks) == 3


def test_of_a_large_file_it_is_kept_on_disk(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(module, "_LARGE_BYTES", 4)
    looks = counted(monkeypatch)
    path = tmp_path / "t.csv"
    path.write_text("a,b,c,d\n1,x,inf,\n2,y,1,\n", "utf-8")
    first = survey(values(path))
    module._kept.clear()
    assert survey(values(path)) == first
    assert len(looks) == 1
    os.utime(path, ns=(1, 1))
    module._kept.clear()
    assert survey(values(path)) == first
    assert len(looks) == 2
    with in_a_hurry():
        module._kept.clear()
        assert survey(values(path)) == first  # as it is on disk
    for note in (paths.cache_dir() / "tables").iterdir():
        note.write_bytes(b"damaged")
    module._kept.clear()
    assert survey(values(path)) == first


def test_a_large_file_that_is_not_known_is_not_waited_for_in_a_hurry(tmp_path, monkeypatch) -> None:
    looks = counted(monkeypatch)
    path = tmp_path / "t.csv"
    path.write_text("a,b\n1,x\n", "utf-8")
    with in_a_hurry():
        assert survey(values(path)).count == 1  # a small one is no matter
        monkeypatch.setattr(module, "_LARGE_BYTES", 4)
        module._kept.clear()
        assert is_not_yet(survey(values(path)).trouble)
        assert len(looks) == 1
    assert survey(values(path)).count == 1
    with in_a_hurry():
        assert survey(values(path)).count == 1
    assert len(looks) == 2


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"PK\x03\x04\0\0", "is no text; if a spreadsheet program has made it, save it there as"),
        (b"", "has no rows; choose a text file"),
        (b"a,b\n", "has no rows"),
        (b"a,b\n1,2\n1,2,3\n", "row 3 of .* has 3 cells, the first one has 2; put cells that"),
        (
            b'a,b\n1,"2' + b"x" * 200_000 + b'"\n',
            "a cell of t.csv has more than 131,072 letters; look for a single",
        ),
        (b'a,b\n1,2\n3,"4\n5,6\n', 'a " in line 3 of t.csv is never closed, so that all behind it'),
        (b'a,"b\n1,2\n3,4\n', 'a " in line 1 of t.csv is never closed'),
        (b'a,b\n3,"4\n' + b"5,6\n" * 50_000, 'a " in line 2 of t.csv is never closed'),
        (b'a,b\n1,"2\n3,4"5,6,7\n', 'a " in line 2 of t.csv is closed only in line 3, so that'),
    ],
)
def test_what_cannot_be_read_is_told_in_words(tmp_path, content: bytes, told: str) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    assert re.search(told, survey(values(path)).trouble or "")


def test_a_wrong_encoding_is_told(tmp_path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("größe\n1\n".encode("latin-1"))
    assert "is not written in utf-8-sig" in str(survey(values(path, encoding="utf-8-sig")).trouble)
    assert survey(values(path)).trouble is None


def test_without_a_file_it_is_told_what_is_needed(tmp_path) -> None:
    assert "needs a table: a text file (.csv, .tsv, .tab)" in (survey(values("")).trouble or "")
    assert "there is no file" in (survey(values(tmp_path / "none.csv")).trouble or "")
    assert "is a folder; choose a text file" in (survey(values(tmp_path)).trouble or "")


def test_no_file_is_at_a_path_that_there_cannot_be(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("HORNSTUDIO_DATA", str(tmp_path))
    for path in ("~nobody-of-that-name/t.csv", "t" * 5000):
        assert "there is no file" in (survey(values(path)).trouble or "")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no such pipes")
def test_what_is_no_file_is_not_waited_for(tmp_path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "there is no file" in (survey(values(tmp_path / "pipe")).trouble or "")


def test_a_row_that_is_too_long_is_told_with_its_tab_in_any_language(tmp_path):
    path = tmp_path / "t.tsv"
    path.write_text("a\tb\n1\t2\n1\t2\t3\n", "utf-8")
    trouble = survey(values(path=str(path))).trouble
    assert trouble is not None
    assert "row 3 of t.tsv has 3 cells" in trouble
    assert trouble.values["sign"].template == "tab"
    assert words_of("ko")["tab"] == "탭"


def test_words_that_a_mac_has_written_apart_are_the_same(tmp_path) -> None:
    """In cells, in names of columns, in settings, and in what earlier runs have kept."""
    text = "나무,이름\n소나무,가\n잣나무,나\n"
    apart = unicodedata.normalize("NFD", text)
    path = tmp_path / "t.csv"
    path.write_text(text + apart.partition("\n")[2], "utf-8")
    settings = values(path, target=unicodedata.normalize("NFD", "나무"))
    together = survey(settings)
    assert settings.target == "나무"
    assert [(column["name"], column["values"]) for column in together.columns] == [
        ("나무", ["소나무", "잣나무"]),
        ("이름", ["가", "나"]),
    ]
    kept = json.loads(
        unicodedata.normalize("NFD", json.dumps(module.keep_survey(settings), ensure_ascii=False))
    )
    assert module.kept_columns(kept) == list(together.columns)
    assert values(path, ignore=[unicodedata.normalize("NFD", "이름")]).ignore == ("이름",)
