"""A command of this program that writes into a folder of its own, gone when it has ended."""

import tempfile
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from hornstudio.ui.subcommand import Subcommand


class Errand(QObject):
    """One at a time; another one takes its place. What comes of it is for a subclass to say."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command = Subcommand(self)
        self._command.finished.connect(self._on_finished)
        self._command.failed.connect(self._on_failed)
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def succeeded(self, facts: dict[str, Any], folder: Path) -> None:
        """The command has ended well. facts: what it printed. folder: is there until this ends."""
        raise NotImplementedError

    def failed_because(self, reason: str) -> None:
        """The command has complained."""
        raise NotImplementedError

    @property
    def is_running(self) -> bool:
        """Whether a command has begun and not ended."""
        return self._command.is_running

    def new_folder(self) -> Path:
        """An empty folder for the next command; one that goes on is ended."""
        self.stop()
        self._folder = tempfile.TemporaryDirectory(prefix="hornstudio-", ignore_cleanup_errors=True)
        return Path(self._folder.name)

    def run(self, *arguments: str) -> None:
        """Run `hornstudio ARGUMENTS --json`."""
        self._command.start(*arguments)

    def stop(self) -> None:
        """End what goes on, and leave nothing behind."""
        self._command.stop()
        if folder := self._taken():
            folder.cleanup()

    def _taken(self) -> "tempfile.TemporaryDirectory[str] | None":
        folder, self._folder = self._folder, None
        return folder

    def _on_finished(self, facts: dict[str, Any]) -> None:
        folder = self._taken()  # whoever hears of it may begin another one
        assert folder is not None
        with folder as path:
            self.succeeded(facts, Path(path))

    def _on_failed(self, reason: str) -> None:
        self.stop()
        self.failed_because(reason.removeprefix("hornstudio: "))
