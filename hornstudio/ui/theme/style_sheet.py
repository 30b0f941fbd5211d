"""One Qt style sheet for every widget, filled in from the tokens of a theme.

The sources are `resources/themes/*.qss`, plain QSS with blanks:

    @bg.panel                  a colour token            -> #181b20
    @radius.md                 a length                  -> 7px
    @typography.weight.medium  a weight, the one number without a unit -> 500
    @icon(check, text.muted)   an icon in that colour    -> url(...)
"""

import os
import re
import tempfile
from functools import cache
from pathlib import Path

from PySide6.QtGui import QColor

from hornstudio.engine.disk.moving import move
from hornstudio.paths import cache_dir, resource
from hornstudio.ui.theme import svg_icon
from hornstudio.ui.theme.theme import Theme

SOURCES = ("window.qss", "button.qss", "field.qss", "view.qss")
_BLANK = re.compile(r"@icon\(([\w-]+),\s*([\w.]+)\)|@([a-z]\w*(?:\.\w+)+)")
_UNITLESS = "typography.weight."
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def build(theme: Theme) -> str:
    """Style sheet of a theme. Raises: KeyError for a blank that names no token."""

    def fill(blank: re.Match[str]) -> str:
        name, ink, path = blank.groups()
        return _icon_url(name, theme.color(ink)) if name else _value(theme, path)

    return _BLANK.sub(fill, _source())


def _value(theme: Theme, path: str) -> str:
    try:
        color = theme.color(path)
    except KeyError:
        return f"{theme.number(path):g}" + ("" if path.startswith(_UNITLESS) else "px")
    # Qt reads alpha first, CSS last; the tokens are in CSS order.
    return color.name(QColor.NameFormat.HexArgb) if color.alpha() < 255 else color.name()


@cache
def _source() -> str:
    parts = (resource("themes", name).read_text(encoding="utf-8") for name in SOURCES)
    return _COMMENT.sub("", "\n".join(parts))


def _icon_url(name: str, ink: QColor) -> str:
    """Style sheets take pictures from files only: keep tinted copies in the cache."""
    picture = _folder() / f"{name}-{ink.name(QColor.NameFormat.HexArgb)[1:]}.svg"
    text = svg_icon.svg(name, ink)
    if not picture.is_file() or picture.read_bytes() != text:
        # Another window may be starting: it must never read half a file.
        draft = picture.with_suffix(f".{os.getpid()}.part")
        draft.write_bytes(text)
        move(draft, picture)
    return f'url("{picture.as_posix()}")'


@cache
def _folder() -> Path:
    wanted = cache_dir() / "tinted-icons"
    try:
        wanted.mkdir(parents=True, exist_ok=True)
    except OSError:
        return Path(tempfile.mkdtemp(prefix="hornstudio-icons-"))
    writable = os.access(wanted, os.W_OK)
    return wanted if writable else Path(tempfile.mkdtemp(prefix="hornstudio-icons-"))
