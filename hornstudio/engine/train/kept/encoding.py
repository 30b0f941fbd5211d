"""Events as lines of JSON: for scripts, and for the files of a run."""

import math
import sys
from contextlib import suppress
from typing import Any

import msgspec

from hornstudio.engine.text import Text
from hornstudio.engine.watch.events import AnyEvent, Event, Knob


def plain_value(value: Any) -> Any:
    """What msgspec cannot encode by itself: a `Text` as its words, NumPy's numbers as Python's.

    Raises: TypeError for anything else.
    """
    if isinstance(value, str):
        return str(value)
    if hasattr(value, "item"):
        return value.item()
    raise TypeError(f"cannot be sent: {value!r}")


def sentence_to_json(text: str) -> dict[str, Any]:
    """What a translator needs of a sentence of the engine; nothing of a plain string."""
    if not isinstance(text, Text):
        return {}
    values = {name: _plain_item(value) for name, value in text.values.items()}
    return {"template": text.template, "values": values}


def sentence_from_json(parts: Any, plain: str) -> str:
    """The sentence of such parts; `plain` where they are not whole, or say something else."""
    try:
        text = _sentence(parts)
    except (TypeError, KeyError, ValueError, IndexError, AttributeError, RecursionError):
        return plain
    return text if text == plain else plain


def _sentence(parts: Any) -> Text:
    values = parts["values"].items()
    told = {name: _sentence(v) if isinstance(v, dict) else v for name, v in values}
    return Text(parts["template"], **told)


def _plain_item(value: Any) -> Any:
    if isinstance(value, Text):
        return sentence_to_json(value)
    is_plain = type(value) in (bool, int, float, str)
    return value if is_plain or value is None else str(value)


_encoder = msgspec.json.Encoder(enc_hook=plain_value)
_decoder: "msgspec.json.Decoder[AnyEvent]" = msgspec.json.Decoder(AnyEvent)


def event_to_json(event: Event) -> bytes:
    """One line; a figure that is not a number becomes null, because JSON has none such."""
    return _encoder.encode(event)


def event_from_json(line: str | bytes) -> AnyEvent:
    """The event of a line, null in its metrics read as not a number.

    Raises: msgspec.DecodeError for a line that is damaged: cut off, or with a figure that none has.
    """
    try:
        event = _event(line)
    except RecursionError:
        raise msgspec.ValidationError from None  # nested too deep
    if isinstance(event, Knob) and (_is_beyond_floats(event.old) or _is_beyond_floats(event.new)):
        raise msgspec.ValidationError
    return event


def _event(line: str | bytes) -> AnyEvent:
    with suppress(msgspec.ValidationError):
        return _decoder.decode(line)
    data = msgspec.json.decode(line)
    if isinstance(data, dict) and isinstance(data.get("metrics"), dict):
        data["metrics"] = {k: math.nan if v is None else v for k, v in data["metrics"].items()}
    return msgspec.convert(data, AnyEvent)


def _is_beyond_floats(value: Any) -> bool:
    return isinstance(value, int) and abs(value) > sys.float_info.max
