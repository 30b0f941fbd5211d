"""What is in a column, as a person reads it."""

from collections.abc import Sequence
from typing import Any

from hornstudio.engine.modules.tables.reading import number_in

_NAMED = 5


def value_text(value: float | str) -> str:
    """A value of a column as it is shown."""
    return value if isinstance(value, str) else f"{value:.10g}"


def word_in(values: Sequence[Any]) -> Any:
    """The first that is no number, however fractions are written; the first where all may be."""
    for value in values:
        try:
            number_in(str(value), ".,")
        except ValueError:
            return value
    return values[0]


def listed(names: Sequence[str]) -> str:
    """The first of some names; more are only hinted at."""
    return ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
