"""The columns of a table: what is in each, and what it is for."""

from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.modules.tables.roles import ColumnRole, column_roles
from hornstudio.engine.modules.tables.survey import Column
from hornstudio.engine.modules.tables.table import TABLE
from hornstudio.engine.modules.tables.value import value_text
from hornstudio.ui.panels.inspector.role_rows import Part, RoleBlock, RoleRow
from hornstudio.ui.panels.inspector.section import words
from hornstudio.ui.words.quantity import count_text
from hornstudio.ui.words.translate import tr

MOST = 40
"""Columns that have a row, beside the target; the settings name those of a wider table."""

_NAMED = 6


class ColumnsBlock(RoleBlock):
    """A row for each column; hidden where a node reads no table, or cannot."""

    def __init__(self) -> None:
        super().__init__(tr("Columns"), tr("what each is for"), (3, 2))
        self._shown: list[ColumnRole] = []
        self.more = words(tone="muted", scale="micro", wrap=True)
        self.body.addWidget(self.more)

    def show_facts(self, facts: NodeFacts | None) -> None:
        """Show the columns of a table as the settings have them."""
        is_table = facts is not None and facts.module.kind == TABLE.kind
        values = facts.values if facts and is_table else None
        roles = column_roles(values) if values is not None else []
        self.setVisible(bool(roles))
        if roles == self._shown:
            return
        self._shown = roles
        shown = [r for n, r in enumerate(roles) if n < MOST or r.role == "target"]
        self.show_parts([_part(role) for role in shown])
        for row, role in zip(self.rows, shown, strict=True):
            _offer(row, role)
        left = len(roles) - len(shown)
        self.more.setVisible(left > 0)
        self.more.setText(tr("and {count} more; Settings take their names", count=left))


def _part(of: ColumnRole) -> Part:
    return Part(str(of.column["name"]), of.column, content_text(of.column))


def _offer(row: RoleRow, of: ColumnRole) -> None:
    is_target = of.role == "target"
    row.offer([(r, _ROLE_WORDS[r]()) for r in of.can_be], of.role, is_target=is_target)
    row.choice.setEnabled(len(of.can_be) > 1)
    row.choice.setToolTip(
        tr("Make another column the target to change this one.") if is_target else ""
    )


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
