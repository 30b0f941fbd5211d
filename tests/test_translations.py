"""Every sentence that a window may show is there in each language that ships."""

import re
import string

import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.ui.words.language import languages
from tests.translatable import sentences, titles, words_of

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
    assert sorted(set(words_of(code)) - sentences() - titles()) == []


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
