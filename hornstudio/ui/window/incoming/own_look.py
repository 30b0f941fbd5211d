"""Looking through what a network reads of the user's own files, beside the event loop."""

from PySide6.QtCore import QObject, Signal

from hornstudio.engine.check import Report
from hornstudio.ui.widgets.latest import IsWanted, Latest


class OwnLook(QObject):
    """The files of one network at a time; another one takes its place.

    finished()   what is in them is known, and kept until they change
    """

    finished = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._looking = Latest(self)
        self._looking.come.connect(lambda _: self.finished.emit())

    def start(self, report: Report) -> None:
        """Look through all files that a checked graph reads; of one that reads none, nothing."""
        asked = [(facts.module.own, facts.values) for facts in report.facts.values()]

        def look(is_wanted: IsWanted) -> None:
            for own, values in asked:
                if own is not None and values is not None and is_wanted():
                    own.why_not(values)

        if any(own is not None for own, _ in asked):
            self._looking.start("own files", look)
        else:
            self.stop()

    def stop(self) -> None:
        """Tell nothing of what is looked through now."""
        self._looking.stop()
