import io
import json

import pytest

from hornstudio import paths
from hornstudio.cli import words
from hornstudio.cli.words import speak, speak_to_person, tr, tr_engine
from hornstudio.engine.text import Text
from hornstudio.language import catalogue


@pytest.fixture
def korean(tmp_path, monkeypatch):
    """A language of a few sentences, called Korean; English again at the end."""
    own = {"{name} cannot be opened": "{name}을(를) 열 수 없습니다", "{count} rows": "{count}행"}
    own |= {"the rate": "학습률"}
    (tmp_path / "ko.json").write_text(json.dumps(own), "utf-8")
    monkeypatch.setattr(catalogue, "_folder", lambda: tmp_path)
    speak("ko")
    yield
    speak("en")


def test_a_sentence_is_looked_up_and_filled(korean) -> None:
    assert tr("{name} cannot be opened", name="신경망") == "신경망을 열 수 없습니다"
    assert tr("{name} cannot be opened", name=Text("the rate")) == "학습률을 열 수 없습니다"
    assert tr("nobody translated {this}") == "nobody translated {this}"


def test_counts_have_their_commas(korean) -> None:
    assert tr("{count} rows", count=34_826) == "34,826행"
    speak("en")
    assert tr("{count} rows", count=34_826) == "34,826 rows"


def test_the_engine_is_told_by_its_templates(korean) -> None:
    assert tr_engine(Text("{name} cannot be opened", name="가중치")) == "가중치를 열 수 없습니다"
    assert tr_engine("No such file") == "No such file"


def test_a_language_without_words_is_english(korean) -> None:
    speak("tlh")
    assert tr("the rate") == "the rate"
    assert words._code == "en"


def stream(encoding: str | None) -> io.TextIOBase:
    return io.TextIOWrapper(io.BytesIO(), encoding) if encoding else io.StringIO()


@pytest.mark.parametrize("encoding", ["utf-8", "cp949", "utf-16", None])
def test_the_persons_language_is_spoken(korean, encoding) -> None:
    paths.settings_file().write_text('{"language": "ko"}', "utf-8")
    speak("en")
    speak_to_person(stream(encoding), stream("utf-8"))
    assert tr("the rate") == "학습률"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1", "cp437"])
def test_a_terminal_without_its_letters_hears_english(korean, encoding) -> None:
    paths.settings_file().write_text('{"language": "ko"}', "utf-8")
    for streams in ((encoding, "utf-8"), ("utf-8", encoding)):
        speak_to_person(*map(stream, streams))
        assert tr("the rate") == "the rate"
