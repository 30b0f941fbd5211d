"""What an action of menus, buttons and keys is: one row of their table."""

from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence

Key = QKeySequence.StandardKey
Role = QAction.MenuRole


@dataclass(frozen=True)
class Row:
    """One action.

    keys: standard keys of the platform, or sequences in Qt's words. on_canvas: the keys work only
    while the canvas has the focus, so that they take nothing from lists and text fields. group:
    checkable, one of its group at a time. short: words for a button, where the text is long.
    """

    id: str
    text: str
    tip: str
    icon: str = ""
    keys: tuple[Key | str, ...] = ()
    on_canvas: bool = False
    checkable: bool = False
    group: str = ""
    short: str = ""
    role: Role = Role.NoRole


@dataclass(frozen=True)
class Menu:
    """A menu: ids of actions, menus within, and None for a line."""

    title: str
    items: tuple["str | Menu | None", ...]
    id: str = ""

    def ids(self) -> list[str]:
        """All actions in it and in menus within."""
        found: list[str] = []
        for item in self.items:
            found += item.ids() if isinstance(item, Menu) else [item] if item else []
        return found


def without_mark(text: str) -> str:
    """Words without the mark of a menu's letter, which stands behind Korean ones: `열기(&O)…`."""
    before, mark, rest = text.partition("(&")
    return before + rest.partition(")")[2] if mark else text.replace("&", "")
