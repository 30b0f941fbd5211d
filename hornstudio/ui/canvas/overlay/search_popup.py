"""The search for a module at a point of the canvas, filtered by what fits a loose wire."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QMargins, QPoint, QRect, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from hornstudio.engine.catalog import Catalog, catalog
from hornstudio.engine.errors import ParamError
from hornstudio.engine.module import Module
from hornstudio.ui.canvas.overlay.choice import Choice
from hornstudio.ui.canvas.overlay.preference import preference
from hornstudio.ui.search.box import MARGIN_PX, SearchBox
from hornstudio.ui.search.entry_list import Entry
from hornstudio.ui.search.typed import split_values, typed_params
from hornstudio.ui.words.translate import sentence, tr

Params = Mapping[str, Any]
Fit = Callable[[Module, Params], Choice | None]


class SearchPopup(SearchBox):
    """Type, choose with the arrows, Enter; Esc or a click leaves. Settings may stand behind a name.

    chosen(choice, goes_on)   goes_on: another is going to be searched (Shift+Enter)
    uses: how often each kind was chosen; the most used stand first, then what is usual.
    """

    chosen = Signal(object, bool)

    def __init__(self, parent: QWidget, uses: Mapping[str, int]) -> None:
        super().__init__(
            parent, tr("Module, such as dense 64"), tr("Search modules"), tr("Modules")
        )
        self._uses = uses
        self._at = QPoint()
        self._beside = QRect()
        self.modules: Catalog = catalog()
        self.setObjectName("searchPopup")
        self._choices: dict[str, Choice] = {}
        self._offered: dict[str, Choice] = {}
        self._fit: Fit = lambda module, _params: Choice(module)
        self._takes = QLabel()
        self._takes.setProperty("kind", "pill")
        middle = QHBoxLayout()
        middle.setContentsMargins(4, 0, 4, 0)
        middle.addWidget(self._takes)
        middle.addStretch(1)
        self.top.addLayout(middle)
        self.empty.setWordWrap(True)
        self.keys.setText(tr("↵ add   ⇧↵ add, and another"))

    def ask(self, at: QPoint, fit: Fit, takes: str = "", beside: QRect | None = None) -> None:
        """Open beside a point of the parent. takes: what must fit, in words. beside: what is to
        stay in sight, where there is room beside it.
        """
        self._fit = fit
        found = (fit(module, {}) for module in self.modules.nodes())
        self._choices = {c.module.kind: c for c in found if c is not None}
        self._takes.setText(takes)
        self._takes.setVisible(bool(takes))
        self._at, self._beside = at, beside or QRect()
        self.begin()

    def kinds(self) -> list[str]:
        """What is offered now, best first."""
        return [entry.id for entry in self.list.entries()]

    def entries(self, text: str) -> list[Entry]:
        """What fits a text, best first."""
        self.empty.setText(tr("Nothing fits. Try another word."))
        name, words = split_values(text)
        if self.modules.begins_name(text):
            name, words = text, []
        ranking = preference(self._choices.values(), self._uses)
        found = self.modules.search(name, ranking.habits, fitness=ranking.fitness)
        choices = [self._choices[m.kind] for m in found if m.kind in self._choices]
        if words:
            choices = self._with_values(choices, words)
        if not text.strip():
            choices.sort(key=lambda choice: not choice.is_wired)
        self._offered = {choice.module.kind: choice for choice in choices}
        return [choice.entry for choice in choices]

    def _with_values(self, choices: list[Choice], words: list[str]) -> list[Choice]:
        """Those that take what was typed behind their name; if none does, the first says why."""
        found, refusals = [], []
        for choice in choices:
            try:
                params = typed_params(choice.module, words, self.modules.find)
            except ParamError as error:
                refusals.append(sentence(error.text))
                continue
            if fitted := self._fit(choice.module, params):
                found.append(replace(fitted, params=params))
        if refusals:
            self.empty.setText(refusals[0])
        return found

    def take(self, entry: Entry) -> bool:
        """Tell what was chosen."""
        self.hide()
        self.chosen.emit(self._offered[entry.id], self.goes_on)
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
        box.moveTo(max(box.left(), room.left()), max(box.top(), room.top()))
        places = (p for p in _places_beside(box, self._beside) if room.contains(p))
        self.move(next(places, box).topLeft() if box.intersects(self._beside) else box.topLeft())


def _places_beside(box: QRect, other: QRect) -> Iterator[QRect]:
    """A box right of another, left of it, below and above."""
    yield QRect(QPoint(other.right() + MARGIN_PX, box.top()), box.size())
    yield QRect(QPoint(other.left() - MARGIN_PX - box.width(), box.top()), box.size())
    yield QRect(QPoint(box.left(), other.bottom() + MARGIN_PX), box.size())
    yield QRect(QPoint(box.left(), other.top() - MARGIN_PX - box.height()), box.size())
