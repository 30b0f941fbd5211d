"""The panel of all runs: what was trained, when, with what, and what came of it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from hornstudio.engine.graph import Graph
from hornstudio.engine.runs.record import IMPORTED, RunRecord
from hornstudio.engine.storage import files
from hornstudio.engine.storage.beside import with_data_beside
from hornstudio.engine.text import Text
from hornstudio.engine.train.fit import fits_of
from hornstudio.engine.train.kept.run_folder import RunFolder
from hornstudio.ui.more_epochs import ask_more_epochs
from hornstudio.ui.panels.runs.actions import RunActions
from hornstudio.ui.panels.runs.comparison import Comparison, compare
from hornstudio.ui.panels.runs.csv_file import write_csv
from hornstudio.ui.panels.runs.filter_bar import FilterBar
from hornstudio.ui.panels.runs.no_runs import NoRuns
from hornstudio.ui.panels.runs.noting import Noting
from hornstudio.ui.panels.runs.places import Places
from hornstudio.ui.panels.runs.question import OF_ANY, ask_checkpoint
from hornstudio.ui.panels.runs.reader import Listing, RunReader, Wish
from hornstudio.ui.panels.runs.table import RunsTable
from hornstudio.ui.settings import Settings
from hornstudio.ui.theme import set_icon
from hornstudio.ui.theme.focus_ring import is_by_keyboard
from hornstudio.ui.widgets import file_dialog
from hornstudio.ui.widgets.pages import Pages
from hornstudio.ui.words.quantity import count_text
from hornstudio.ui.words.title import run_text
from hornstudio.ui.words.translate import tr

LOOK_MS = 1000
"""How often the folders are looked at, at most."""
_SHARE = 20
"""A look that takes long comes as much more seldom: it has at most so small a share of the time."""
_IDLE_LOOKS = 5
_ON_BAR = ("curves", "compare", "restore")


class RunsPanel(QWidget):
    """A table with a filter over it. While it is hidden it only counts the runs that come.

    overlay_requested(list)     paths of runs whose curves are to be drawn
    graph_requested(Graph, str, str)   a run's graph is to be opened: what the run is called; its
                                path where its weights were imported, so that the graph has come
                                with them
    resume_requested(str, int)  path of a run that is to be gone on with, and how many epochs more
                                than were planned
    branch_requested(str, str)  path and checkpoint of a run in whose weights the network that is
                                open is to be trained
    deleted(list)               paths of runs that are gone
    count_changed(int)          how many runs there are, hidden ones only where those are shown
    status(str)                 a sentence for the status bar
    """

    overlay_requested = Signal(list)
    graph_requested = Signal(object, str, str)
    resume_requested = Signal(str, int)
    branch_requested = Signal(str, str)
    deleted = Signal(list)
    count_changed = Signal(int)
    status = Signal(str)

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.settings = settings
        self.graph_in_front: Callable[[], Graph | None] = lambda: None
        self.reader = RunReader(self)
        self.noting = Noting(self, self.reader)
        self.places = Places(self, self.reader)
        self.filter = FilterBar(self)
        self.table = RunsTable(self)
        self.table.show_columns(settings.run_columns)
        self.actions_of_runs = RunActions(self.table, self._slots())
        self._order = Wish().order
        self._is_training = False
        self._count = -1
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.reader.refresh)
        self.nothing = NoRuns(self)
        self._lay_out()
        self._connect()

    @property
    def selected(self) -> list[RunRecord]:
        """The selected runs, from top to bottom."""
        return self.table.selected

    def stop(self) -> None:
        """Read nothing any more; the window closes."""
        self._timer.stop()
        self.reader.close()

    def show_training(self, is_running: bool) -> None:
        """A training of this window began or ended."""
        self._is_training = is_running
        self._renew()
        self.recount()

    def follow_curves(self, is_other: bool) -> None:
        """Curves of a run have come: of one that has just begun, where it is another."""
        if is_other:
            self.recount()
            self.table.viewport().update()  # which of them are drawn

    def recount(self) -> None:
        """Runs came or ended: count them, also unseen where their number has been told."""
        if self.isVisible() or self._count >= 0:
            self.reader.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Look what has come in the meantime."""
        super().showEvent(event)
        self.reader.refresh()
        self._show_wish()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        super().hideEvent(event)
        self._timer.stop()

    def show_curves(self) -> None:
        """Draw the selected runs' curves."""
        paths = [r.path for r in self.selected if r.epochs_done]
        if paths:
            self.overlay_requested.emit(paths)

    def compare(self) -> None:
        """Show what sets the selected runs apart."""
        runs = self.selected
        if len(runs) > 1:
            self.reader.do(lambda: compare(runs), self._show_comparison)

    def restore(self) -> None:
        """Open the graph of the selected run."""
        (run,) = self.selected
        path = Path(run.path)
        own = run.path if run.state == IMPORTED else ""

        def read() -> Graph:
            return with_data_beside(files.load(path / "graph.horn"), path.parent)[0]

        self.reader.do(read, lambda graph: self.graph_requested.emit(graph, run.name, own))

    def resume(self) -> None:
        """Go on with the selected run; with more epochs, where all are done."""
        (run,) = self.selected
        more = ask_more_epochs(self, run_text(run.name), run.epochs_done) if run.is_done else 0
        if more or not run.is_done:
            self.resume_requested.emit(run.path, more)

    def branch(self) -> None:
        """Train the open network in the weights that the selected run had at a checkpoint."""
        (run,) = self.selected
        path, graph = Path(run.path), self.graph_in_front()

        def read() -> tuple[list[str], dict[str, tuple[Text, ...]]]:
            names = [p.stem for p in RunFolder.open(path).checkpoints()]
            fits = fits_of(path, graph, (*OF_ANY, *names)) if graph and names else {}
            return names, {name: fit.lines for name, fit in fits.items()}

        self.reader.do(read, lambda found: self._ask_and_branch(run, *found))

    def _ask_and_branch(
        self, run: RunRecord, names: list[str], fits: dict[str, tuple[Text, ...]]
    ) -> None:
        if not names:
            self.status.emit(tr("{name} has no checkpoint.", name=run_text(run.name)))
            return
        since = 0 if run.ends_with else run.best_since  # the best one is that which it ended with
        chosen = ask_checkpoint(self, run_text(run.name), names, fits, since)
        if chosen:
            self.branch_requested.emit(run.path, chosen)

    def write_csv(self) -> None:
        """Write what is listed, with the columns that are shown."""
        filters = (tr("Comma-separated values (*.csv)"), tr("All files (*)"))
        suffixes = dict.fromkeys(filters, ".csv")
        dialog = file_dialog.to_save(self, tr("Export the list of runs"), suffixes)
        dialog.selectFile("runs.csv")
        chosen = file_dialog.chosen(dialog)
        if chosen:
            path, columns, rows = chosen[0], self.table.runs.columns, self.table.runs.rows
            said = tr("Wrote {count} runs to {file}", count=len(rows), file=path.name)
            self.reader.do(
                lambda: write_csv(path, columns, rows), lambda _none: self.status.emit(said)
            )

    def _slots(self) -> dict:
        return {
            "curves": self.show_curves,
            "compare": self.compare,
            "restore": self.restore,
            "resume": self.resume,
            "branch": self.branch,
            "folder": lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(self.selected[0].path)),
            "note": lambda: self.noting.note(self.selected[0]),
            "tags": lambda: self.noting.tag(self.selected),
            "rename": lambda: self.noting.rename(self.selected[0]),
            "hide": lambda: self.noting.hide(self.selected),
            "csv": self.write_csv,
            "add": self.places.add,
            "delete": lambda: self.noting.delete(self.selected),
        }

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(10, 5, 8, 5)
        bar.setSpacing(4)
        bar.addWidget(self.filter, 1)
        for action_id in _ON_BAR:
            button = self._button()
            button.setDefaultAction(self.actions_of_runs[action_id])
            button.setAccessibleName(self.actions_of_runs[action_id].text().replace("&", ""))
            bar.addWidget(button)
        self.choose_columns = self._button(tr("Choose columns"), "sliders")
        self.more = self._button(tr("More to do with runs"), "more")
        bar.addWidget(self.choose_columns)
        bar.addWidget(self.more)
        self._pages = Pages()
        self._pages.addWidget(self.nothing)
        self._pages.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self._pages, 1)
        self._show_page(self.nothing)

    def _button(self, words: str = "", icon: str = "") -> QToolButton:
        button = QToolButton(self)
        button.setProperty("kind", "icon")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        if icon:
            set_icon(button, icon, size=15)
            button.setToolTip(words)
            button.setAccessibleName(words)
        return button

    def _connect(self) -> None:
        reader, table = self.reader, self.table
        reader.listed.connect(self._on_listed)
        reader.progressed.connect(self._on_progressed)
        reader.failed.connect(self.status)
        self.noting.said.connect(self.status)
        self.noting.deleted.connect(self.deleted)
        self.places.said.connect(self.status)
        self.filter.changed.connect(self._show_wish)
        self.nothing.all_wanted.connect(self.filter.clear)
        self.nothing.hidden_wanted.connect(self.filter.hidden.click)
        self.filter.left.connect(lambda: table.setFocus(Qt.FocusReason.OtherFocusReason))
        table.runs.order_wanted.connect(self._on_order_wanted)
        table.selected_changed.connect(self._renew)
        table.refused.connect(self.status)
        table.columns_chosen.connect(self._on_columns_chosen)
        table.activated.connect(lambda _index: self.show_curves())
        table.addActions(self.actions_of_runs.all())
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._on_menu)
        self.choose_columns.clicked.connect(self._on_columns_clicked)
        self.more.clicked.connect(self._on_more_clicked)

    def _show_wish(self) -> None:
        self.reader.show(Wish(self.filter.words, self._order, self.filter.hidden.isChecked()))

    def _renew(self) -> None:
        self.actions_of_runs.renew(self.selected, self.table.runs.rows, self._is_training)

    def _on_listed(self, listing: Listing) -> None:
        self.table.metrics = listing.metrics
        self.places.show_lost(listing.lost)
        self.filter.show_tags(listing.tags)
        beside = 0 if self.filter.hidden.isChecked() else listing.hidden
        self.filter.show_count(len(listing.rows), listing.total, beside)
        self.table.show_runs(listing.rows)
        self._show_page(self.table if listing.rows else self.nothing)
        if not listing.rows:
            self.nothing.explain(listing, bool(self.filter.words))
        self._renew()
        if listing.total != self._count:
            self._count = listing.total
            self.count_changed.emit(listing.total)

    def _show_page(self, page: QWidget) -> None:
        """Bring the table or its absence to the front; the keyboard goes along, and its ring."""
        self.setFocusProxy(page)
        if page is self._pages.currentWidget():
            return
        has_focus = self._pages.isAncestorOf(QApplication.focusWidget() or self)
        by_keys = has_focus and is_by_keyboard(self)
        self._pages.setCurrentWidget(page)
        if by_keys:
            page.clearFocus()  # Qt has given it the focus as if nobody had come by keys
            page.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_progressed(self, done: int, total: int) -> None:
        """A refresh is going on, or over (0 of 0): then the next one is due in a while."""
        if total:
            counts = {"done": count_text(done), "total": count_text(total)}
            self.nothing.say(tr("Reading runs: {done} of {total}", **counts))
            return
        if self.isVisible():
            looks = 1 if self.reader.has_running or self._is_training else _IDLE_LOOKS
            self._timer.start(max(LOOK_MS * looks, round(1000 * _SHARE * self.reader.seconds)))

    def _on_order_wanted(self, order: str) -> None:
        self._order = order
        self.table.scrollToTop()  # there are those that were asked for
        self._show_wish()

    def _on_columns_chosen(self, ids: list[str]) -> None:
        self.settings.run_columns = ids
        self.settings.save()

    def _show_comparison(self, comparison: Comparison) -> None:
        # Here, because a dialog that is seldom seen need not be read at the start.
        from hornstudio.ui.panels.runs.compare_dialog import CompareDialog

        dialog = CompareDialog(comparison, self)
        dialog.exec()
        dialog.deleteLater()

    def _on_menu(self, at: QPoint) -> None:
        self._pop_up(self.table.viewport().mapToGlobal(at))

    def _on_more_clicked(self) -> None:
        self._pop_up(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _pop_up(self, at: QPoint) -> None:
        menu = self.actions_of_runs.menu(self)
        self.places.extend(menu)
        menu.exec(at)
        menu.deleteLater()

    def _on_columns_clicked(self) -> None:
        menu = self.table.column_menu()
        menu.exec(self.choose_columns.mapToGlobal(self.choose_columns.rect().bottomLeft()))
        menu.deleteLater()
