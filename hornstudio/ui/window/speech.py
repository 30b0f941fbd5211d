"""What a screen reader says of edits: the step that was made or undone, and what is wrong since."""

from collections.abc import Iterable

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from hornstudio.engine.problem import Problem
from hornstudio.ui.front import Front
from hornstudio.ui.widgets.announcement import announce
from hornstudio.ui.window.status_line import problems_text
from hornstudio.ui.words.place import place_text
from hornstudio.ui.words.translate import tr, tr_engine

_Place = tuple[str, str, str, str]


class Speech(QObject):
    """Follows the document in front; says nothing of one that comes to the front or is opened."""

    def __init__(self, document: Front, at: QWidget) -> None:
        super().__init__(at)
        self._document = document
        self._at = at
        self._note_where_we_are()
        document.history.indexChanged.connect(self._on_index_changed)
        document.opened.connect(self._note_where_we_are)

    def _note_where_we_are(self) -> None:
        self._stack: QUndoStack = self._document.undo_stack
        self._step = self._document.undo_stack.index()
        self._problems = self._document.report.problems

    def _on_index_changed(self, step: int) -> None:
        if not isValid(self._document.undo_stack):  # a history that dies goes back to its start
            return
        stack, former, known = self._stack, self._step, self._problems
        self._note_where_we_are()
        if self._stack is not stack:
            return
        said = [_step_text(stack, former, step), *self._news(known)]
        announce(self._at, " ".join(tr("{reason}.", reason=words) for words in said if words))

    def _news(self, known: tuple[Problem, ...]) -> list[str]:
        """How many problems there are, where that has changed, and the first one that is new."""
        if self._problems is known:
            return []
        old, now = _serious(known), _serious(self._problems)
        news = [problem for place, problem in now.items() if place not in old]
        if not news and len(old) == len(now):
            return []
        said = [problems_text(self._problems)]
        graph = self._document.graph
        said += [f"{place_text(graph, p)}: {tr_engine(p.reason)}" for p in news[:1]]
        return said


def _serious(problems: Iterable[Problem]) -> dict[_Place, Problem]:
    return {
        (p.node, p.port or p.param, str(p.reason), p.severity): p
        for p in problems
        if p.severity != "info"
    }


def _step_text(stack: QUndoStack, former: int, step: int) -> str:
    """What was done last; a step that a drag or typing goes on with is said once."""
    if step < former:
        return tr("Taken back: {step}", step=stack.text(step))
    return stack.text(step - 1) if step > former else ""
