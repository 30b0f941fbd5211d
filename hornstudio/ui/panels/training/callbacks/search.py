"""The box in which a callback is looked for and chosen."""

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QWidget

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.module import CALLBACK
from hornstudio.engine.spelling import plain
from hornstudio.ui.search.box import MARGIN_PX, SearchBox
from hornstudio.ui.search.entry_list import Entry
from hornstudio.ui.words.translate import tr, tr_engine


class CallbackSearch(SearchBox):
    """Floats beside the button that opened it. `chosen(kind)` tells what was taken."""

    chosen = Signal(str)
    wide_px = 340

    def __init__(self, modules: Catalog, button: QWidget) -> None:
        super().__init__(
            button.window(), tr("Search callbacks"), tr("Search callbacks"), tr("Callbacks")
        )
        self._modules = modules
        self._button = button
        self.empty.setWordWrap(True)
        self.keys.setText(tr("↑↓ choose   ↵ add"))

    def entries(self, text: str) -> list[Entry]:
        """Callbacks that fit, best first."""
        return [
            Entry(
                id=module.kind,
                text=tr_engine(module.title),
                note=module.kind,
                icon="step",
                tip=tr_engine(module.help),
            )
            for module in self._modules.search(text, category=CALLBACK)
        ]

    def renew(self, text: str) -> None:
        """List what fits; the box stays where its button is."""
        self.empty.setText(
            tr("Schedules are no callbacks: choose one as the learning rate of the optimizer.")
            if self._is_of_schedules(text)
            else tr("No callback is called that.")
        )
        super().renew(text)
        self.place()

    def _is_of_schedules(self, text: str) -> bool:
        """Whether what is looked for is a schedule, which is a callback in other programs."""
        words = plain(text)
        is_named = any(word in words for word in ("schedul", plain("스케줄"), plain("스케쥴")))
        return is_named or bool(self._modules.search(text, category="schedule"))

    def take(self, entry: Entry) -> bool:
        """Close, and say what was chosen."""
        self.leave()
        self.chosen.emit(entry.id)
        return True

    def leave(self) -> None:
        """Close; the button has the focus again."""
        if self.isVisible():
            if self.field.hasFocus():
                self._button.setFocus(Qt.FocusReason.OtherFocusReason)
            super().leave()

    def counted(self, count: int) -> str:
        """How many fit."""
        return tr("1 callback") if count == 1 else tr("{count} callbacks", count=count)

    def place(self) -> None:
        """Over the button, or below it, as there is room; never beyond the window."""
        at = self._button.mapTo(self.around, QPoint(0, 0))
        box = QRect(at.x(), at.y() - self.height() - MARGIN_PX, self.width(), self.height())
        if box.top() < MARGIN_PX:
            box.moveTop(at.y() + self._button.height() + MARGIN_PX)
        room = self.around.rect().adjusted(MARGIN_PX, MARGIN_PX, -MARGIN_PX, -MARGIN_PX)
        box.moveBottom(min(box.bottom(), room.bottom()))
        box.moveRight(min(box.right(), room.right()))
        self.move(max(box.x(), MARGIN_PX), max(box.y(), MARGIN_PX))
