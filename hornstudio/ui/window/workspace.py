"""The panels around one document, placed and led to each other."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from hornstudio.engine.problem import Problem
from hornstudio.ui.action.action_set import Actions
from hornstudio.ui.canvas import Canvas
from hornstudio.ui.document import Document
from hornstudio.ui.level import Level
from hornstudio.ui.panels.finder import Finder
from hornstudio.ui.panels.history import History
from hornstudio.ui.panels.inspector import Inspector
from hornstudio.ui.panels.outline import Outline
from hornstudio.ui.panels.palette import Palette
from hornstudio.ui.panels.problems import Problems
from hornstudio.ui.panels.runs import RunsPanel
from hornstudio.ui.panels.training import State, TrainingPanel, WorkerClient
from hornstudio.ui.settings import Settings
from hornstudio.ui.theme import current
from hornstudio.ui.widgets.divider import divider
from hornstudio.ui.widgets.pages import Pages
from hornstudio.ui.window.bottom_panel import BottomPanel
from hornstudio.ui.window.layer_times import LayerTimes
from hornstudio.ui.window.tool_bar import ToolBar
from hornstudio.ui.words.translate import tr

_CENTRE_PX = 360
_BELOW = 0.395
"""Share of the height that the panel below gets at first, at most."""
_CANVAS_PX = 200
"""A canvas that is lower shows no network that can be read."""


class Workspace(QWidget):
    """Palette, canvas or code, inspector, and the panel below; their sizes are remembered.

    Each is made where it belongs: what is put into another widget later is styled once more, with
    all that is in it, and a window has five hundred widgets.
    """

    def __init__(
        self,
        document: Document,
        client: WorkerClient,
        actions: Actions,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.document = document
        self.level = Level(document)
        self.level.setParent(self)  # it goes with this window, and all that hears it can go
        self._client = client
        self._settings = settings
        self._share = 0.0
        self.tool_bar = ToolBar(actions, self)
        self._columns = QSplitter(Qt.Orientation.Horizontal, self)
        self.palette_panel = Palette(self.level, self._columns)
        self._rows = QSplitter(Qt.Orientation.Vertical, self._columns)
        middle = QWidget(self._rows)
        self._middle = QVBoxLayout(middle)
        self.centre = Pages(middle)
        self.canvas = Canvas(self.level, self.centre, uses=settings.uses)
        self.finder = Finder(self.level, self.canvas)
        self.centre.addWidget(self.canvas)
        self.bottom = BottomPanel(self._rows)
        pages = self.bottom.pages
        self.training = TrainingPanel(document, client, pages)
        self.runs = RunsPanel(settings, pages)
        self.problems = Problems(document, pages)
        self.outline = Outline(self.level, pages)
        self._fill_bottom()
        self.inspector = Inspector(self.level, self._columns)
        self._code: QWidget | None = None
        self.is_sized = False
        self._is_crowded = self._is_low = False
        self._given: dict[str, int] = {}
        self._below_px = 0
        self._lay_out()
        self._connect()
        self._follow_keys(actions)

    @property
    def is_code_shown(self) -> bool:
        """Whether the centre shows Python."""
        return self.centre.currentWidget() is not self.canvas

    @property
    def is_paused(self) -> bool:
        """Whether a training is being held."""
        return self._client.state is State.PAUSED

    def show_build(self) -> None:
        """Show the canvas in the centre."""
        self.centre.setCurrentWidget(self.canvas)

    def show_code(self) -> None:
        """Show the network as Python in the centre."""
        if self._code is None:
            # Here, because the first look at code may wait for the highlighter; the start may not.
            from hornstudio.ui.panels.code import CodeView

            self._code = CodeView(self.document, self.centre)
            self.centre.addWidget(self._code)
        held = QApplication.focusWidget()
        was_here = held is not None and self.centre.isAncestorOf(held)
        self.centre.setCurrentWidget(self._code)
        if was_here:  # Qt would give it to the first button
            self.focus_centre()

    def focus_centre(self) -> None:
        """Give the keyboard to the canvas, or to the code."""
        shown = self.centre.currentWidget() or self.canvas
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def sides(self) -> dict[str, QWidget]:
        """Panels that can be put away, by the name under which they are remembered."""
        return {"palette": self.palette_panel, "inspector": self.inspector}

    def toggle(self, name: str) -> None:
        """Put a panel away, or bring it back as wide as it was."""
        panel = self.sides()[name]
        if not panel.isHidden():
            self._settings.sizes[name] = panel.width()
        panel.setVisible(panel.isHidden())

    def put_above(self, widget: QWidget) -> None:
        """Place a message below the tool bar, over all panels; the Tab key comes there next."""
        self._column.insertWidget(2, widget)
        before: QWidget = self.tool_bar.export
        for button in _buttons_in(widget):
            self.setTabOrder(before, button)
            before = button

    def put_over_canvas(self, widget: QWidget) -> None:
        """Place a row above the canvas, or the code, between the panels at the sides."""
        self._middle.insertWidget(0, widget)

    def take_over(self, former: "Workspace") -> None:
        """Show, of the same networks, what the panels of another window show."""
        self.training.take_over(former.training)
        self.runs.filter.take_over(former.runs.filter)
        self.canvas.colour_by(former.canvas.heat.measure)
        if former.is_code_shown:
            self.show_code()
        self.bottom.show_page(former.bottom.page)
        self.bottom.set_folded(former.bottom.is_folded)

    def remember(self) -> None:
        """Note sizes, and what is put away, in the settings.

        A size that is still as it was given at the start is not noted: where a small window has
        made it smaller, what was wanted counts in a large one.
        """
        now = self._sizes_now()
        self._settings.sizes |= {n: px for n, px in now.items() if px != self._given.get(n)}
        hidden = [name for name, panel in self.sides().items() if panel.isHidden()]
        if self._is_crowded and "palette" in hidden and "palette" not in self._settings.hidden:
            hidden.remove("palette")  # nobody has put it away
        is_folded = self.bottom.is_folded and not (
            self._is_low and "bottom" not in self._settings.hidden
        )
        more = {"bottom": is_folded, "minimap": not self.canvas.corners.is_map_wanted}
        self._settings.hidden = hidden + [name for name, is_away in more.items() if is_away]

    def _sizes_now(self) -> dict[str, int]:
        """Of what is not put away, by the name under which it is remembered."""
        sizes = {n: panel.width() for n, panel in self.sides().items() if not panel.isHidden()}
        below = self._below_px if self.bottom.is_folded else self.bottom.height()
        return sizes | {"bottom": below}

    def showEvent(self, event: QShowEvent) -> None:
        """Sizes can only be given out once there is a size."""
        super().showEvent(event)
        layout = self.layout()
        if not self.is_sized and layout is not None:
            self.is_sized = True
            layout.activate()
            self._make_room()
            self._restore_sizes()

    def _make_room(self) -> None:
        """On a screen with no room for all, the list of modules gives way: Tab searches them too.

        Otherwise the canvas would reach below the panel at its right. The panel at the bottom is
        folded until it is wanted, as by a training, where the canvas would have too little height.
        """
        shown = [panel for panel in self.sides().values() if not panel.isHidden()]
        need = sum(panel.minimumWidth() for panel in (*shown, self.centre))
        self._is_crowded = need > self._columns.width()
        if self._is_crowded:
            self.palette_panel.hide()
        self._is_low = self._rows.height() - current().px("layout.dockMin") < _CANVAS_PX
        if self._is_low:
            self.bottom.set_folded(True)

    def _restore_sizes(self) -> None:
        theme, sizes = current(), self._settings.sizes
        left = sizes.get("palette", theme.px("layout.palette"))
        right = sizes.get("inspector", theme.px("layout.inspector"))
        width, height = self._columns.width(), self._rows.height()
        below = sizes.get("bottom", self._wanted_below(height))
        left, right = min(left, width // 3), min(right, width // 3)
        below = self._beside_canvas(below)
        # What is put away keeps its size for later, but takes no room now.
        taken = sum(
            size
            for size, panel in ((left, self.palette_panel), (right, self.inspector))
            if not panel.isHidden()
        )
        self._columns.setSizes([left, max(width - taken, 0), right])
        self._below_px = below
        self._share_height(self.bottom.minimumHeight() if self.bottom.is_folded else below)
        self._given = self._sizes_now()

    def _beside_canvas(self, below_px: int) -> int:
        """As much of a height as leaves the canvas half of all, or what it needs."""
        height = self._rows.height() - self._rows.handleWidth()
        return min(below_px, max(height // 2, height - _CANVAS_PX))

    def _share_height(self, below_px: int) -> None:
        self._rows.setSizes([max(self._rows.height() - below_px, 0), below_px])

    def _on_folded(self, is_folded: bool) -> None:
        """The canvas gets the room, and gives it back.

        A splitter goes by the sizes that it has given out, whatever a panel may be at most.
        """
        if is_folded:
            self._below_px = self._rows.sizes()[1]
        below = self._beside_canvas(self._below_px)
        self._share_height(self.bottom.minimumHeight() if is_folded else below)

    def _wanted_below(self, height: int) -> int:
        """The column of training whole, but most of the height for the canvas."""
        wanted = self.bottom.height_for(self.training.column_px)
        return min(max(wanted, current().px("layout.dock")), round(_BELOW * height))

    def _fill_bottom(self) -> None:
        bottom = self.bottom
        bottom.add("training", tr("Training"), "chart", self.training, self.training.chart_settings)
        bottom.add("runs", tr("Runs"), "runs", self.runs)
        bottom.add("problems", tr("Problems"), "error", self.problems)
        bottom.add("outline", tr("Outline"), "layers", self.outline)
        bottom.add("log", tr("Log"), "terminal", self.training.log_view)
        bottom.add("history", tr("History"), "history", History(self.document, bottom.pages))

    def _lay_out(self) -> None:
        self.palette_panel.setMinimumWidth(current().px("layout.paletteMin"))
        self.inspector.setMinimumWidth(current().px("layout.inspectorMin"))
        self.centre.setMinimumWidth(_CENTRE_PX)
        self._middle.setContentsMargins(0, 0, 0, 0)
        self._middle.setSpacing(0)
        self._middle.addWidget(self.centre, 1)
        for splitter, stretched in ((self._rows, 0), (self._columns, 1)):
            splitter.setHandleWidth(1)
            splitter.setChildrenCollapsible(False)
            for index in range(splitter.count()):
                splitter.setStretchFactor(index, int(index == stretched))
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tool_bar)
        column.addWidget(divider())
        column.addWidget(self._columns, 1)
        hidden = self._settings.hidden
        for name, panel in self.sides().items():
            panel.setHidden(name in hidden)
        self.bottom.set_folded("bottom" in hidden)
        if "minimap" in hidden:
            self.canvas.toggle_map()

    def _connect(self) -> None:
        marks = self.canvas.marks
        self.finder.began.connect(marks.keep_sight)
        self.finder.marked.connect(marks.show)
        self.finder.entered.connect(self._on_entered)
        self.finder.ended.connect(lambda is_back: marks.clear(is_back=is_back))
        self.bottom.tabs.tabBarClicked.connect(lambda _index: self.finder.leave())
        self.bottom.folded_changed.connect(self._on_folded)
        self.palette_panel.module_chosen.connect(self._on_module_chosen)
        self.palette_panel.picked.connect(self.focus_centre)
        self.palette_panel.rank_by(self.canvas.adding.ranking)
        self.outline.node_wanted.connect(self._on_node_wanted)
        self.outline.frame_wanted.connect(self._on_frame_wanted)
        self.outline.frame_chosen.connect(self.canvas.framing.choose)
        self.problems.counts_changed.connect(self._on_counts_changed)
        self.training.live_values.connect(self.canvas.set_live)
        self.training.figures.connect(self.canvas.insight.take)
        LayerTimes(self.canvas, self.document, self._client)
        self.training.running_changed.connect(self._on_running_changed)
        self.training.progress_changed.connect(self._on_progress_changed)
        self._client.state_changed.connect(self._on_state_changed)
        self._connect_runs()
        self.document.place_requested.connect(self._on_place_requested)
        self.training.problems_requested.connect(lambda: self.bottom.show_page("problems"))
        self.training.log_requested.connect(lambda: self.bottom.show_page("log"))
        report = self.document.report
        warnings = sum(p.severity == "warning" for p in report.problems)
        self._on_counts_changed(len(report.errors), warnings)

    def _connect_runs(self) -> None:
        runs, training = self.runs, self.training
        training.running_changed.connect(runs.show_training)
        training.trainer.curves_changed.connect(runs.follow_curves)
        runs.overlay_requested.connect(training.show_runs)
        runs.deleted.connect(training.forget_runs)
        runs.resume_requested.connect(training.resume_run)
        runs.branch_requested.connect(training.train)
        runs.table.runs.look_of = training.charts.look_of
        runs.graph_in_front = lambda: training.trainer.document.graph
        for request in (runs.overlay_requested, runs.resume_requested, runs.branch_requested):
            request.connect(lambda *_: self.bottom.show_page("training"))
        runs.count_changed.connect(self._on_runs_counted)

    def _on_runs_counted(self, count: int) -> None:
        self.bottom.retitle("runs", tr("Runs {count}", count=count) if count else tr("Runs"))

    def _follow_keys(self, actions: Actions) -> None:
        """Tool tips and the canvas know which keys actions have."""

        def show_keys() -> None:
            tip = actions["train"].toolTip()
            self.tool_bar.train.show_tip(tip)
            self.training.controls.show_tip(tip)
            self.canvas.show_keys()

        self.canvas.follow_keys(actions.keys_text)
        actions.news.keys_changed.connect(show_keys)
        show_keys()

    def _on_module_chosen(self, kind: str) -> None:
        self.canvas.add_module(kind)

    def _on_node_wanted(self, node_id: str) -> None:
        self.show_build()
        self.canvas.walk(node_id)
        self.canvas.view.setFocus()

    def _on_entered(self, uses: tuple[str, ...], node_id: str) -> None:
        self.level.go((*self.level.trail, *uses))
        self._on_node_wanted(node_id)

    def _on_frame_wanted(self, place: int) -> None:
        self.show_build()
        self.canvas.framing.show(place)
        self.canvas.view.setFocus()

    def _on_place_requested(self, problem: Problem) -> None:
        """A node is on the canvas, a callback in the training panel."""
        if problem.callback is None:
            self.show_build()
        else:
            self.bottom.show_page("training")

    def _on_counts_changed(self, errors: int, warnings: int) -> None:
        count = errors + warnings
        title = tr("Problems {count}", count=count) if count else tr("Problems")
        ink = "error.default" if errors else "warning.default" if warnings else ""
        self.bottom.retitle("problems", title, ink)
        self.tool_bar.train.show_errors(errors)

    def _on_running_changed(self, is_running: bool) -> None:
        self.bottom.retitle("training", tr("Training"), "live.default" if is_running else "")
        self.canvas.set_training(is_running)
        self._share = 0.0
        self._show_train_button()

    def _on_progress_changed(self, share: float) -> None:
        self._share = share
        self._show_train_button()

    def _on_state_changed(self, state: State) -> None:
        self._show_train_button()

    def _show_train_button(self) -> None:
        button = self.tool_bar.train
        if self._client.is_busy:
            button.show_progress(self._share, is_paused=self.is_paused)
        else:
            button.show_idle()


def _buttons_in(widget: QWidget) -> list[QAbstractButton]:
    """Its buttons, as the Tab key goes through them."""
    found: list[QAbstractButton] = []
    each = widget.nextInFocusChain()
    while each is not None and widget.isAncestorOf(each):
        if isinstance(each, QAbstractButton) and each.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found.append(each)
        each = each.nextInFocusChain()
    return found
