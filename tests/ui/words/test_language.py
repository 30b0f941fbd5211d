import json

import pytest

from hornstudio.engine.text import Text
from hornstudio.language import catalogue
from hornstudio.ui.words import language
from hornstudio.ui.words.translate import tr, tr_engine


@pytest.fixture
def speak(qapp, tmp_path, monkeypatch):
    """Install a language of a few sentences; English is spoken again at the end."""
    monkeypatch.setattr(catalogue, "_folder", lambda: tmp_path)

    def install(code: str, words: dict[str, str]) -> str:
        (tmp_path / f"{code}.json").write_text(json.dumps(words), "utf-8")
        return language.install(qapp, code)

    yield install
    language.install(qapp, "en")


def test_a_language_without_a_file_is_english(qapp):
    assert language.install(qapp, "tlh") == "en"
    assert catalogue.languages()[0] == "en"


def test_a_language_is_spoken_and_replaced(speak, qapp):
    assert speak("xx", {"Train": "학습", "Left out": ""}) == "xx"
    assert catalogue.languages() == ["en", "xx"]
    assert tr("Train") == "학습"
    assert tr("Left out") == "Left out"
    assert language.install(qapp, "en") == "en"
    assert tr("Train") == "Train"


def test_a_damaged_file_leaves_english(speak, tmp_path, qapp):
    (tmp_path / "xx.json").write_text("{", "utf-8")
    assert language.install(qapp, "xx") == "en"
    assert tr("Train") == "Train"


def test_korean_chooses_its_particles_after_the_values_are_in(speak):
    speak("ko", {"{name} cannot be opened": "{name}을(를) 열 수 없습니다"})
    assert tr("{name} cannot be opened", name="신경망") == "신경망을 열 수 없습니다"
    assert tr_engine(Text("{name} cannot be opened", name="가중치")) == "가중치를 열 수 없습니다"
