"""The arrays of a file: shape and type of each, and what it is for."""

from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.modules.arrays.arrays import ARRAYS
from hornstudio.engine.modules.arrays.header import Header
from hornstudio.engine.modules.arrays.roles import NONE, ArrayRole, array_roles, type_text
from hornstudio.engine.modules.arrays.survey import KEYS
from hornstudio.ui.panels.inspector.role_rows import Part, RoleBlock, RoleRow
from hornstudio.ui.words.quantity import count_text
from hornstudio.ui.words.translate import tr, tr_engine


class ArraysBlock(RoleBlock):
    """A row for each array; hidden where a node reads none, or cannot."""

    def __init__(self) -> None:
        super().__init__(tr("Arrays"), tr("what each array is for"), (1, 1))
        self._shown: list[ArrayRole] = []

    def show_facts(self, facts: NodeFacts | None) -> None:
        """Show the arrays of a file as the settings have them."""
        is_meant = facts is not None and facts.module.kind == ARRAYS.kind
        values = facts.values if facts and is_meant else None
        roles = array_roles(values) if values is not None else []
        self.setVisible(bool(roles))
        if roles == self._shown:
            return
        self._shown = roles
        self.show_parts([Part(r.name, r.header, content_text(r.header)) for r in roles])
        for row, role in zip(self.rows, roles, strict=True):
            _offer(row, role)


def _offer(row: RoleRow, of: ArrayRole) -> None:
    # What is found by its name is found again, unless another array is named for that.
    keys, words = KEYS if of.role else (NONE, *KEYS), _role_words()
    row.offer([(key, words[key]) for key in keys], of.role, is_target=of.role.startswith("y"))
    row.choice.setEnabled(of.header is not None)


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
