"""Values in sentences that were looked up, with the grammar of their language."""

from collections.abc import Callable, Mapping
from typing import Any


def filled(text: str, translated: str, code: str, values: Mapping[str, Any]) -> str:
    """`translated`, in the language of a code, with values in the place of its `{names}`.

    Where it asks for a value that is not there, it is passed over for `text`, its source: a
    translator's slip must not stop the program.
    """
    if not values:
        return translated
    try:
        words = translated.format(**values)
    except (KeyError, IndexError, ValueError):
        return text.format(**values)
    if code == "ko":
        from hornstudio.language.particles import choose_particles  # an English start goes without

        return choose_particles(words)
    return words


def told(text: str, tr: Callable[..., str], show: Callable[[Any], Any]) -> str:
    """A sentence of the engine, by `tr(template, **values)`.

    A `Text` is looked up by its template, and its values that are `Text` likewise; a plain
    string is looked up as it stands, what a person gave is not. show: how a value is written that
    is no `Text`.
    """
    # Here, for what is said before an engine is needed.
    from hornstudio.engine.text import Given, Text

    def shown(value: Any) -> Any:
        if isinstance(value, Given):
            return value
        return told(value, tr, show) if isinstance(value, Text) else show(value)

    if isinstance(text, Given):
        return text
    if not isinstance(text, Text):
        return tr(text) if text else ""
    return tr(text.template, **{name: shown(value) for name, value in text.values.items()})
