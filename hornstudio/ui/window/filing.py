"""Files of the window: new, open, save, recent ones, and what to do with unsaved work."""

import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QPointF, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from hornstudio.engine.disk.atomic import digest_of
from hornstudio.engine.disk.naming import fitting
from hornstudio.engine.errors import FileError
from hornstudio.engine.graph import UNNAMED, Graph
from hornstudio.engine.storage import files
from hornstudio.engine.storage.beside import with_data_beside
from hornstudio.engine.storage.journal import Work
from hornstudio.ui.collector import building
from hornstudio.ui.settings import Settings
from hornstudio.ui.widgets import file_dialog
from hornstudio.ui.widgets.question import ask
from hornstudio.ui.window.problem_list import ProblemList
from hornstudio.ui.window.safekeeping.guard import FileGuard, Standing
from hornstudio.ui.window.tabs.tab import Sight, Tab
from hornstudio.ui.window.tabs.tab_set import TabSet
from hornstudio.ui.words.title import title_text, work_title
from hornstudio.ui.words.translate import sentence, tr, tr_engine

SUFFIX = ".horn"

Button = QMessageBox.StandardButton


class Filing(QObject):
    """Opens and saves the document; asks where work could be lost.

    chosen(path)        a file was chosen to be opened, which may be another program's
    opened()            another graph is shown; also an empty one, or a template
    found()             a file was to be opened that is open already; it is in front now
    came_with(run, checkpoint)   what is shown begins in these weights
    saved(path)         what is shown was written there
    told(words)         what was done besides, for the status line
    recent_changed()    the list of recent files is another
    """

    chosen = Signal(Path)
    opened = Signal()
    found = Signal()
    came_with = Signal(str, str)
    saved = Signal(Path)
    told = Signal(str)
    recent_changed = Signal()

    def __init__(self, window: QWidget, tabs: TabSet, settings: Settings) -> None:
        super().__init__(window)
        self._window = window
        self._tabs = tabs
        self._document = tabs.front
        self._settings = settings

    @property
    def _guard(self) -> FileGuard:
        return self._tabs.current.guard

    def new(self) -> None:
        """Begin an empty network."""
        self.open_copy(Graph())

    def open_copy(self, graph: Graph) -> None:
        """Show a graph that has no file yet, such as a template."""
        self._show(graph, None)

    def show_import(self, graph: Graph, of_run: str = "") -> None:
        """Show a graph that was read from another program's file, or from the run called so.

        One of that run that is open as it was comes to the front.
        """
        for tab in self._tabs if of_run else ():
            document = tab.document
            is_untouched = document.of_run == of_run and not document.undo_stack.count()
            if is_untouched and document.graph == graph:
                self._go(tab)
                return
        self._show(graph, None, is_saved=False, of_run=of_run)

    def restore(self, work: Work) -> bool:
        """Show unsaved work of a window that has ended; whether it is shown.

        Where its file is open, it becomes a step there that can be taken back.
        """
        tab = self._tabs.find(work.file) if work.file else None
        if tab is None:
            sight = None
            if work.sight is not None:
                zoom, x, y = work.sight
                sight = Sight(zoom, QPointF(x, y), work.trail, work.selection)
            where = (work.file, work.base, work.number, sight)
            self._show(work.graph, *where, is_saved=False, of_run=work.of_run)
            self._document.source.recall(work.steps)
            if work.weights is not None:
                self.came_with.emit(*work.weights)
            return True
        self._go(tab)
        self._document.edit(tr("Restore {name}", name=work_title(work)), work.graph)
        return True

    def keep_now(self) -> bool:
        """Write the work in front into its journal before anything else; whether it is kept."""
        return self._tabs.current.keeper.write_now()

    def ask_and_open(self) -> None:
        """Let the person choose files to be opened."""
        filters = (tr("Networks (*.horn)"), tr("All files (*)"))
        dialog = file_dialog.to_open(self._window, tr("Open a network"), filters, several=True)
        dialog.setDirectory(str(self.folder))
        paths = file_dialog.chosen(dialog)
        if len(paths) > 1 and all(path.suffix.lower() == SUFFIX for path in paths):
            self.open_all(paths)
            return
        for path in paths:
            self.chosen.emit(path)

    def open(self, path: Path) -> None:
        """Open a file in a tab of its own."""
        self.load(path)

    def open_all(self, paths: Sequence[Path]) -> None:
        """Open files, each in a tab of its own; those that cannot be opened are told of at once."""
        refused: list[tuple[Path, FileError]] = []
        for path in paths:
            try:
                self._load(path)
            except FileError as error:
                refused.append((path, error))
        if len(refused) == 1:
            self._tell_why_not_opened(*refused[0])
        elif refused:
            reasons = [tr_engine(error.text) for _, error in refused]
            self._run(ProblemList.of_several(len(paths), reasons, self._window))

    def load(self, path: Path) -> bool:
        """Show a file; where it cannot be opened, say every reason and keep what is shown.

        One that is open already comes to the front as it is.
        """
        try:
            self._load(path)
        except FileError as error:
            self._tell_why_not_opened(path, error)
            return False
        return True

    def _load(self, path: Path) -> None:
        tab = self._tabs.find(path)
        if tab is not None:
            self._go(tab)
            return
        _refuse_endless(path)
        before = digest_of(path)  # first, so that a change while it is read is not overlooked
        with building():
            graph = files.load(path)
        self._show(graph, path.absolute(), before)
        self._note(path)
        self._take_data_beside(path)

    def save(self) -> bool:
        """Write the file; whether the work is safe now. Asks where the file stands against it."""
        path = self._document.path
        if path is None:
            return self.save_as()
        self._guard.look()
        if self._guard.standing is not Standing.CHANGED:
            return self._write(path)
        chosen = ask(
            self._window,
            tr("The file has changed"),
            tr("Another program has changed {name} since it was opened.", name=path.name),
            tr("Saving puts your network in the place of that one, which becomes the backup."),
            (tr("Save &as…"), tr("&Overwrite"), tr("&Load it again")),
        )
        ways = (self.save_as, lambda: self._write(path), self.load_again)
        return ways[chosen]() if chosen >= 0 else False

    def overwrite(self) -> bool:
        """Write the file, whatever it holds now; whether the work is safe now."""
        return self._write(self._document.path) if self._document.path else self.save_as()

    def load_again(self) -> bool:
        """Show what the file holds now; what was shown comes back by undoing."""
        path = self._document.path
        if path is None:
            return False
        before = digest_of(path)
        try:
            graph = files.load(path)
        except FileError as error:
            self._tell_why_not_opened(path, error)
            return False
        self._document.load_again(graph)
        self._guard.follow(path, before)
        self._take_data_beside(path)
        return True

    def go_on_with_copy(self) -> None:
        """Leave the file to whoever has it, and go on with a copy."""
        path = self._document.path
        if path is not None:
            self._tabs.current.proposed = tr("{name} copy", name=path.stem) + SUFFIX
            self._settings.folder = str(path.parent)
        self._document.leave_file()
        self._guard.follow(None)

    def save_as(self) -> bool:
        """Let the person choose where to write; whether the work is safe now."""
        return self._save_at(self.folder, self.proposal())

    def _save_at(self, folder: Path, name: str) -> bool:
        suffixes = dict.fromkeys((tr("Networks (*.horn)"), tr("All files (*)")), SUFFIX)
        dialog = file_dialog.to_save(self._window, tr("Save the network"), suffixes)
        dialog.setDirectory(str(folder))
        dialog.selectFile(name)
        chosen = file_dialog.chosen(dialog)
        return self._write(chosen[0]) if chosen else False

    def may_leave(self) -> bool:
        """Whether the graph that is shown may go: it is saved, or nobody wants it."""
        if not self._document.is_modified:
            return True
        tab = self._tabs.current
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(tr("Unsaved work"))
        box.setText(tr("Save the changes to {name}?", name=self._tabs.title_of(tab)))
        box.setInformativeText(tr("Without saving, they are lost."))
        box.setStandardButtons(Button.Save | Button.Discard | Button.Cancel)
        box.setDefaultButton(Button.Save)
        box.setEscapeButton(Button.Cancel)
        box.button(Button.Save).setText(tr("&Save"))
        box.button(Button.Discard).setText(tr("&Discard"))
        box.button(Button.Cancel).setText(tr("&Cancel"))
        answer = Button(box.exec())
        box.deleteLater()
        return answer == Button.Discard or (answer == Button.Save and self.save())

    def clear_recent(self) -> None:
        """Forget which files were opened."""
        self._settings.recent = []
        self._settings.save()
        self.recent_changed.emit()

    def _show(
        self,
        graph: Graph,
        path: Path | None,
        base: str = "",
        number: int = 0,
        sight: Sight | None = None,
        *,
        is_saved: bool = True,
        of_run: str = "",
    ) -> None:
        with building():
            tab = self._tabs.make_room(number)
            self._document.open(graph, path, is_saved=is_saved, of_run=of_run)
        self._guard.follow(path, base)
        tab.proposed, tab.sight = "", sight
        self.opened.emit()

    def _take_data_beside(self, path: Path) -> None:
        """Data that has moved together with the file is taken from there, as a step of its own."""
        graph, found = with_data_beside(self._document.graph, path.parent)
        if found:
            names = ", ".join(dict.fromkeys(Path(each.path).name for each in found))
            self._document.edit(tr("Take {names} from beside the file", names=names), graph)
            self.told.emit(tr("Taken from beside the network: {names}", names=names))

    def _go(self, tab: Tab) -> None:
        self._tabs.go(tab)
        self.found.emit()

    def _write(self, path: Path) -> bool:
        path = path.absolute()
        reason = self._guard.why_not(path)
        if reason is not None:
            return self._offer_another_place(path, FileError(reason))
        try:
            keeper = self._tabs.current.keeper
            digest = self._document.save(path, lambda mark: keeper.note_saving(path, mark))
        except FileError as error:
            return self._offer_another_place(path, error)
        self._guard.follow(path, digest)
        self._tabs.current.proposed = ""
        self.saved.emit(path)
        self._note(path)
        return True

    def _offer_another_place(self, tried: Path, error: FileError) -> bool:
        self._tabs.current.proposed = tried.name
        more = tr("The work is still here, unsaved. Another place may do.")
        text = sentence(error.text)
        if ask(self._window, tr("Not saved"), text, more, (tr("Save &as…"),)) != 0:
            return False
        return self._save_at(_writable_near(tried.parent), tried.name)

    def _tell_why_not_opened(self, path: Path, error: FileError) -> None:
        reasons = [tr_engine(fault) for fault in error.problems or (error.text,)]
        self._run(ProblemList(path, reasons, self._window))

    def _run(self, dialog: ProblemList) -> None:
        dialog.exec()
        dialog.deleteLater()

    def _note(self, path: Path) -> None:
        self._settings.note_file(path)
        self._settings.save()
        self.recent_changed.emit()

    def proposal(self) -> str:
        """A name for the file, with its suffix."""
        if self._document.path:
            return self._document.path.name
        if proposed := self._tabs.current.proposed:
            return proposed
        return (fitting(self._document.title) or title_text(UNNAMED)) + SUFFIX

    @property
    def folder(self) -> Path:
        """Where a file dialog begins."""
        if self._document.path:
            return self._document.path.parent
        return Path(self._settings.folder) if self._settings.folder else Path.home()


def _writable_near(folder: Path) -> Path:
    """The folder itself where files can be made in it, otherwise the home folder."""
    return folder if os.access(folder, os.W_OK | os.X_OK) else Path.home()


def _refuse_endless(path: Path) -> None:
    """A pipe or a device may have no end, and the window would wait for it. Raises: FileError."""
    if path.exists() and not path.is_file() and not path.is_dir():
        raise FileError("{path} is a pipe or a device; need a file", path=str(path))
