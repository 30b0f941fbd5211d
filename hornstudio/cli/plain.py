"""What a terminal cannot show, such as one in ASCII, is shown by what is on every keyboard."""

import codecs

PLAIN = "hornstudio-plain"
"""How streams deal with characters that their encoding lacks."""

_INSTEAD = {"×": "x", "█": "#", "░": ".", "…": "...", "→": "->", "–": "-", "—": "-", "’": "'"}


def _in_plain(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(_INSTEAD.get(each, "?") for each in lacking), error.end


codecs.register_error(PLAIN, _in_plain)
