"""Line icons of `resources/icons`, drawn in the colour of any token and crisp at any scale."""

from functools import cache
from typing import Protocol
from weakref import WeakKeyDictionary

import shiboken6
from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QToolButton

from hornstudio.paths import resource
from hornstudio.ui.theme.theme import current

SIZE_PX = 18  # toolbar and nodes; 15 in buttons, 13 inline
_GAP_PX = 3
_FINEST = 3.0


class _WearsIcon(Protocol):
    def setIcon(self, icon: QIcon, /) -> None: ...


_worn: WeakKeyDictionary[QObject, tuple[str, str, int, int]] = WeakKeyDictionary()


def icon(name: str, color: str = "text.secondary", size: int = SIZE_PX) -> QIcon:
    """Icon for the theme in use, greyed where its control is disabled.

    color: path of a colour token. Raises: FileNotFoundError for an unknown name.
    An icon keeps its colours when the theme changes: `set_icon` renews it by itself.
    """
    return _icon_now(name, color, size, 0)


def set_icon(
    target: _WearsIcon, name: str, color: str = "text.secondary", size: int = SIZE_PX
) -> None:
    """Give an action or a button its icon, now and after each change of theme."""
    gap = _gap_of(target)
    target.setIcon(_icon_now(name, color, size, gap))
    if isinstance(target, QAbstractButton):
        target.setIconSize(QSize(size + gap, size))
    if isinstance(target, QObject):
        _renewing()
        _worn[target] = (name, color, size, gap)


def pixmap(
    name: str, color: str | QColor = "text.secondary", size: int = SIZE_PX, ratio: float = 1.0
) -> QPixmap:
    """Picture of `size` px a side for a screen with `ratio` device pixels a px."""
    ink = QColor(color) if isinstance(color, QColor) else current().color(color)
    return _pixmap(name, ink.rgba(), size, ratio)


def paint_icon(
    painter: QPainter, rect: QRectF, name: str, color: str | QColor = "text.secondary"
) -> None:
    """Draw an icon as curves into `rect`, at whatever zoom the painter has."""
    ink = QColor(color) if isinstance(color, QColor) else current().color(color)
    _renderer(name, ink.rgba()).render(painter, rect)


@cache
def app_icon() -> QIcon:
    """The program's own icon, in the sizes that window managers ask for."""
    made = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        made.addPixmap(_pixmap("app-icon", 0, size, 1.0))
    return made


def svg(name: str, color: QColor) -> bytes:
    """Text of an icon with its `currentColor` filled in."""
    text = _text(name).replace("currentColor", color.name())
    if color.alpha() == 255 or color.alpha() == 0:
        return text.encode()
    opacity = f'<svg opacity="{color.alphaF():.3f}" '
    return text.replace("<svg ", opacity, 1).encode()


@cache
def _text(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


@cache
def _renderer(name: str, rgba: int) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(svg(name, QColor.fromRgba(rgba))))


def _gap_of(target: object) -> int:
    """Room kept after the icon of a button with words; Qt's own 4 px look cramped."""
    if not isinstance(target, QAbstractButton) or not target.text():
        return 0
    alone = Qt.ToolButtonStyle.ToolButtonIconOnly
    is_alone = isinstance(target, QToolButton) and target.toolButtonStyle() == alone
    return 0 if is_alone else _GAP_PX


@cache
def _pixmap(name: str, rgba: int, size: int, ratio: float, gap: int = 0) -> QPixmap:
    side = round(size * ratio)
    made = QPixmap(side + round(gap * ratio), side)
    made.fill(Qt.GlobalColor.transparent)
    renderer = _renderer(name, rgba)
    painter = QPainter(made)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


def _icon_now(name: str, color: str, size: int, gap: int) -> QIcon:
    theme = current()
    rgba, disabled = theme.color(color).rgba(), theme.color("text.disabled").rgba()
    return _icon(name, rgba, disabled, size, gap, _ratios())


@cache
def _icon(
    name: str, rgba: int, disabled: int, size: int, gap: int, ratios: tuple[float, ...]
) -> QIcon:
    made = QIcon()
    for ratio in ratios:
        made.addPixmap(_pixmap(name, rgba, size, ratio, gap))
        made.addPixmap(_pixmap(name, disabled, size, ratio, gap), QIcon.Mode.Disabled)
        # Else Qt mixes it with the colour of the selected row that it stands in.
        made.addPixmap(_pixmap(name, rgba, size, ratio, gap), QIcon.Mode.Selected)
    return made


def _ratios() -> tuple[float, ...]:
    """Scales to render for: those of the screens, and a fine one for a screen plugged in later."""
    return tuple(sorted({s.devicePixelRatio() for s in QGuiApplication.screens()} | {_FINEST}))


@cache
def _renewing() -> bool:
    """Connect to the theme, once a process."""
    current().changed.connect(_on_theme_changed)
    return True


def _on_theme_changed() -> None:
    for target, (name, color, size, gap) in list(_worn.items()):
        if shiboken6.isValid(target):
            target.setIcon(_icon_now(name, color, size, gap))  # type: ignore[attr-defined]
