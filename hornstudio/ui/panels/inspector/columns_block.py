"""The columns of a table: what is in each, and what it is for."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.modules.tables.roles import ColumnRole, column_roles
from hornstudio.engine.modules.tables.survey import Column
from hornstudio.engine.modules.tables.table import TABLE, value_text
from hornstudio.ui.panels.inspector.section import Section, words
from hornstudio.ui.theme import wear
from hornstudio.ui.widgets.combo import Combo
from hornstudio.ui.widgets.elided_label import ElidedLabel
from hornstudio.ui.words.quantity import count_text
from hornstudio.ui.words.translate import tr

MOST = 40
"""Columns that have a row, beside the target; the settings name those of a wider table."""

_NAMED = 6


class ColumnsBlock(Section):
    """A row for each column; hidden where a node reads no table, or cannot.

    role_wanted(column, role)   a person chose what a column is for
    """

    role_wanted = Signal(str, str)

    def __init__(self) -> None:
        super().__init__(tr("Columns"), tr("what each is for"))
        self.rows: list[_Row] = []
        self._shown: list[ColumnRole] = []
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(1, 2)
        self.body.addLayout(self._grid)
        self.more = words(tone="muted", scale="micro", wrap=True)
        self.body.addWidget(self.more)
        self.hide()

    def show_facts(self, facts: NodeFacts | None) -> None:
        """Show the columns of a table as the settings have them."""
        is_table = facts is not None and facts.module.kind == TABLE.kind
        values = facts.values if facts and is_table else None
        roles = column_roles(values) if values is not None else []
        self.setVisible(bool(roles))
        if roles == self._shown:
            return
        shown = [r for n, r in enumerate(roles) if n < MOST or r.role == "target"]
        if [role.column for role in shown] != [row.column for row in self.rows]:
            self._build(shown)
        self._shown = roles
        for row, role in zip(self.rows, shown, strict=True):
            row.show_role(role)
        left = len(roles) - len(shown)
        self.more.setVisible(left > 0)
        self.more.setText(tr("and {count} more; Settings take their names", count=left))

    def _build(self, roles: list[ColumnRole]) -> None:
        for row in self.rows:
            row.take_away()
        self.rows = [_Row(self, self._grid, place, role) for place, role in enumerate(roles)]


class _Row:
    """Name and content of a column, and a list of what it can be."""

    def __init__(self, block: ColumnsBlock, grid: QGridLayout, place: int, of: ColumnRole) -> None:
        self.column = of.column
        self.name = str(of.column["name"])
        name = self._label = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        content = ElidedLabel()
        name.show_text(self.name)
        content.show_text(content_text(of.column))
        content.setProperty("tone", "muted")
        content.setProperty("scale", "micro")
        self.choice = Combo()
        self.choice.setAccessibleName(tr("{column}: what it is for", column=self.name))
        self.choice.activated.connect(
            lambda _: block.role_wanted.emit(self.name, self.choice.currentData())
        )
        self._parts: tuple[QWidget, ...] = (name, content, self.choice)
        grid.addWidget(name, 2 * place, 0)
        grid.addWidget(content, 2 * place + 1, 0)
        grid.addWidget(self.choice, 2 * place, 1, 2, 1)

    def show_role(self, role: ColumnRole) -> None:
        """Offer what the column can be, with what it is now; the target stands out."""
        wear(self._label, "tone", "accent" if role.role == "target" else "")
        self.choice.clear()
        for each in role.can_be:
            self.choice.addItem(_ROLE_WORDS[each](), each)
        self.choice.setCurrentIndex(role.can_be.index(role.role))
        self.choice.setEnabled(len(role.can_be) > 1)
        self.choice.setToolTip(
            tr("Make another column the target to change this one.")
            if role.role == "target"
            else ""
        )

    def take_away(self) -> None:
        """Nothing of the row stays."""
        for part in self._parts:
            part.hide()
            part.deleteLater()


_ROLE_WORDS = {
    "feature": lambda: tr("Feature"),
    "target": lambda: tr("Target"),
    "left out": lambda: tr("Left out"),
}


def content_text(column: Column) -> str:
    """What is in a column: from where to where its numbers reach, or its words; and its gaps."""
    values, gaps = column["values"], column["gaps"]
    if values == []:
        return tr("empty")
    if column["is_number"]:
        low, high = value_text(column["low"]), value_text(column["high"])
        found = tr("{low} to {high}", low=low, high=high)
    elif values is None:
        found = tr("very many words")
    elif len(values) <= _NAMED:
        found = ", ".join(values)
    else:
        found = tr("{count} different words", count=count_text(len(values)))
    return tr("{found}; {count} empty", found=found, count=count_text(gaps)) if gaps else found
