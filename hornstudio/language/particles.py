"""Korean particles that depend on how the word before them ends: 을(를) becomes 을 or 를.

Korean sentences with a value in them are written with both forms, for nobody knows the value
beforehand: "{name}을(를) 열 수 없습니다". Here the one that fits is chosen, where the end of the
word tells how it is spoken; where it does not, both stay, as Koreans write them in such a case.
"""

import re

_PAIRS = {
    "을(를)": ("을", "를"),
    "이(가)": ("이", "가"),
    "은(는)": ("은", "는"),
    "와(과)": ("과", "와"),
    "(으)로": ("으로", "로"),
}
"""Both forms: after a consonant, after a vowel."""

_BOTH = re.compile(
    r"(?P<word>[A-Za-z]+|\S)(?P<close>[\"'”’)\]»]*)(?P<pair>"
    + "|".join(map(re.escape, _PAIRS))
    + ")"
)

_FIRST_SYLLABLE, _LAST_SYLLABLE, _ENDINGS = 0xAC00, 0xD7A3, 28
_RIEUL = 8
_DIGITS_IN_CONSONANT = "013678"
_DIGITS_IN_RIEUL = "178"
_LETTERS_IN_CONSONANT = "lmn"
_LETTERS_IN_VOWEL = "aeiouydszxfvhjqwr"
_LETTERS_BY_NAME = {"l": "l", "m": "n", "n": "n", "r": "l"}
_LATIN = (
    (re.compile(r"^(png|jpg|txt|bmp|webp)$"), ""),
    (
        re.compile(
            r"(ng|[aeiou][mn]e|type|[aeiou][bp]|ic|input|output|out|hot|block|split)$"
            r"|(?<![eo])[eo]t$"
        ),
        "n",
    ),
    (re.compile(r"le$"), "l"),
    (re.compile(r"(weight|height|[lnrs]t|mask)$"), ""),
)
"""English words by their end, where the last letter alone misleads: padding 패딩, scale 스케일.

Endings of files are spoken letter by letter: png 피엔지.
"""


def choose_particles(text: str) -> str:
    """The text with each pair of forms made one, as far as its word tells which."""
    return _BOTH.sub(_chosen, text)


def _chosen(found: "re.Match[str]") -> str:
    pair = found["pair"]
    word = found["word"]
    ending = (
        _latin_ending(word.lower()) if word[0].isascii() and word[0].isalpha() else _ending(word)
    )
    if ending is None:
        return found[0]
    is_like_vowel = ending == "" or (ending == "l" and pair == "(으)로")
    form = _PAIRS[pair][1 if is_like_vowel else 0]
    return f"{found['word']}{found['close']}{form}"


def _ending(letter: str) -> str | None:
    """How a word that ends in this syllable or digit ends when spoken.

    "": in a vowel; "l": in ㄹ; "n": in another consonant; None: it depends on the word.
    """
    code = ord(letter)
    if _FIRST_SYLLABLE <= code <= _LAST_SYLLABLE:
        final = (code - _FIRST_SYLLABLE) % _ENDINGS
        return "" if final == 0 else ("l" if final == _RIEUL else "n")
    if letter.isdigit() and letter.isascii():
        if letter not in _DIGITS_IN_CONSONANT:
            return ""
        return "l" if letter in _DIGITS_IN_RIEUL else "n"
    return None


def _latin_ending(word: str) -> str | None:
    """The same of a word in Latin letters; one letter alone is spoken by its name."""
    if len(word) == 1:
        return _LETTERS_BY_NAME.get(word, "")
    for pattern, ending in _LATIN:
        if pattern.search(word):
            return ending
    if word[-1] in _LETTERS_IN_CONSONANT:
        return "l" if word[-1] == "l" else "n"
    return "" if word[-1] in _LETTERS_IN_VOWEL else None
