"""The arrays of a file: shape and type of each, and what it is for."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.modules.arrays.arrays import ARRAYS
from hornstudio.engine.modules.arrays.header import Header
from hornstudio.engine.modules.arrays.roles import NONE, ArrayRole, array_roles, type_text
from hornstudio.engine.modules.arrays.survey import KEYS
from hornstudio.ui.panels.inspector.section import Section
from hornstudio.ui.theme import wear
from hornstudio.ui.widgets.combo import Combo
from hornstudio.ui.widgets.elided_label import ElidedLabel
from hornstudio.ui.words.quantity import count_text
from hornstudio.ui.words.translate import tr, tr_engine


class ArraysBlock(Section):
    """A row for each array; hidden where a node reads none, or cannot.

    role_wanted(array, role)   a person chose what an array is for
    """

    role_wanted = Signal(str, str)

    def __init__(self) -> None:
        super().__init__(tr("Arrays"), tr("what each array is for"))
        self.rows: list[_Row] = []
        self._shown: list[ArrayRole] = []
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)
        self.hide()

    def show_facts(self, facts: NodeFacts | None) -> None:
        """Show the arrays of a file as the settings have them."""
        is_meant = facts is not None and facts.module.kind == ARRAYS.kind
        values = facts.values if facts and is_meant else None
        roles = array_roles(values) if values is not None else []
        self.setVisible(bool(roles))
        if roles == self._shown:
            return
        self._shown = roles
        if [(role.name, role.header) for role in roles] != [row.told for row in self.rows]:
            for row in self.rows:
                row.take_away()
            self.rows = [_Row(self, self._grid, place, role) for place, role in enumerate(roles)]
        for row, role in zip(self.rows, roles, strict=True):
            row.show_role(role)


class _Row:
    """Name, shape and type of an array, and a list of what it can be."""

    def __init__(self, block: ArraysBlock, grid: QGridLayout, place: int, of: ArrayRole) -> None:
        self.told = (of.name, of.header)
        name = self._label = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self.content = ElidedLabel()
        name.show_text(of.name)
        self.content.show_text(content_text(of.header))
        self.content.setProperty("tone", "muted")
        self.content.setProperty("scale", "micro")
        self.choice = Combo()
        self.choice.setAccessibleName(tr("{column}: what it is for", column=of.name))
        self.choice.activated.connect(
            lambda _: block.role_wanted.emit(of.name, self.choice.currentData())
        )
        self.choice.setEnabled(of.header is not None)
        self._parts: tuple[QWidget, ...] = (name, self.content, self.choice)
        grid.addWidget(name, 2 * place, 0)
        grid.addWidget(self.content, 2 * place + 1, 0)
        grid.addWidget(self.choice, 2 * place, 1, 2, 1)

    def show_role(self, role: ArrayRole) -> None:
        """Offer what the array can be, with what it is now; targets stand out."""
        wear(self._label, "tone", "accent" if role.role.startswith("y") else "")
        self.choice.clear()
        # What is found by its name is found again, unless another array is named for that.
        for each in KEYS if role.role else (NONE, *KEYS):
            self.choice.addItem(_role_words()[each], each)
        self.choice.setCurrentIndex(self.choice.findData(role.role))

    def take_away(self) -> None:
        """Nothing of the row stays."""
        for part in self._parts:
            part.hide()
            part.deleteLater()


def _role_words() -> dict[str, str]:
    return {
        NONE: tr("Left out"),
        "x": tr("Inputs"),
        "y": tr("Targets"),
        "x_val": tr("Validation inputs"),
        "y_val": tr("Validation targets"),
        "x_test": tr("Test inputs"),
        "y_test": tr("Test targets"),
    }


def content_text(header: Header | None) -> str:
    """Shape and type of an array as its file has them: `60 000×28×28 · uint8`."""
    if header is None:
        return tr("no numbers")
    shape = "×".join(map(count_text, header.shape)) or tr("one number")
    return f"{shape} · {tr_engine(type_text(header))}"
