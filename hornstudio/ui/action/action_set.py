"""The actions of a window, made from the table; their menus and their keys."""

import sys
from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QUndoGroup, QUndoStack
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from hornstudio.ui.action.menus import menus
from hornstudio.ui.action.row import Key, Menu, Row, without_mark
from hornstudio.ui.action.table import rows
from hornstudio.ui.theme import set_icon
from hornstudio.ui.words.translate import tr

_ON_MACOS = {
    "Ctrl+Tab": "Meta+Tab",
    "Ctrl+Shift+Tab": "Meta+Shift+Tab",
    "Ctrl+H": "Meta+Shift+H",
    "F11": "Ctrl+Meta+F",
}
"""What stands in for keys that macOS keeps for itself; to Qt Command is Ctrl, Control is Meta."""

_HISTORY_KEYS = {"undo": Key.Undo, "redo": Key.Redo}


class News(QObject):
    """`keys_changed()`: an action has other keys; its tool tip says so already."""

    keys_changed = Signal()


class Actions:
    """The actions of one window by id, the history's undo and redo among them."""

    def __init__(self, window: QWidget, history: QUndoStack | QUndoGroup) -> None:
        self._window = window
        self.news = News(window)
        self.rows = {row.id: row for row in rows()}
        self._actions = {row.id: _make(window, row) for row in self.rows.values()}
        self._actions["undo"] = self._history_action(history.createUndoAction, "undo")
        self._actions["redo"] = self._history_action(history.createRedoAction, "redo")
        self.menus: dict[str, QMenu] = {}
        self._group()

    def __getitem__(self, action_id: str) -> QAction:
        return self._actions[action_id]

    def ids(self) -> list[str]:
        """All ids, in the order of the table."""
        return list(self._actions)

    def first_keys(self, action_id: str) -> list[QKeySequence]:
        """The keys that an action has where nobody gave it others."""
        if action_id in self.rows:
            return _sequences(self.rows[action_id])
        return _history_keys(action_id)

    def set_keys(self, keys: Mapping[str, list[QKeySequence]]) -> None:
        """Give actions other keys."""
        for action_id, sequences in keys.items():
            action = self[action_id]
            if action.shortcuts() != sequences:
                action.setShortcuts(sequences)
                action.setToolTip(_tool_tip(action.statusTip(), action))
        self.news.keys_changed.emit()

    def keys_text(self, action_id: str) -> str:
        """The first of its keys as the platform writes it, empty without any."""
        return self[action_id].shortcut().toString(QKeySequence.SequenceFormat.NativeText)

    def plain_text(self, action_id: str) -> str:
        """What it is called now, without the mark of a menu's letter."""
        return without_mark(self[action_id].text())

    def name(self, action_id: str) -> str:
        """What it is called whatever it would do now: Undo, without the step that it undoes."""
        if action_id in self.rows:
            return without_mark(self.rows[action_id].text)
        return without_mark(_history_words(action_id)[0])

    def icon_of(self, action_id: str) -> str:
        """Name of its icon, empty without one."""
        return self.rows[action_id].icon if action_id in self.rows else action_id

    def connect(self, slots: Mapping[str, Callable[[], object]]) -> None:
        """Say what actions do. Raises: KeyError for an unknown id."""
        for action_id, slot in slots.items():
            # Qt would pass `checked` to whatever has room for an argument.
            self[action_id].triggered.connect(lambda _checked=False, slot=slot: slot())

    def bind_to_canvas(self, canvas: QWidget) -> None:
        """Let the keys of canvas actions work there, and only there."""
        for row in self.rows.values():
            if row.on_canvas:
                self[row.id].setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                canvas.addAction(self[row.id])

    def fill(self, bar: QMenuBar) -> None:
        """Put the menus into a menu bar."""
        for menu in menus():
            self._fill(bar.addMenu(menu.title), menu)

    def _fill(self, target: QMenu, menu: Menu) -> None:
        target.setToolTipsVisible(False)
        if menu.id:
            self.menus[menu.id] = target
        for item in menu.items:
            if item is None:
                target.addSeparator()
            elif isinstance(item, Menu):
                self._fill(target.addMenu(item.title), item)
            else:
                target.addAction(self[item])

    def _history_action(self, create: Callable[..., QAction], name: str) -> QAction:
        text, tip = _history_words(name)
        action = create(self._window, text)
        action.setShortcuts(_history_keys(name))
        action.setStatusTip(tip)
        set_icon(action, name)
        self._window.addAction(action)
        return action

    def _group(self) -> None:
        groups: dict[str, QActionGroup] = {}
        for row in self.rows.values():
            if row.group:
                group = groups.setdefault(row.group, QActionGroup(self._window))
                group.addAction(self[row.id])


def _history_words(name: str) -> tuple[str, str]:
    """What the history's own action is called, and what it does."""
    if name == "undo":
        return tr("&Undo"), tr("Take the last change back")
    return tr("&Redo"), tr("Do again what was taken back")


def _make(window: QWidget, row: Row) -> QAction:
    action = QAction(row.text, window)
    action.setObjectName(row.id)
    action.setShortcuts(_sequences(row))
    action.setStatusTip(row.tip)
    action.setToolTip(_tool_tip(row.tip, action))
    action.setCheckable(row.checkable or bool(row.group))
    action.setMenuRole(row.role)
    action.setIconText(row.short or without_mark(row.text).rstrip("…"))
    if row.icon:
        set_icon(action, row.icon)
    if not row.on_canvas:
        # The keys work while no menu bar belongs to the window too, as on macOS.
        window.addAction(action)
    return action


def _sequences(row: Row) -> list[QKeySequence]:
    found: dict[str, QKeySequence] = {}
    own = _ON_MACOS if sys.platform == "darwin" else {}
    for key in row.keys:
        if isinstance(key, Key):
            made = QKeySequence.keyBindings(key)
        else:
            made = [QKeySequence(own.get(key, key))]
        found.update({sequence.toString(): sequence for sequence in made})
    return list(found.values())


def _tool_tip(tip: str, action: QAction) -> str:
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return f"{tip} ({keys})" if keys else tip


def _history_keys(name: str) -> list[QKeySequence]:
    """Those of the platform; Ctrl+Y does again, too, where the platform has no word against it."""
    keys, more = QKeySequence.keyBindings(_HISTORY_KEYS[name]), QKeySequence("Ctrl+Y")
    is_free = name == "redo" and sys.platform != "darwin" and more not in keys
    return [*keys, more] if is_free else keys
