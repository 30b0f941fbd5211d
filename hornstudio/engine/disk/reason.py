"""Why the system refuses something, in words that a window can translate."""

import errno

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


def reason_of(error: Exception) -> Text:
    """What an error of the system says, without its number and path; of others, all they say."""
    own = next((said for said in error.args if isinstance(said, Text)), None)
    if own is not None:
        return own
    number = getattr(error, "errno", None)
    if isinstance(number, int) and number in _WORDS:
        return _WORDS[number]
    return Text(getattr(error, "strerror", None) or str(error) or type(error).__name__)
