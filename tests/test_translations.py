"""Every sentence that a window may show is there in each language that ships."""

import re
import string

import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.language.catalogue import languages
from tests.translatable import has_words, sentences, titles, words_of

OTHERS = [code for code in languages() if code != "en"]


def fields(text: str) -> list[str]:
    """What stands in braces, with its form: `count`, `n:,`, `key!r`."""
    parts = string.Formatter().parse(text)
    return sorted(f"{name}!{how}:{form}" for _, name, form, how in parts if name is not None)


@pytest.mark.parametrize("code", OTHERS)
def test_nothing_is_missing(code):
    """`python -m tests.translatable CODE` prints what is, ready to be filled in."""
    missing = sorted(sentences() - set(words_of(code)))
    assert missing == []


@pytest.mark.parametrize("code", OTHERS)
def test_nothing_is_left_over(code):
    """What has only values and signs may be put together otherwise, and need not be."""
    unknown = set(words_of(code)) - sentences() - titles()
    assert sorted(filter(has_words, unknown)) == []


@pytest.mark.parametrize("code", OTHERS)
def test_each_sentence_holds_the_values_of_its_source(code):
    odd = [source for source, own in words_of(code).items() if fields(source) != fields(own)]
    assert odd == []


@pytest.mark.parametrize("code", OTHERS)
def test_a_key_of_a_menu_stays(code):
    """`&New` is reached with Alt and N in every language."""

    def keys(text: str) -> list[str]:
        return [letter.lower() for letter in re.findall(r"&(\w)", text)]

    odd = [source for source, own in words_of(code).items() if keys(own) != keys(source)]
    assert odd == []


def test_no_setting_is_named_like_a_module_and_so_left_in_english() -> None:
    named = [
        f"{module.kind}.{param.name}"
        for module in catalog().modules.values()
        for param in module.params
        if param.name == "threshold" and param.label in titles()
    ]
    assert named == []


def test_korean_leaves_the_particle_after_a_value_open() -> None:
    """`{name}을(를)`: nobody knows beforehand how the value ends."""
    bare = re.compile(r"\{\w+\}(을|를|은|는|이|가|과|와|로|으로)(?![가-힣(])")
    assert [own for own in words_of("ko").values() if bare.search(own)] == []


def test_korean_has_one_word_for_one_thing() -> None:
    """A network of neurons is a 신경망; 네트워크 is what connects computers."""
    of_computers = "$HORNSTUDIO_DATA"
    strays = ("네트워크", "표본", "시험 ")
    odd = {
        source: own
        for source, own in words_of("ko").items()
        if any(stray in own for stray in strays) and of_computers not in own
    }
    assert odd == {}


def test_what_stands_on_the_canvas_is_counted_in_modules() -> None:
    """`Group 6 modules` and `Take out 2 nodes` in one history read as two kinds of thing."""
    unfolded = "once its composites are unfolded"
    counts = [text for text in sentences() if "{count} nodes" in text and unfolded not in text]
    assert counts == []
