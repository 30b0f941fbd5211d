import json

from hornstudio.language import catalogue
from hornstudio.language.catalogue import NAMES, languages, words_of


def test_the_languages_that_ship_have_names() -> None:
    assert languages() == ["en", "ko"]
    assert set(languages()) <= set(NAMES)


def test_a_language_without_a_file_has_no_words() -> None:
    assert words_of("tlh") == {}


def test_what_is_not_translated_yet_is_left_out(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(catalogue, "_folder", lambda: tmp_path)
    (tmp_path / "xx.json").write_text(json.dumps({"Train": "학습", "Stop": ""}), "utf-8")
    assert languages() == ["en", "xx"]
    assert words_of("xx") == {"Train": "학습"}


def test_a_damaged_file_has_no_words(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(catalogue, "_folder", lambda: tmp_path)
    (tmp_path / "xx.json").write_text("{", "utf-8")
    assert words_of("xx") == {}
