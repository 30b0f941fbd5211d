"""Words as their letters, so that a search finds them however they are spelled or half typed."""

import difflib
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_FIRST, _LAST = 0x11A8, 0x11C2  # consonants that close a syllable
_CLOSING = (
    *("ᄀ", "ᄁ", "ᄀᄉ", "ᄂ", "ᄂᄌ", "ᄂᄒ", "ᄃ", "ᄅ", "ᄅᄀ"),
    *("ᄅᄆ", "ᄅᄇ", "ᄅᄉ", "ᄅᄐ", "ᄅᄑ", "ᄅᄒ", "ᄆ", "ᄇ", "ᄇᄉ"),
    *("ᄉ", "ᄊ", "ᄋ", "ᄌ", "ᄎ", "ᄏ", "ᄐ", "ᄑ", "ᄒ"),
)
_LEAST_ALIKE = 0.74


@lru_cache(maxsize=8192)  # a search looks at every word of every module
def plain(text: str) -> str:
    """Only letters and digits, in lower case; Hangul as the letters that its syllables are made of.

    A consonant is the same letter wherever it stands: `핪`, on the way to `합성곱`, begins it.
    """
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(_opening(c) for c in letters if c.isalnum())


def _opening(letter: str) -> str:
    """A consonant that closes a syllable as the one, or the two, that could open the next."""
    code = ord(letter)
    return _CLOSING[code - _FIRST] if _FIRST <= code <= _LAST else letter


def is_subsequence(query: str, word: str) -> bool:
    """Whether a word has all letters of the query in their order."""
    letters = iter(word)
    return len(query) > 1 and all(c in letters for c in query)


def score(
    query: str, names: Iterable[str], words: Iterable[str] = (), groups: Iterable[str] = ()
) -> int:
    """How well a plain query fits a thing, 0 for not at all: its own names before other words for
    it, and those before the groups that it is in; beginnings before middles.

    1: only the letters of its first name, in their order.
    """
    names = list(names)
    best = 0
    for rank, known in ((4, names), (2, words), (0, groups)):
        for word in known:
            spelled = plain(word)
            if spelled == query:
                best = max(best, 4 + rank)
            elif spelled.startswith(query):
                best = max(best, 3 + rank)
            elif query in spelled:
                best = max(best, 2 + rank)
    return best or int(is_subsequence(query, plain(names[0])))


def closest(word: str, names: Iterable[str]) -> str:
    """The one of some names that may have been meant; empty where none is close."""
    return next(iter(difflib.get_close_matches(word, list(names), n=1)), "")


def is_slip_of(query: str, words: Iterable[str]) -> bool:
    """Whether a query is one of the plain words but for a slip or two of the fingers."""
    near = difflib.get_close_matches(query, words, n=1, cutoff=_LEAST_ALIKE)
    return len(query) > 3 and bool(near)
