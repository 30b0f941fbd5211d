"""Names for files that every system takes: what is made on one may be copied to another."""

import re
import sys

LONGEST = 60
"""Signs; a path on Windows has 259 at most, and a name on Linux 255 bytes, three a letter."""

_LONGEST_PATH = 259
_UNFIT = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_PORTS = [f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"]
_DEVICES = frozenset(["con", "prn", "aux", "nul", "conin$", "conout$", *_PORTS])


def fitting(name: str) -> str:
    """What a person calls something as the name of a file, without its suffix; may be empty."""
    name = _UNFIT.sub("_", name).strip(". ")[:LONGEST].rstrip(". ")
    return f"_{name}" if is_device(name) else name


def is_device(name: str) -> bool:
    """Whether Windows opens a device by that name, in whatever folder and with any suffix."""
    return name.partition(".")[0].rstrip().casefold() in _DEVICES


def is_too_long(path: str) -> bool:
    """Whether it is a path that Windows takes only where somebody has allowed long ones."""
    return sys.platform == "win32" and len(path) > _LONGEST_PATH
