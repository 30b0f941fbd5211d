"""The open graph: the one thing that panels share, and the sole source of change signals.

Panels never speak to each other. They read `graph`, `report` and `selection`, ask for edits, and
listen. Every edit is an undo command that holds the graph before and after; both share all that
did not change, so holding them costs little and undoing is exact.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from hornstudio.engine.catalog import Catalog, catalog
from hornstudio.engine.check import Report, check
from hornstudio.engine.composite.scope import changed_kinds
from hornstudio.engine.editing.change import change_between, is_only_elsewhere
from hornstudio.engine.graph import UNNAMED, Graph, Group
from hornstudio.engine.problem import Problem, Remedy
from hornstudio.engine.remedies import apply_remedy
from hornstudio.engine.storage import files
from hornstudio.engine.storage.past import MOST, Steps
from hornstudio.ui.commands import Recalled, ReplaceGraph
from hornstudio.ui.words.title import title_text
from hornstudio.ui.words.translate import tr, tr_engine


class Document(QObject):
    """A graph with its undo history, its selection and its file.

    Signals, all sent after the fact:
    graph_changed(old, new)   the graph was replaced; `report` is up to date already, the history
                              only with the next signal
    steps_changed()           a step is in the history, or was taken back or done again
    selection_changed(ids)    a tuple of node ids, in no particular order
    opened()                  another graph took the place of the whole document
    path_changed()            another file, or no file
    modified_changed(bool)    whether there is unsaved work
    place_requested(problem)  somebody asks to be shown the place of a problem
    kept_changed()            there are other modules, or composites in the user's palette
    leaving(), switched()     another document comes to the front, and has come; see `Front`

    edited_at is the trail of composites inside which the last edit was made, chosen_again what it
    brings back selected there; chosen_inside is a trail and what is selected at its end. number:
    which one it is of the networks without a file that have its name; 0 while that is open.
    weights: the run and the checkpoint in which its training begins, where it has come with some.
    of_run: what the run is called from which it was brought back, as long as it has no file.
    """

    graph_changed = Signal(object, object)
    steps_changed = Signal()
    selection_changed = Signal(tuple)
    opened = Signal()
    path_changed = Signal()
    modified_changed = Signal(bool)
    place_requested = Signal(object)
    kept_changed = Signal()
    leaving = Signal()
    switched = Signal()
    number = 0
    weights: tuple[str, str] | None = None
    of_run = ""

    def __init__(
        self,
        graph: Graph | None = None,
        path: Path | None = None,
        undo_stack: QUndoStack | None = None,
    ) -> None:
        super().__init__()
        self.graph = graph or Graph()
        self.report: Report = check(self.graph)
        self.path = path
        self.selection: tuple[str, ...] = ()
        self.edited_at: tuple[str, ...] | None = None
        self.chosen_again: tuple[str, ...] = ()
        self.chosen_inside: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
        self.undo_stack = QUndoStack(self) if undo_stack is None else undo_stack
        self._follow_history()

    @property
    def source(self) -> "Document":
        """The document itself, where this one only stands for it."""
        return self

    def _follow_history(self) -> None:
        self.undo_stack.cleanChanged.connect(self._on_clean_changed)
        self.undo_stack.indexChanged.connect(self._on_index_changed)

    @property
    def is_modified(self) -> bool:
        """Whether there is unsaved work."""
        return not self.undo_stack.isClean()

    @property
    def name(self) -> str:
        """What a person calls the graph; with its number, where several would be called so."""
        return title_text(self.graph.name, self.number)

    @property
    def title(self) -> str:
        """File name, or the graph's name while it has no file, with the run that it is from."""
        if self.path:
            return self.path.name
        return title_text(self.graph.name, self.number, self.of_run)

    @property
    def modules(self) -> Catalog:
        """What a node of the graph can be: the catalog, and the graph's own composites."""
        return self.report.modules

    def edit(
        self, what: str, graph: Graph, merge: str = "", trail: tuple[str, ...] | None = None
    ) -> None:
        """Replace the graph by an edited one, as one undo step named `what`.

        merge: steps in a row with the same non-empty key become one (a drag, typing). trail: the
        composites inside which it is done, for undoing to lead there; None where that is the same.
        """
        if graph is self.graph or graph == self.graph:
            return
        self.undo_stack.push(ReplaceGraph(self, what, self.graph, graph, merge, trail))

    def show(
        self, graph: Graph, trail: tuple[str, ...] | None = None, chosen: tuple[str, ...] = ()
    ) -> None:
        """Make a graph the current one. For undo commands; panels call `edit`."""
        old = self.graph
        if is_only_moved(old, graph):
            # Places say nothing about shapes, so a drag need not wait for the rules.
            self.report = replace(self.report, graph=graph)
        else:
            self.report = check(graph, before=self.report)
        self.graph, self.edited_at, self.chosen_again = graph, trail, chosen
        # Whoever hears of the new graph must not find nodes selected that it does not have.
        kept = tuple(i for i in self.selection if i in graph.nodes)
        lost = kept != self.selection
        self.selection = kept
        self.graph_changed.emit(old, graph)
        if lost:
            self.selection_changed.emit(self.selection)

    def look_again(self) -> None:
        """Check anew what the graph reads of files that another program may have changed."""
        if not any(facts.module.own for facts in self.report.facts.values()):
            return
        before, now = self.report, check(self.graph)
        shapes = [{i: facts.outputs for i, facts in r.facts.items()} for r in (before, now)]
        if now.problems != before.problems or shapes[0] != shapes[1]:
            self.report = now
            self.graph_changed.emit(self.graph, self.graph)

    def know_again(self) -> None:
        """Check anew if there are other modules by now; the graph stays, and so does its history.

        What nodes hold that a module no longer has is a problem of theirs, and is not lost.
        """
        if changed_kinds(self.report.modules, catalog()) is None:  # none of them are the same
            self.report = check(self.graph)
            self.graph_changed.emit(self.graph, self.graph)
            self.kept_changed.emit()

    def select(self, ids: Iterable[str]) -> None:
        """Select these nodes and no others."""
        chosen = tuple(i for i in dict.fromkeys(ids) if i in self.graph.nodes)
        if set(chosen) != set(self.selection):
            self.selection = chosen
            self.selection_changed.emit(chosen)

    def mend(self, problem: Problem, remedy: Remedy) -> None:
        """Carry out a remedy as one undo step. Raises: GraphError."""
        former, chosen = self.graph, self.selection
        mended = apply_remedy(former, problem, remedy.action)
        self.edit(tr_engine(remedy.label), mended)
        if set(chosen) - mended.nodes.keys():  # what was replaced has another name
            self.select([*self.selection, *(i for i in mended.nodes if i not in former.nodes)])

    def open(
        self, graph: Graph, path: Path | None, *, is_saved: bool = True, of_run: str = ""
    ) -> None:
        """Show another graph; its history begins anew. is_saved: the file holds it."""
        self.undo_stack.clear()
        self.of_run = of_run
        self.selection = ()
        self.path = path
        self.show(graph)
        if not is_saved:
            self.mark_unsaved()
        self.selection_changed.emit(())
        self.path_changed.emit()
        self.opened.emit()

    def save(self, path: Path, before: Callable[[str], None] | None = None) -> str:
        """Write the graph to a file; one without a name takes the file's.

        Returns the digest of the file; `before` gets it just before the file is touched.
        Raises: FileError; the work is then still unsaved.
        """
        graph = self.graph
        if graph.name == UNNAMED and path.stem:
            graph = replace(graph, name=path.stem)
        digest = files.save(graph, path, before)
        self.edit(tr("Name the graph {name}", name=graph.name), graph)
        self.path, self.of_run = path, ""
        self.undo_stack.setClean()
        self.path_changed.emit()
        return digest

    def load_again(self, graph: Graph) -> None:
        """Show what the file holds now, as a step that can be undone."""
        self.edit(tr("Load {name} again", name=self.title), graph)
        self.undo_stack.setClean()

    def leave_file(self) -> None:
        """Go on with a copy that has no file yet."""
        self.path = None
        self.mark_unsaved()
        self.path_changed.emit()

    def steps_around(self) -> Steps:
        """What can be taken back and done again, of the many what is nearest."""
        stack, now = self.undo_stack, self.undo_stack.index()
        back = [stack.command(i) for i in range(now - 1, max(now - MOST, 0) - 1, -1)]
        ahead = [stack.command(i) for i in range(now, min(now + MOST, stack.count()))]
        return Steps(
            tuple(each.back() for each in back if isinstance(each, ReplaceGraph)),
            tuple(each.ahead() for each in ahead if isinstance(each, ReplaceGraph)),
        )

    def recall(self, steps: Steps) -> None:
        """Have steps in the history that stood around the graph in a window that has ended."""
        named = [*reversed(steps.back), *steps.ahead]
        graphs = [*(s.graph for s in reversed(steps.back)), self.graph]
        graphs += [s.graph for s in steps.ahead]
        made = [
            Recalled(self, step, before, after)
            for step, before, after in zip(named, graphs, graphs[1:], strict=False)
        ]
        for command in made:
            self.undo_stack.push(command)
        self.undo_stack.setIndex(len(steps.back))
        for command in made:
            command.is_silent = False

    def say_again(self) -> None:
        """Have all steps of the history named in the language that is spoken now."""
        for place in range(self.undo_stack.count()):
            step = self.undo_stack.command(place)
            if isinstance(step, ReplaceGraph):
                step.say_again()

    def mark_unsaved(self) -> None:
        """No file holds what is shown."""
        self.undo_stack.resetClean()

    def _on_index_changed(self) -> None:
        self.steps_changed.emit()

    def _on_clean_changed(self, clean: bool) -> None:
        self.modified_changed.emit(not clean)


def is_only_moved(old: Graph, new: Graph) -> bool:
    """Whether two graphs differ in nothing that `check` reads: only in places of nodes."""
    if new.wires is not old.wires and new.wires != old.wires:
        return False
    if new.training.callbacks != old.training.callbacks:
        return False
    if new.inside != old.inside or list(new.groups) != list(old.groups):
        return False
    if not all(_is_group_only_moved(old.groups[k], group) for k, group in new.groups.items()):
        return False
    if list(new.nodes) != list(old.nodes):
        return False
    others = change_between(old, new).nodes
    return all(is_only_elsewhere(new.nodes[i], old.nodes[i]) for i in others)


def _is_group_only_moved(old: Group, new: Group) -> bool:
    if old is new:
        return True
    return (old.title, old.params) == (new.title, new.params) and is_only_moved(old.body, new.body)
