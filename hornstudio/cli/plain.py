"""What a terminal cannot show, such as one in ASCII, is shown by what is on every keyboard."""

import codecs
import json
from typing import TextIO

PLAIN = "hornstudio-plain"
"""How streams deal with characters that their encoding lacks."""

_ESCAPED = "hornstudio-json"

_INSTEAD = {"×": "x", "█": "#", "░": ".", "…": "...", "→": "->", "–": "-", "—": "-", "’": "'"}


def _in_plain(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(_INSTEAD.get(each, "?") for each in lacking), error.end


def _in_json(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return json.dumps(lacking)[1:-1], error.end


codecs.register_error(PLAIN, _in_plain)
codecs.register_error(_ESCAPED, _in_json)


def for_stream(text: str, stream: TextIO) -> str:
    """JSON in which a character that a stream cannot write is `\\uXXXX`, so that none is lost."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    return text.encode(encoding, _ESCAPED).decode(encoding)
