"""Where on the screens the window stands, and how large it may be."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QStyle

from hornstudio.ui.settings import Settings

FIRST_SIZE = QSize(1440, 900)
SMALLEST = QSize(960, 600)
_VISIBLE_PX = 60


class Frame:
    """Puts a window where it was, if a screen still shows that place; within a screen."""

    def __init__(self, window: QMainWindow, settings: Settings) -> None:
        self._window, self._settings = window, settings
        first = QGuiApplication.primaryScreen()
        screens = sorted(QGuiApplication.screens(), key=lambda screen: screen is not first)
        title_px = window.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
        rooms = [s.availableGeometry().adjusted(0, title_px, 0, 0) for s in screens]
        self._given, least = frame_in(rooms, self._saved)
        window.setMinimumSize(least)
        window.setGeometry(self._given)
        if settings.is_maximized:
            window.setWindowState(Qt.WindowState.WindowMaximized)

    @property
    def _saved(self) -> QRect:
        return QRect(*self._settings.frame) if self._settings.frame else QRect()

    def note(self) -> None:
        """Let the settings know where the window is now."""
        frame = frame_to_keep(self._saved, self._given, self._window.normalGeometry())
        self._settings.frame = [frame.x(), frame.y(), frame.width(), frame.height()]
        self._settings.is_maximized = self._window.isMaximized()


def frame_in(rooms: Sequence[QRect], saved: QRect) -> tuple[QRect, QSize]:
    """Frame of the window, without its title bar, and the size that it may not go below.

    rooms: what each screen has free, the first screen first. saved: where the window was; a screen
    that still shows that place keeps it there, made smaller where it is too large for the screen.
    """
    seen = [room & saved for room in rooms]
    shares = [min(part.width(), part.height()) for part in seen]
    largest = max(range(len(rooms)), key=lambda i: seen[i].width() * seen[i].height())
    is_shown = shares[largest] >= _VISIBLE_PX
    room = rooms[largest] if is_shown else rooms[0]
    frame = _fitted(saved, room) if is_shown else _centred(room)
    return frame, SMALLEST.boundedTo(room.size())


def frame_to_keep(saved: QRect, given: QRect, now: QRect) -> QRect:
    """Frame to remember: a window that only a small screen has made small keeps its size for later.

    given: the frame that `frame_in` made of the saved one; an empty `saved` was a first start.
    """
    if now.size() != given.size():
        return now
    return QRect(now.topLeft(), FIRST_SIZE if saved.isNull() else saved.size())


def _fitted(saved: QRect, room: QRect) -> QRect:
    """A frame that is partly beside the screen stays so, as its owner left it."""
    if saved.width() <= room.width() and saved.height() <= room.height():
        return saved
    frame = QRect(saved.topLeft(), saved.size().boundedTo(room.size()))
    frame.moveLeft(min(max(frame.left(), room.left()), room.right() - frame.width() + 1))
    frame.moveTop(min(max(frame.top(), room.top()), room.bottom() - frame.height() + 1))
    return frame


def _centred(room: QRect) -> QRect:
    frame = QRect(QPoint(), FIRST_SIZE.boundedTo(room.size()))
    frame.moveCenter(room.center())
    return frame
