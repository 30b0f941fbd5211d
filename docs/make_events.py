"""Writes docs/events.md, what `hornstudio train --json` prints, from the events themselves.

usage: python docs/make_events.py

A test compares the page with the events.
"""

import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

import msgspec

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from hornstudio.engine.watch import events  # noqa: E402

MARK = "<!-- Made by docs/make_events.py from the events; not to be edited by hand. -->"
PAGE = ROOT / "docs" / "events.md"
_BEGINNING = """\
`hornstudio train --json` and `hornstudio resume --json` print one JSON object a line. Its `event`
says which of these it is, the last one is `finished` or `failed`. Fields may be added, so a reader
should pass over those that it does not know. What is no number, such as a loss that ran away, is
`null`."""


def page() -> str:
    """The text of the page."""
    conventions = inspect.cleandoc(events.__doc__ or "").partition("\n\n")[2]
    kinds = "\n\n".join(_kind(kind) for kind in get_args(events.AnyEvent))
    return f"{MARK}\n# Events of a run\n\n{_BEGINNING}\n\n{conventions}\n\n{kinds}\n"


def _kind(kind: Any) -> str:
    rows = "\n".join(_rows(kind))
    head = f"## {kind.__name__.lower()}\n\n{inspect.getdoc(kind)}"
    return f"{head}\n\n| field | JSON | default |\n| --- | --- | --- |\n{rows}"


def _rows(kind: Any) -> Iterator[str]:
    for field in msgspec.structs.fields(kind):
        default = "" if field.required else f"`{_default(field)}`"
        yield f"| `{field.name}` | {_type(field.type)} | {default} |"


def _default(field: Any) -> str:
    value = field.default
    if value is msgspec.NODEFAULT:
        value = field.default_factory()
    return msgspec.json.encode(value).decode()


def _type(kind: Any) -> str:
    """As JSON has it: `dict[str, float]` is an object of numbers."""
    if get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    text = kind.__name__ if isinstance(kind, type) and not get_args(kind) else str(kind)
    text = re.sub(r"\w+\.(?=\w)", "", text)
    while (simpler := re.sub(r"dict\[str, ([^\[\]]*)\]", r"object of \1", text)) != text:
        text = simpler
    text = re.sub(r"list\[([^\[\]]*)\]", r"array of \1", text)
    words = {"str": "text", "int": "integer", "float": "number", "bool": "true or false"}
    words |= {"Any": "anything", "Knob": "knob"}
    return re.sub(r"\w+", lambda word: words.get(word[0], word[0]), text)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE}")
