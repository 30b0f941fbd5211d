"""Words in an SVG as curves that stand in it once, however often they are read.

Qt writes the curves of every word anew: of 2,000 nodes, 68 MB that hardly a program opens. Here a
mark is drawn where a word comes again, and `spelled` makes it a use of the first.
"""

import re
from collections.abc import Callable

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPainterPath

_FIRST_AT, _AGAIN_AT = -77777, -77778
"""Places where nothing is drawn: by these, marks are known among other curves."""
_PLACE = r"(-?[\d.e+-]+),(-?[\d.e+-]+)"
_MARK = rf'<path [^>]*d="M{_PLACE} L(\d+),'
_FIRST = re.compile(rf'{_MARK}{_FIRST_AT} ?"/>((?:\s*</?g[^>]*>)*\s*<path )')
_AGAIN = re.compile(rf'{_MARK}{_AGAIN_AT} ?"/>')
_EMPTY = re.compile(r"<g [^>]*>\s*</g>\s*")
_TYPEFACE = re.compile(r'\nfont-family="[^\n]*\n')


class Lettering:
    """The words of one file. outline: the curves of a text in a face, from the origin."""

    def __init__(self, outline: Callable[[str, str], QPainterPath]) -> None:
        self._outline = outline
        self._first: dict[tuple[str, str], tuple[int, QPointF]] = {}

    def draw(self, painter: QPainter, at: QPointF, word: tuple[str, str], ink: QColor) -> None:
        """Draw a text in a face. at: where its base line begins."""
        is_new = word not in self._first
        number, first = self._first.setdefault(word, (len(self._first), at))
        mark = QPainterPath(at - first)
        mark.lineTo(number, _FIRST_AT if is_new else _AGAIN_AT)
        painter.fillPath(mark, ink)
        if is_new:
            painter.fillPath(self._outline(*word).translated(at), ink)


def spelled(svg: str) -> str:
    """A file with its words in the place of marks; of typefaces, it then needs to know nothing."""
    svg = _FIRST.sub(r'\4id="word\3" ', svg)
    svg = _AGAIN.sub(r'<use xlink:href="#word\3" x="\1" y="\2"/>', svg)
    svg = _EMPTY.sub("", svg)
    return svg if "<text" in svg else _TYPEFACE.sub(" ", svg)
