"""Rows for what is in a file: name and content of each part, and a list of what it can be for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from hornstudio.ui.panels.inspector.section import Section
from hornstudio.ui.theme import wear
from hornstudio.ui.widgets.combo import Combo
from hornstudio.ui.widgets.elided_label import ElidedLabel
from hornstudio.ui.words.translate import tr


@dataclass(frozen=True)
class Part:
    """Something in a file. source: what was read of it; the same one keeps its row."""

    name: str
    source: object
    content: str


class RoleBlock(Section):
    """A row for each part of a file.

    role_wanted(part, role)   a person chose what a part is for
    """

    role_wanted = Signal(str, str)

    def __init__(self, title: str, remark: str, stretches: tuple[int, int]) -> None:
        super().__init__(title, remark)
        self.rows: list[RoleRow] = []
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        for column, stretch in enumerate(stretches):
            self._grid.setColumnStretch(column, stretch)
        self.body.addLayout(self._grid)
        self.hide()

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Have a row for each; those that are there stay, with the list that was just used."""
        if [(part.name, part.source) for part in parts] == [row.told for row in self.rows]:
            return
        for row in self.rows:
            row.take_away()
        self.rows = [RoleRow(self, self._grid, place, part) for place, part in enumerate(parts)]


class RoleRow:
    """Name and content of a part, and a list of what it can be."""

    def __init__(self, block: RoleBlock, grid: QGridLayout, place: int, of: Part) -> None:
        self.name = of.name
        self.told = (of.name, of.source)
        name = self._label = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self.content = ElidedLabel()
        name.show_text(of.name)
        self.content.show_text(of.content)
        self.content.setProperty("tone", "muted")
        self.content.setProperty("scale", "micro")
        self.choice = Combo()
        self.choice.setAccessibleName(tr("{column}: what it is for", column=of.name))
        self.choice.activated.connect(
            lambda _: block.role_wanted.emit(self.name, self.choice.currentData())
        )
        self._parts: tuple[QWidget, ...] = (name, self.content, self.choice)
        grid.addWidget(name, 2 * place, 0)
        grid.addWidget(self.content, 2 * place + 1, 0)
        grid.addWidget(self.choice, 2 * place, 1, 2, 1)

    def offer(self, roles: Iterable[tuple[str, str]], now: str, *, is_target: bool) -> None:
        """Offer roles, each with its word, of which it has one; targets stand out."""
        wear(self._label, "tone", "accent" if is_target else "")
        self.choice.clear()
        for role, word in roles:
            self.choice.addItem(word, role)
        self.choice.setCurrentIndex(self.choice.findData(now))

    def take_away(self) -> None:
        """Nothing of the row stays."""
        for part in self._parts:
            part.hide()
            part.deleteLater()
