"""The program's own fonts: Inter for words, JetBrains Mono for shapes, values and code."""

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from hornstudio.paths import resource
from hornstudio.ui.theme import tokens

FILES = (
    "Inter-Regular.otf",
    "Inter-Medium.otf",
    "Inter-SemiBold.otf",
    "JetBrainsMono-Regular.ttf",
    "JetBrainsMono-Medium.ttf",
)
_SEMIBOLD_SIZES = {"title", "heading", "display", "nodeTitle"}


@cache
def load() -> tuple[str, ...]:
    """Hand the shipped files to Qt (once a process, after the application exists).

    Returns the families that were added. A file that Qt refuses is left out: the fallbacks of
    `tokens` then stand in.
    """
    added: dict[str, None] = {}
    for name in FILES:
        number = QFontDatabase.addApplicationFont(str(resource("fonts", name)))
        added.update(dict.fromkeys(QFontDatabase.applicationFontFamilies(number)))
    return tuple(added)


def font(size: str = "body", weight: str | None = None, *, tabular: bool = False) -> QFont:
    """Font for words.

    size: a name of `typography.size` (`micro`, `small`, `body`, `title`, `heading`, ...).
    weight: `regular`, `medium`, `semibold`; titles are semibold unless told.
    tabular: all digits equally wide, for numbers that change or stand in columns.
    """
    chosen = weight or ("semibold" if size in _SEMIBOLD_SIZES else "regular")
    made = _font("ui", size, chosen)
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


def mono(size: str = "shape", weight: str = "regular") -> QFont:
    """Font for shapes, values and code; every character stands as it was typed."""
    made = _font("mono", size, weight)
    # Ligatures would draw `->` and `!=` as one sign that nobody can type.
    made.setFeature(QFont.Tag("calt"), 0)
    made.setStyleHint(QFont.StyleHint.Monospace)
    return made


def _font(family: str, size: str, weight: str) -> QFont:
    """A copy, which its owner may change, of one that knows its glyphs already."""
    return QFont(_made(family, size, weight))


@cache
def _made(family: str, size: str, weight: str) -> QFont:
    load()
    known = tokens.load()
    made = QFont(_families(family))
    made.setPixelSize(round(known.numbers[f"typography.size.{size}"]))
    made.setWeight(QFont.Weight(round(known.numbers[f"typography.weight.{weight}"])))
    return made


@cache
def _families(family: str) -> list[str]:
    """Wanted families that this machine has; asking Qt for absent ones is slow on macOS."""
    wanted = tokens.load().families[family]
    return [name for name in wanted if QFontDatabase.hasFamily(name)] or [wanted[0]]


def narrowed(font: QFont, text: str, room: float) -> QFont:
    """The font, or a narrower one where a text would be wider than its room, in pixels."""
    wide = QFontMetricsF(font).horizontalAdvance(text)
    if wide > room:
        font = QFont(font)
        font.setStretch(int(100 * room / wide))
    return font
