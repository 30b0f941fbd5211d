"""Looking through a table in a thread, so that a large one does not hold the window up."""

from PySide6.QtCore import QObject, Signal

from hornstudio.engine.catalog import catalog
from hornstudio.engine.modules.tables.survey import survey
from hornstudio.engine.modules.tables.table import TABLE
from hornstudio.engine.params import complete
from hornstudio.ui.widgets.latest import IsWanted, Latest


class TableLook(QObject):
    """One table at a time; another one takes its place.

    finished(path)   what is in it is known, and kept until the file changes
    """

    finished = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._looking = Latest(self)
        self._looking.come.connect(self.finished.emit)

    def start(self, path: str) -> None:
        """Look through the file of this path."""
        values = complete(TABLE.params, {"path": path}, catalog().find)

        def look(_: IsWanted) -> str:
            survey(values)
            return path

        self._looking.start("table", look)

    def stop(self) -> None:
        """Tell nothing of what is looked through now."""
        self._looking.stop()
