"""Sentences on their way through a pipe: a `Text` keeps its template and values.

It travels as a string that begins with a mark; whoever draws it can then translate it.
"""

import json
from typing import Any, TypeVar

import msgspec

from hornstudio.engine.text import Text
from hornstudio.engine.train.kept.encoding import plain_value

_MARK = "\x02text:"

S = TypeVar("S", bound=msgspec.Struct)


def to_send(value: Any) -> Any:
    """What msgspec cannot encode by itself. Raises: TypeError."""
    if isinstance(value, Text):
        return _MARK + json.dumps([value.template, _plain(value.values)], ensure_ascii=False)
    return plain_value(value)


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _plain_item(value) for name, value in values.items()}


def _plain_item(value: Any) -> Any:
    if isinstance(value, Text):
        return to_send(value)
    return value if isinstance(value, bool | int | float | str | None) else str(value)


def received(text: str) -> str:
    """The sentence of a string that came through the pipe."""
    if not text.startswith(_MARK):
        return text
    try:
        template, values = json.loads(text[len(_MARK) :])
        return Text(template, **{name: _received_value(v) for name, v in values.items()})
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        return text[len(_MARK) :]


def _received_value(value: Any) -> Any:
    return received(value) if isinstance(value, str) else value


def revive(message: S) -> S:
    """A message, or an event in it, with its sentences restored."""
    changed: dict[str, Any] = {}
    for name in message.__struct_fields__:
        value = getattr(message, name)
        if isinstance(value, msgspec.Struct):
            changed[name] = revive(value)
        elif isinstance(value, str) and value.startswith(_MARK):
            changed[name] = received(value)
        elif isinstance(value, list):
            changed[name] = [_received_value(item) for item in value]
    return msgspec.structs.replace(message, **changed) if changed else message
