"""The box over the window in which an action is searched and run."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from hornstudio.ui.panels.command_palette.command import Command, find
from hornstudio.ui.search.box import MARGIN_PX, SearchBox
from hornstudio.ui.search.entry_list import Entry
from hornstudio.ui.settings import Settings
from hornstudio.ui.words.translate import tr

RECENT_LIMIT = 12
_TOP_PX = 72


class CommandPalette(SearchBox):
    """`chosen(action id)`: the action is to be run; the focus is back where it was.

    commands: gives every action as it is now. settings: which were used last.
    """

    chosen = Signal(str)
    wide_px = 520

    def __init__(
        self, parent: QWidget, settings: Settings, commands: Callable[[], list[Command]]
    ) -> None:
        super().__init__(parent, tr("Search commands"), tr("Search commands"), tr("Commands"))
        self._settings = settings
        self._read = commands
        self._commands: dict[str, Command] = {}
        self._former: QWidget | None = None
        self.setObjectName("commandPalette")
        self.empty.setText(tr("No command is called that. Try another word."))
        self.keys.setText(tr("↑↓ choose   ↵ run"))

    def open(self) -> None:
        """Show every action as it is now; when it is open already, close it."""
        if self.isVisible():
            self.leave()
            return
        self._commands = {command.id: command for command in self._read()}
        self._former = QApplication.focusWidget()
        self.begin()

    def entries(self, text: str) -> list[Entry]:
        """Actions that fit a text, best first."""
        found = find(list(self._commands.values()), text, self._settings.recent_actions)
        return [command.entry for command in found]

    def take(self, entry: Entry) -> bool:
        """Run an action; one that cannot be done now stays, with its reason."""
        if self._commands[entry.id].why_not:
            QApplication.beep()
            return False
        self.leave()
        others = [i for i in self._settings.recent_actions if i != entry.id]
        self._settings.recent_actions = [entry.id, *others][:RECENT_LIMIT]
        self.chosen.emit(entry.id)
        return True

    def leave(self) -> None:
        """Close, with the focus where it was; hidden first, Qt would give it to a neighbour."""
        if self.isVisible():
            self._return_focus()
            super().leave()

    def counted(self, count: int) -> str:
        """How many actions are offered."""
        return tr("1 command") if count == 1 else tr("{count} commands", count=count)

    def place(self) -> None:
        """In the middle, near the top, where eyes are."""
        spare = self.around.size() - self.size()
        top = min(_TOP_PX, spare.height() - MARGIN_PX)
        self.move(max(spare.width() // 2, 0), max(top, MARGIN_PX))

    def _return_focus(self) -> None:
        former, self._former = self._former, None
        focus = QApplication.focusWidget()
        if former is None or not isValid(former):  # what is shown may be another page by now
            return
        if focus is None or self.isAncestorOf(focus):
            former.setFocus(Qt.FocusReason.OtherFocusReason)
