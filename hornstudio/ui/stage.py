"""The window that is shown; when another language is chosen, a new one takes its place at once."""

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from hornstudio.engine.text import Text
from hornstudio.ui.action.language_rows import code_of, name_of
from hornstudio.ui.main_window import MainWindow
from hornstudio.ui.window.succession import make_successor
from hornstudio.ui.words import language
from hornstudio.ui.words.translate import tr, tr_in

_LOOK_MS = 100


class Stage(QObject):
    """Widgets keep the words that they were built with, so all of them are built anew.

    What is open is not read again: networks with their history and journal, and the process that
    computes, with a run that goes on, belong to one window after the other. A window that is just
    drawing a picture or reading a file does that first, and what is in the hand is put down; one
    that has been closed meanwhile stays so.
    """

    def __init__(self, app: QCoreApplication, window: MainWindow) -> None:
        super().__init__(app)
        self._app = app
        self._is_put_off = False
        self._look = QTimer(self, singleShot=True)
        self._look.timeout.connect(self._on_look)
        self.window = window
        window.language_chosen.connect(self._begin)

    def close(self) -> None:
        """Close the window, if it may."""
        self.window.close()

    def _begin(self) -> None:
        """Not before what has been chosen from is closed, which belongs to the window."""
        self._is_put_off = False
        self._look.start(0)

    def _on_look(self) -> None:
        chosen = self.window.settings.language
        if code_of(chosen) == language.spoken() or not self.window.isVisible():
            return
        if self.window.is_occupied:
            self._put_off(chosen)
        elif _is_in_use():
            self._look.start(_LOOK_MS)
        else:
            self._replace(chosen)

    def _put_off(self, chosen: str) -> None:
        """Say it to somebody who reads that language, and perhaps not the one in use."""
        if not self._is_put_off:
            self._is_put_off = True
            its, name = code_of(chosen), name_of(chosen)
            text = Text("HornStudio will speak {language} once this is done.", language=name)
            self.window.status.show_notice(tr_in(its, text.template, **text.values))
        self._look.start(_LOOK_MS)

    def _replace(self, chosen: str) -> None:
        former = self.window
        self.window = make_successor(former, lambda: language.install(self._app, chosen))
        self.window.language_chosen.connect(self._begin)
        words = tr("HornStudio speaks {language} now.", language=name_of(chosen))
        self.window.status.show_notice(words)


def _is_in_use() -> bool:
    """Whether somebody answers a dialog, chooses from a menu, or holds something by the mouse."""
    is_held = QApplication.mouseButtons() != Qt.MouseButton.NoButton
    return is_held or bool(QApplication.activeModalWidget() or QApplication.activePopupWidget())
