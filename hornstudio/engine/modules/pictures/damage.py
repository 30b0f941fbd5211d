"""Why a picture cannot be read, in words that a window can translate."""

from hornstudio.engine.disk.reason import reason_of
from hornstudio.engine.text import Text


def damage_of(error: Exception) -> Text:
    """What a decoder means; what it says itself is English, and names no remedy."""
    name = type(error).__name__
    if isinstance(error, FileNotFoundError):
        return Text("it is not there any more")
    if name == "DecompressionBombError":
        return Text("it has too many pixels; save it smaller")
    is_of_decoder = isinstance(error, OSError) and error.errno is None
    if is_of_decoder or isinstance(error, SyntaxError):  # what Pillow calls a broken PNG
        return Text("it is no picture, or a damaged one")
    return Text(reason_of(error).partition("\n")[0])
