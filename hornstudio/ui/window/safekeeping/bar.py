"""A message above the canvas: how the file stands to what is shown, and the ways out."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from hornstudio.engine.disk.atomic import why_read_only
from hornstudio.ui.theme import set_icon, wear
from hornstudio.ui.widgets.message_bar import MessageBar
from hornstudio.ui.window.safekeeping.guard import FileGuard, Standing, holder_text
from hornstudio.ui.words.translate import sentence, tr
from hornstudio.ui.words.when import when_text


@dataclass(frozen=True)
class Message:
    """Words, the icon beside them, and the names of the buttons, the proposed one last."""

    words: str
    icon: str
    ways: tuple[str, ...]


class FileBar(MessageBar):
    """Shows one message at a time. Signals say which way out was chosen."""

    copy_chosen = Signal()
    save_as_chosen = Signal()
    reload_chosen = Signal()
    overwrite_chosen = Signal()
    found_chosen = Signal()
    save_chosen = Signal()

    def __init__(self, guard: FileGuard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._guard = guard
        self._fault = ""
        self._found_count = self._closed_count = 0
        self._closed_at: Message | None = None
        self._message: Message | None = None
        self.setProperty("kind", "warning")
        self.setProperty("across", True)
        self.buttons = {
            "save_as": self.add_way(tr("Save as…"), self.save_as_chosen),
            "overwrite": self.add_way(tr("Overwrite"), self.overwrite_chosen),
            "save": self.add_way(tr("Save it again"), self.overwrite_chosen),
            "reload": self.add_way(tr("Load it again"), self.reload_chosen),
            "copy": self.add_way(tr("Open a copy"), self.copy_chosen),
            "found": self.add_way(tr("Show it"), self.found_chosen),
            "unkept": self.add_way(tr("Save"), self.save_chosen),
        }
        self.close_button.clicked.connect(self._on_closed)
        self._lay_out()
        self.renew()

    def follow(self, guard: FileGuard, fault: str = "") -> None:
        """Tell of the file of this guard from now on. fault: why no journal keeps its work."""
        self._fault = fault
        if guard is not self._guard:
            self._guard, self._closed_at = guard, None
        self.renew()

    def show_found(self, count: int) -> None:
        """Tell that so many windows have left unsaved work; it waits on the start page."""
        self._found_count = count
        if not count:
            self._closed_count = 0
        self.renew()

    def renew(self) -> None:
        """Show what is to be told now, or nothing."""
        self._message = self._what_to_tell()
        is_new = self._message is not None and self._message != self._closed_at
        if self._message is not None and is_new:
            self._show(self._message)
        self.setVisible(is_new)

    def _show(self, message: Message) -> None:
        set_icon(self.icon, message.icon, "warning.default", size=15)
        self.say(message.words)
        for name, button in self.buttons.items():
            button.setVisible(name in message.ways)
            wear(button, "kind", "primary" if name == message.ways[-1] else "")

    def _what_to_tell(self) -> Message | None:
        guard = self._guard
        if guard.path is not None and guard.standing is not Standing.OURS:
            return _message(guard, guard.path)
        if self._fault:
            words = tr("A crash would cost what is not saved. {reason}.", reason=self._fault)
            return Message(words, "warning", ("unkept",))
        if self._found_count != self._closed_count:
            return Message(_found_words(self._found_count), "history", ("found",))
        return None

    def _on_closed(self) -> None:
        """What was found is no matter of one file: closed once, it is closed for all."""
        if self._message is not None and "found" in self._message.ways:
            self._closed_count = self._found_count
        self._closed_at = self._message
        self.hide()

    def _lay_out(self) -> None:
        """All in a row, as long as the words have the room; it wraps them."""
        row, ways = QHBoxLayout(), QHBoxLayout()
        ways.setSpacing(8)
        for button in self.buttons.values():
            ways.addWidget(button)
        row.setSpacing(8)
        row.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        row.addLayout(ways)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 5, 6, 5)
        column.addLayout(row)


def _message(guard: FileGuard, path: Path) -> Message:
    name = path.name
    if guard.standing is Standing.HELD and guard.holder is not None:
        words = tr(
            "{name} is open in another window ({who}). It is read-only here: save your changes "
            "as another file.",
            name=name,
            who=holder_text(guard.holder, datetime.now()),
        )
        return Message(words, "lock", ("save_as", "copy"))
    if guard.standing is Standing.CHANGED:
        words = tr("Another program has changed {name} ({when}).", name=name, when=_when(path))
        return Message(words, "warning", ("save_as", "overwrite", "reload"))
    if guard.standing is Standing.GONE:
        words = tr("{name} is no longer in its folder. What you see is not saved.", name=name)
        return Message(words, "warning", ("save_as", "save"))
    reason = why_read_only(path)
    why = sentence(reason) if reason else tr("{name} is read-only", name=name)
    words = tr("{why}: save your changes as another file.", why=why)
    return Message(words, "lock", ("save_as", "copy"))


def _found_words(count: int) -> str:
    if count == 1:
        return tr("HornStudio has ended before its work was saved. It was found again.")
    return tr(
        "HornStudio has ended before {count} networks were saved. They were found again.",
        count=count,
    )


def _when(path: Path) -> str:
    try:
        return when_text(datetime.fromtimestamp(path.stat().st_mtime), datetime.now())
    except (OSError, OverflowError, ValueError):
        return "?"
