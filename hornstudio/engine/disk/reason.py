"""Why the system refuses something, in words that a window can translate."""

import errno
import json

from hornstudio.engine.text import Text

_WORDS = {
    errno.EACCES: Text("Permission denied"),
    errno.EBUSY: Text("Device or resource busy"),
    errno.EDQUOT: Text("Disk quota exceeded"),
    errno.EEXIST: Text("File exists"),
    errno.EFBIG: Text("File too large"),
    errno.EIO: Text("Input/output error"),
    errno.EISDIR: Text("Is a directory"),
    errno.ELOOP: Text("Too many levels of symbolic links"),
    errno.EMFILE: Text("Too many open files"),
    errno.ENAMETOOLONG: Text("File name too long"),
    errno.ENOENT: Text("No such file or directory"),
    errno.ENOSPC: Text("No space left on device"),
    errno.ENOTDIR: Text("Not a directory"),
    errno.ENOTEMPTY: Text("Directory not empty"),
    errno.EPERM: Text("Operation not permitted"),
    errno.EROFS: Text("Read-only file system"),
    errno.ESTALE: Text("Stale file handle"),
    errno.ETIMEDOUT: Text("Connection timed out"),
}
"""As Linux says it, so that what is looked up elsewhere is found, on every system alike."""


_IN_USE = (32, 33)
"""What Windows calls violations of sharing and of locks; their errno is that of a permission."""


def reason_of(error: Exception) -> Text:
    """What an error of the system says, without its number and path; where a file is no JSON or
    no text, from where on; of others, all they say.
    """
    own = next((said for said in error.args if isinstance(said, Text)), None)
    if own is not None:
        return own
    if isinstance(error, json.JSONDecodeError):
        return _no_json(error)
    if isinstance(error, UnicodeDecodeError):
        return Text("it is no text from byte {place} on", place=error.start + 1)
    if getattr(error, "winerror", None) in _IN_USE:
        return Text("another program has it open")
    number = getattr(error, "errno", None)
    if isinstance(number, int) and number in _WORDS:
        return _WORDS[number]
    return Text(getattr(error, "strerror", None) or str(error) or type(error).__name__)


def _no_json(error: json.JSONDecodeError) -> Text:
    if not error.doc.strip():
        return Text("it is empty")
    if breaks_off(error):
        return Text("it breaks off in line {line}", line=error.lineno)
    where = {"line": error.lineno, "column": error.colno}
    return Text("it is not as it should be at line {line}, column {column}", **where)


def breaks_off(error: json.JSONDecodeError) -> bool:
    """Whether what is no JSON would be some, if it went on."""
    return error.pos >= len(error.doc.rstrip()) or "Unterminated" in error.msg
