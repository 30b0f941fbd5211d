"""Looking through what a network reads of the user's own files, beside the event loop."""

from PySide6.QtCore import QObject, Signal

from hornstudio.engine.check import Report
from hornstudio.engine.own_files import OwnFiles
from hornstudio.engine.params import Values
from hornstudio.ui.widgets.latest import IsWanted, Latest

_Asked = tuple[OwnFiles, Values]


class OwnLook(QObject):
    """The files of one network at a time; those of another one take their place.

    finished()   what is in them is known, and kept until they change
    """

    finished = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._looking = Latest(self)
        self._looking.come.connect(self._on_come)
        self._going: list[_Asked] = []

    def start(self, report: Report) -> None:
        """Look through all files that a checked graph reads; of one that reads none, nothing.

        Those that are looked through already are not begun again.
        """
        asked = _own_files(report)
        if asked == self._going:
            return
        self.stop()
        self._going = asked

        def look(is_wanted: IsWanted) -> None:
            for own, values in asked:
                if is_wanted():
                    list(own.faults(values))

        if asked:
            self._looking.start("own files", look)

    def stop(self) -> None:
        """Tell nothing of what is looked through now."""
        self._looking.stop()
        self._going = []

    def _on_come(self) -> None:
        self._going = []
        self.finished.emit()


def _own_files(report: Report) -> list[_Asked]:
    """Of each module that reads some, with its params."""
    asked = ((facts.module.own, facts.values) for facts in report.facts.values())
    return [(own, values) for own, values in asked if own is not None and values is not None]
