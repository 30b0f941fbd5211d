"""From problem to problem by key, and mended by key."""

from typing import TYPE_CHECKING

from hornstudio.engine.errors import GraphError
from hornstudio.engine.problem import Problem
from hornstudio.engine.text import Text
from hornstudio.ui.widgets.announcement import announce
from hornstudio.ui.words.place import place_text
from hornstudio.ui.words.translate import tr_engine

if TYPE_CHECKING:
    from hornstudio.ui.main_window import MainWindow


class ProblemWalk:
    """Knows which problem was shown last."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._last: Problem | None = None

    def go_on(self) -> None:
        """Show the place of the problem after the one that was shown last, and say it."""
        document = self._window.document
        problems = list(document.report.problems)
        if not problems:
            return
        at = problems.index(self._last) if self._last in problems else -1
        self._last = shown = problems[(at + 1) % len(problems)]
        workspace = self._window.workspace
        workspace.bottom.show_page("problems")
        workspace.problems.view.choose(shown)
        document.place_requested.emit(shown)
        announce(workspace.canvas.view, _words(self._window, shown))

    def why_not_mend(self) -> str:
        """Reason that nothing can be mended, to be translated; empty where something can."""
        if not self._window.document.report.problems:
            return Text("There are no problems.")
        return "" if self._to_mend() else Text("No problem has a remedy that is known.")

    def mend(self) -> None:
        """Carry out the first remedy of the problem that is shown, or of the first that has one."""
        problem = self._to_mend()
        if problem is None:
            return
        try:
            self._window.document.mend(problem, problem.remedies[0])
        except GraphError as error:
            self._window.status.show_notice(tr_engine(error.text))

    def _to_mend(self) -> Problem | None:
        """The one shown last before those of what is selected, and these before all others."""
        chosen = self._window.workspace.level.selection
        problems = [p for p in self._window.document.report.problems if p.remedies]
        problems.sort(key=lambda p: (p != self._last, p.node not in chosen))
        return problems[0] if problems else None


def _words(window: "MainWindow", problem: Problem) -> str:
    """Where, what, and how a key mends it."""
    place = place_text(window.document.graph, problem)
    words = f"{place}: {tr_engine(problem.reason)}"
    if not problem.remedies:
        return words
    keys, label = window.table.keys_text("mend"), tr_engine(problem.remedies[0].label)
    return f"{words}. {keys}: {label}" if keys else words
