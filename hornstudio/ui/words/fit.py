"""Which weights of a checkpoint a network would begin in, in so many lines as can be read."""

from collections.abc import Sequence

from hornstudio.engine.text import Text
from hornstudio.ui.words.translate import tr, tr_engine

_MOST_LINES = 12


def fit_text(lines: Sequence[Text]) -> str:
    """The lines of a `Fit`; of many the first, and how many more there are."""
    told = [*map(tr_engine, lines[:_MOST_LINES])]
    if len(lines) > _MOST_LINES:
        told.append(tr("and {count} more", count=len(lines) - _MOST_LINES))
    return "\n".join(told)
