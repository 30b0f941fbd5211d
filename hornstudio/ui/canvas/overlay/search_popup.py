"""The search for a module at a point of the canvas, filtered by what fits a loose wire."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QMargins, QPoint, QRect, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from hornstudio.engine.catalog import Catalog, catalog
from hornstudio.engine.module import Module
from hornstudio.ui.canvas.overlay.choice import Choice
from hornstudio.ui.canvas.overlay.preference import preference
from hornstudio.ui.search.box import MARGIN_PX, SearchBox
from hornstudio.ui.search.entry_list import Entry
from hornstudio.ui.words.translate import tr

WIDTH_PX = 300

Fit = Callable[[Module], Choice | None]


class SearchPopup(SearchBox):
    """Type, choose with the arrows, Enter. `chosen(kind)` says which; Esc or a click leaves.

    uses: how often each kind was chosen; the most used stand first, then what is usual.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget, uses: Mapping[str, int]) -> None:
        super().__init__(parent, tr("Add a module"), tr("Search modules"), tr("Modules"))
        self._uses = uses
        self._at = QPoint()
        self.modules: Catalog = catalog()
        self.setObjectName("searchPopup")
        self.setFixedWidth(WIDTH_PX)
        self._choices: dict[str, Choice] = {}
        self._takes = QLabel()
        self._takes.setProperty("kind", "pill")
        middle = QHBoxLayout()
        middle.setContentsMargins(4, 0, 4, 0)
        middle.addWidget(self._takes)
        middle.addStretch(1)
        self.top.addLayout(middle)
        self.empty.setText(tr("Nothing fits. Try another word."))
        self.keys.setText(tr("↑↓ choose   ↵ add"))

    def ask(self, at: QPoint, fit: Fit, takes: str = "") -> None:
        """Open beside a point of the parent. takes: what must fit, in words."""
        found = (fit(module) for module in self.modules.nodes())
        self._choices = {c.module.kind: c for c in found if c is not None}
        self._takes.setText(takes)
        self._takes.setVisible(bool(takes))
        self._at = at
        self.begin()

    def kinds(self) -> list[str]:
        """What is offered now, best first."""
        return [entry.id for entry in self.list.entries()]

    def entries(self, text: str) -> list[Entry]:
        """What fits a text, best first."""
        ranking = preference(self._choices.values(), self._uses)
        found = self.modules.search(text, ranking.habits, fitness=ranking.fitness)
        choices = [self._choices[m.kind] for m in found if m.kind in self._choices]
        if not text.strip():
            choices.sort(key=lambda choice: not choice.is_wired)
        return [choice.entry for choice in choices]

    def take(self, entry: Entry) -> bool:
        """Tell which kind was chosen."""
        self.hide()
        self.chosen.emit(entry.id)
        return True

    def counted(self, count: int) -> str:
        """How many modules are offered."""
        return tr("1 module") if count == 1 else tr("{count} modules", count=count)

    def place(self) -> None:
        """Beside the point, within the canvas."""
        room = self.around.rect().marginsRemoved(QMargins(*4 * (MARGIN_PX,)))
        box = QRect(self._at, self.sizeHint().expandedTo(self.size()))
        if box.right() > room.right():
            box.moveRight(room.right())
        if box.bottom() > room.bottom():
            box.moveBottom(room.bottom())
        self.move(max(box.left(), room.left()), max(box.top(), room.top()))
