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


def is_slip_of(query: str, words: Iterable[str]) -> bool:
    """Whether a query is one of the plain words but for a slip or two of the fingers."""
    near = difflib.get_close_matches(query, words, n=1, cutoff=_LEAST_ALIKE)
    return len(query) > 3 and bool(near)
