"""Unsaved work of windows that have ended: found, offered, brought back or thrown away."""

import contextlib
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from hornstudio.engine.storage.journal import Found, take
from hornstudio.paths import journal_dir
from hornstudio.ui.panels.welcome import Offer
from hornstudio.ui.widgets.question import ask
from hornstudio.ui.window.safekeeping.finder import Finder
from hornstudio.ui.window.safekeeping.look import Look
from hornstudio.ui.words.title import work_title
from hornstudio.ui.words.translate import tr

if TYPE_CHECKING:
    from hornstudio.ui.window.filing import Filing


class Recovery(QObject):
    """Fills the offer of the start page, and does what is chosen there.

    found_changed(count)   so many networks wait there
    """

    found_changed = Signal(int)
    _read = Signal(object, int)

    def __init__(self, window: QWidget, filing: "Filing", offer: Offer) -> None:
        super().__init__(window)
        self._finder = Finder(journal_dir(), self._tell_window)
        self._answered = 0
        self._read.connect(self._on_read)
        self._window = window
        self._filing = filing
        self._offer = offer
        self.found: list[Found] = []
        offer.restore_chosen.connect(self.restore)
        offer.look_chosen.connect(self.look)
        offer.discard_chosen.connect(self.discard)

    def search(self) -> None:
        """Look for work of windows that have ended; it is offered when it has been read."""
        self._finder.search()

    @property
    def is_searching(self) -> bool:
        """Whether what was found is still being read."""
        return self._answered < self._finder.asked

    def close(self) -> None:
        """The window ends."""
        self._finder.close()

    def restore(self, found: Found) -> None:
        """Open what was found as unsaved work of this window."""
        if found.work is None or not self._filing.restore(found.work):
            return
        # Its journal goes once our own holds the work; where that fails it is offered again.
        if self._filing.keep_now():
            take(found)
        self._show([each for each in self.found if each != found])

    def look(self, found: Found) -> None:
        """Show what is in it, and how that differs from the file."""
        dialog = Look(found, self._window)
        is_wanted = bool(dialog.exec())
        dialog.deleteLater()
        if is_wanted:
            self.restore(found)

    def discard(self, found: Found) -> None:
        """Throw it away, if that is really meant."""
        title = work_title(found.work) if found.work else tr("Unsaved work")
        text = tr("Discard the unsaved work of {name}?", name=title)
        more = tr("It cannot be brought back after that.")
        if ask(self._window, tr("Unsaved work"), text, more, (tr("&Discard"),)) == 0:
            take(found)
            self._show([each for each in self.found if each != found])

    def _tell_window(self, found: list[Found], asked: int) -> None:
        """Called in the finder's thread; a window that has gone need not know."""
        with contextlib.suppress(RuntimeError):
            self._read.emit(found, asked)

    def _on_read(self, found: list[Found], asked: int) -> None:
        """What has been taken while it was read is offered no more."""
        self._answered = asked
        self._show([each for each in found if each.place.exists()])

    def _show(self, found: Sequence[Found]) -> None:
        told_apart = _told_apart(found)
        if told_apart != self.found:
            self.found = told_apart
            self._offer.show_found(self.found)
            self.found_changed.emit(len(self.found))


def _told_apart(found: Sequence[Found]) -> list[Found]:
    """The same, with another number where two windows have left work under one title."""
    taken: set[str] = set()
    apart: list[Found] = []
    for each in reversed(found):  # the oldest keeps its title when newer ones come
        if each.work is not None and each.work.file is None:
            work = each.work
            while work_title(work) in taken:
                work = replace(work, number=max(1, work.number) + 1)
            taken.add(work_title(work))
            each = replace(each, work=work)
        apart.append(each)
    return apart[::-1]
