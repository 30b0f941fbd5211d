import re
import sys

import pytest
from PySide6.QtCore import QTranslator

from hornstudio.engine.catalog import catalog
from hornstudio.engine.text import Given, Text, joined
from hornstudio.language.catalogue import words_of
from hornstudio.ui.words import language
from hornstudio.ui.words.quantity import THIN_SPACE, count_text
from hornstudio.ui.words.translate import fill, label, sentence, told, tr, tr_engine, tr_in
from tests.translatable import sentences


class Dictionary(QTranslator):
    def __init__(self, words):
        super().__init__()
        self.words = words

    def translate(self, context, source_text, disambiguation=None, n=-1):
        return self.words.get(source_text) if context == "hornstudio" else None

    def isEmpty(self):
        return False


@pytest.fixture
def speak(qapp):
    installed = []

    def install(**words):
        translator = Dictionary({source.replace("_", " "): word for source, word in words.items()})
        qapp.installTranslator(translator)
        installed.append(translator)
        return translator

    yield install
    for translator in installed:
        qapp.removeTranslator(translator)


def test_english_stands_where_there_is_no_translation(qapp):
    assert tr("Train") == "Train"
    assert tr("{count} problems", count=3) == "3 problems"
    assert tr("{as it is}") == "{as it is}"


def test_values_are_filled_in_after_the_look_up(speak):
    speak().words["{count} problems"] = "문제 {count}개"
    assert tr("{count} problems", count=3) == "문제 3개"


@pytest.mark.parametrize("slip", ["{number} Probleme", "{0} Probleme", "{count Probleme"])
def test_a_translators_slip_gives_the_source(speak, slip):
    speak().words["{count} problems"] = slip
    assert tr("{count} problems", count=3) == "3 problems"


def test_engine_text_is_looked_up_by_template_with_its_values(speak):
    words = speak().words
    words["{what} is {value}"] = "{value} = {what}"
    words["the rate"] = "die Rate"
    assert tr_engine(Text("{what} is {value}", what=Text("the rate"), value=3)) == "3 = die Rate"


def test_a_plain_engine_string_is_looked_up_as_it_stands(speak):
    speak(Dense="밀집층")
    assert tr_engine("Dense") == "밀집층"
    assert tr_engine("units {braces}") == "units {braces}"
    assert tr_engine("") == ""


def test_pseudo_language_marks_both_kinds(pseudo_language):
    assert tr("Train") == "«Train»"
    assert tr_engine(Text("{n} rows", n=2)) == "«2 rows»"


def test_a_sentence_that_begins_with_a_name_keeps_its_letter_in_every_language(speak):
    text = Text("a branch of {run} at {checkpoint}", run="mlp", checkpoint="best")
    assert sentence(text) == "A branch of mlp at best"
    speak().words[text.template] = "{run} / {checkpoint}"
    assert sentence(text) == "mlp / best"


def test_counts_look_the_same_wherever_they_come_from(qapp):
    shown = f"54{THIN_SPACE}000 samples"
    assert tr("{count} samples", count=54_000) == shown
    assert tr("{n} samples", n=count_text(54_000)) == shown
    told = Text("{train} samples", train=f"{54_000:,}")
    assert tr_engine(told) == shown
    assert tr_engine(Text("{node}: {counts}", node="a", counts=told)) == f"a: {shown}"
    assert tr_engine(Text("{low} samples", low=f"{-54_000:,}")) == f"-{shown}"
    assert str(told) == "54,000 samples"  # in logs and in a terminal


@pytest.mark.parametrize("value", ["1,2", "28,28,1", "a 1,000", 4096, 1.5, True])
def test_what_is_no_count_stays_as_it_is(qapp, value):
    assert tr_engine(Text("is {value}", value=value)) == f"is {value}"


def test_no_sentence_writes_a_count_in_a_way_of_its_own():
    assert [text for text in sentences() if re.search(r"\{\w+:[^}]*,", text)] == []


@pytest.mark.parametrize("code", ["en", "ko"])
def test_no_sentence_of_the_window_has_a_number_with_commas(code):
    """Thin spaces group digits there; what has commas in its template would keep them."""
    words = words_of(code)
    sentences = [words.get(template, template) for template in words_of("ko")]
    grouped = re.compile(r"(?<![\d.,])\d{1,3}(,\d{3})+(?![\d,])")
    assert not [text for text in sentences if grouped.search(text)]
    help_text = tr_engine(catalog().get("mnist").help)
    assert f"70{THIN_SPACE}000 real pictures" in help_text


def test_a_mac_has_other_words_for_its_keys(monkeypatch):
    words = "{keys} is needed for typing. Hold Ctrl or Alt with it."
    assert tr(words, keys="Q") == "Q is needed for typing. Hold Ctrl or Alt with it."
    monkeypatch.setattr(sys, "platform", "darwin")
    assert tr(words, keys="Ctrl") == "Ctrl is needed for typing. Hold ⌘ or ⌥ with it."
    assert tr("Ctrl and arrow keys") == "⌘ and arrow keys"
    assert tr_in("ko", "Ctrl and arrow keys") == "⌘과 화살표 키"
    assert tr("Alternating Control") == "Alternating Control"


def _some_sentences() -> list[str]:
    refusal = tr("There is no folder {folder}", folder="a")
    return [
        tr("Move {node}", node="hidden"),
        tr("Delete {count} modules", count=12_000),
        tr("Set {setting} to {value}", setting=label("Batch size"), value="3, 4"),
        tr("Training was refused: {reason}", reason=refusal),
        tr_engine(Text("No space left on device")),
    ]


def test_what_was_said_just_now_is_told_again_in_another_language(qapp):
    try:
        language.install(qapp, "en")
        said = _some_sentences()
        assert said[2] == "Set batch size to 3, 4"
        made = [told(words) for words in said]
        language.install(qapp, "ko")
        again = [tr_engine(each) for each in made]
        assert again == _some_sentences()
        assert again[2] == "배치 크기를 3, 4로"
        made = [told(words) for words in again]
        language.install(qapp, "en")
        assert [tr_engine(each) for each in made] == said
    finally:
        language.install(qapp, "en")


def test_the_name_of_a_node_is_not_taken_for_a_word(qapp):
    try:
        language.install(qapp, "en")
        assert tr("loss") == "loss"
        made = told(tr("Rename {node}", node="loss"))
        language.install(qapp, "ko")
        assert tr_engine(made) == tr("Rename {node}", node="loss")
        assert "loss" in tr_engine(made)
    finally:
        language.install(qapp, "en")


def test_a_sentence_that_is_nothing_but_another_one_is_told_as_that(qapp):
    whole = tr_engine(joined([Text("No space left on device")]))
    assert told(whole) == "No space left on device"
    assert not told(whole).values


def test_what_nobody_has_said_just_now_stays_as_it_is(speak):
    made = told("Said by a stranger")
    speak(Said_by_a_stranger="Von einem Fremden")
    assert tr_engine(made) == "Said by a stranger"
    first = tr("This is soon forgotten")
    for number in range(2_000):
        tr("{count} others", count=number)
    assert isinstance(told(first), Given)


def test_a_sentence_is_filled_later_with_the_grammar_of_its_language(qapp):
    try:
        language.install(qapp, "ko")
        template = tr("Set {setting} to {value}")
        assert fill(template, setting="시드", value="나무") == "시드를 나무로"
        assert fill(template, setting="값", value="숲") == "값을 숲으로"
        assert fill("Not said by {who}", who="us") == "Not said by us"
    finally:
        language.install(qapp, "en")
