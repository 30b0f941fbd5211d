"""Looking through a table in a thread, so that a large one does not hold the window up."""

import threading
from contextlib import suppress

from PySide6.QtCore import QObject, Signal

from hornstudio.engine.catalog import catalog
from hornstudio.engine.modules.tables.survey import survey
from hornstudio.engine.modules.tables.table import TABLE
from hornstudio.engine.params import complete


class TableLook(QObject):
    """One table at a time; another one takes its place.

    finished(path)   what is in it is known, and kept until the file changes
    """

    finished = Signal(str)
    _looked = Signal(object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted: object = None
        self._looked.connect(self._on_looked)

    def start(self, path: str) -> None:
        """Look through the file of this path."""
        wanted = self._wanted = object()
        values = complete(TABLE.params, {"path": path}, catalog().find)

        def work() -> None:
            survey(values)
            with suppress(RuntimeError):  # the window has just gone
                self._looked.emit(wanted, path)

        threading.Thread(target=work, name="table", daemon=True).start()

    def stop(self) -> None:
        """Tell nothing of what is looked through now."""
        self._wanted = None

    def _on_looked(self, wanted: object, path: str) -> None:
        if wanted is self._wanted:
            self.finished.emit(path)
