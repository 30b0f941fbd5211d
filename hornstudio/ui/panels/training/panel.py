"""The training panel: everything about runs in one place at the bottom of the window."""

from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QWidget
from shiboken6 import isValid

from hornstudio.engine.problem import Problem
from hornstudio.engine.text import Text
from hornstudio.ui.document import Document
from hornstudio.ui.panels.training.banner import Banner
from hornstudio.ui.panels.training.charts.panel import Charts
from hornstudio.ui.panels.training.column.controls import WIDTH_PX, Controls
from hornstudio.ui.panels.training.course.history import MOST_BEHIND
from hornstudio.ui.panels.training.course.inside import Inside
from hornstudio.ui.panels.training.course.last_run import LastRuns
from hornstudio.ui.panels.training.course.recorded import RecordedRuns
from hornstudio.ui.panels.training.course.trained import Trained
from hornstudio.ui.panels.training.course.trainer import Trainer
from hornstudio.ui.panels.training.log_view import LogView
from hornstudio.ui.panels.training.process.client import State, WorkerClient
from hornstudio.ui.panels.training.process.preparation import Preparation
from hornstudio.ui.panels.training.process.pulse import Pulse
from hornstudio.ui.panels.training.time_machine.bar import TimeBar
from hornstudio.ui.panels.training.time_machine.fit_question import may_train_on
from hornstudio.ui.words.translate import tr

TICK_MS = 50
_CHARTS_PX = 110
_BANNER_PX = 520
_LAID_OUT_MS = 200


class TrainingPanel(QFrame):
    """Progress, settings, buttons and charts. The rest of the window connects to its signals.

    live_values(dict)        node id -> short text for losses and metrics, at most every 250 ms
    figures(Statistics, int) what a run looks like inside, None when one begins; and the epoch that
                             is looked back at, None for now
    running_changed(bool)    a run began or ended
    progress_changed(float)  share that is done, 0 to 1
    status(str)              a sentence for the status bar
    problems_requested()     training was refused; show the problems
    log_requested()          details are in `log_view`; show it

    `chart_settings` stands over the charts; the window may move it beside its tabs.
    """

    live_values = Signal(dict)
    figures = Signal(object, object)
    running_changed = Signal(bool)
    progress_changed = Signal(float)
    status = Signal(str)
    problems_requested = Signal()
    log_requested = Signal()

    def __init__(
        self, document: Document, client: WorkerClient, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "panel")
        self.setAccessibleName(tr("Training"))
        self.trainer = Trainer(document, client, self)
        self.preparation = Preparation(document, client, self)
        self._inside = Inside(self.trainer, self)
        self.pulse = Pulse(client, self)
        self.banner = Banner(self)
        self._left = QScrollArea(self)
        self.controls = Controls(self.trainer, self.preparation, self._left.viewport())
        self.charts = Charts(self.trainer, self)
        self.chart_settings = self.charts.settings
        self.time_bar = TimeBar(self.trainer, self)
        self.time_bar.hide()
        self.log_view = LogView(client)
        self._recorded = RecordedRuns(self)
        self._last_runs = LastRuns(self.trainer, self)
        self.trained = Trained(self.trainer, self)
        self._tick = QTimer(self, singleShot=True, interval=TICK_MS)
        self._tick.timeout.connect(self.controls.refresh)
        self._sought: QWidget | None = None
        self._settled = QTimer(self, singleShot=True, interval=_LAID_OUT_MS)
        self._settled.timeout.connect(self._on_settled)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        """Controls to the left, scrolled where the panel is low; charts to the right."""
        self._left.setWidget(self.controls)
        self._left.setWidgetResizable(True)
        self._left.setFixedWidth(WIDTH_PX)
        self._left.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._left.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._divider = QFrame(self)
        self._divider.setProperty("kind", "divider")
        self._divider.setProperty("horizontal", False)
        self._banner_place = QWidget(self)
        inner = QHBoxLayout(self._banner_place)
        inner.setContentsMargins(8, 6, 8, 0)
        inner.addWidget(self.banner)
        self._banner_place.hide()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._grid.setColumnStretch(2, 1)
        self._grid.setRowStretch(1, 1)
        self.charts.setMinimumWidth(_CHARTS_PX)
        self._grid.addWidget(self.charts, 1, 2)
        self._grid.addWidget(self.time_bar, 2, 2)
        self._is_wide: bool | None = None
        self._arrange(is_wide=True)

    def _arrange(self, is_wide: bool) -> None:
        """A banner stands over the charts; over everything where the charts are too narrow."""
        if is_wide == self._is_wide:
            return
        self._is_wide = is_wide
        for widget in (self._left, self._divider, self._banner_place):
            self._grid.removeWidget(widget)
        top, rows = (0, 3) if is_wide else (1, 2)
        self._grid.addWidget(self._left, top, 0, rows, 1)
        self._grid.addWidget(self._divider, top, 1, rows, 1)
        self._grid.addWidget(self._banner_place, 0, 2 if is_wide else 0, 1, 1 if is_wide else 3)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the banner the room that it needs; where charts have none, controls have all."""
        super().resizeEvent(event)
        self._arrange(is_wide=self.width() >= WIDTH_PX + _BANNER_PX)
        has_charts = self.width() >= WIDTH_PX + _CHARTS_PX
        self._left.setFixedWidth(WIDTH_PX if has_charts else self.width())
        self.charts.setVisible(has_charts)
        self._divider.setVisible(has_charts)

    def _connect(self) -> None:
        trainer = self.trainer
        for mine, its in (
            (self.live_values, self._inside.live_values),
            (self.running_changed, trainer.running_changed),
            (self.progress_changed, trainer.progress_changed),
            (self.status, trainer.status),
            (self.problems_requested, trainer.problems_requested),
        ):
            its.connect(mine)
        trainer.running_changed.connect(self._on_running_changed)
        trainer.changed.connect(self._on_changed)
        trainer.trouble_changed.connect(self._on_trouble_changed)
        trainer.log.connect(self.log_view.add)
        self._inside.figures.connect(self.figures)
        self.controls.knobs.turner.status.connect(self.status)
        self.controls.train_chosen.connect(lambda: self.train())
        self.controls.resume_chosen.connect(self.resume_run)
        for section in (self.controls.advanced, self.controls.callbacks):
            opened = section.fold.header.opened
            opened.connect(partial(self._bring_into_sight, section))
        self.controls.callbacks.card_opened.connect(self._bring_into_sight)
        self._left.verticalScrollBar().rangeChanged.connect(lambda *_: self._scroll())
        self.pulse.silenced.connect(trainer.note_silence)
        self._recorded.come.connect(trainer.show_recorded)
        self._recorded.ready.connect(trainer.resume_run)
        self._recorded.failed.connect(self.status)
        self._connect_banner()
        self._connect_charts()

    def _connect_banner(self) -> None:
        trainer, banner = self.trainer, self.banner
        banner.substitute_chosen.connect(trainer.use_substitute)
        banner.train_chosen.connect(lambda: self.train())
        banner.resume_chosen.connect(trainer.try_on)
        banner.problems_chosen.connect(trainer.problems_requested)
        banner.details_chosen.connect(self._on_details_chosen)
        banner.place_chosen.connect(self._on_place_chosen)
        banner.end_chosen.connect(trainer.client.end_now)
        banner.closed.connect(trainer.forget_trouble)

    def _connect_charts(self) -> None:
        self.charts.status.connect(self.status)
        self.chart_settings.looking_back_toggled.connect(self._on_looking_back)
        self.time_bar.moment_changed.connect(self.charts.show_moment)
        self.time_bar.moment_changed.connect(self._inside.look_at)
        self.time_bar.closed.connect(lambda: self.chart_settings.look_back.setChecked(False))
        self.time_bar.branch_chosen.connect(self._on_branch_chosen)

    def take_over(self, former: "TrainingPanel") -> None:
        """Show what the panel of another window shows, also of a run that goes on."""
        self.log_view.take_over(former.log_view)
        self.chart_settings.take_over(former.chart_settings)
        self.charts.take_over(former.charts)
        self.trainer.take_over(former.trainer)
        self.controls.knobs.turner.take_over(former.controls.knobs.turner)

    @property
    def is_running(self) -> bool:
        """Whether a run is in progress."""
        return self.trainer.is_busy

    @property
    def column_px(self) -> int:
        """How high the panel has to be for its controls not to be scrolled."""
        return self.controls.full_px + 2 * self._left.frameWidth()

    def train(self, branch: str = "", checkpoint: str = "last") -> bool:
        """Train the document's graph; False where that is refused in words.

        branch: folder of another run, in whose weights of a checkpoint it begins.
        """
        if words := self.controls.commit():
            self.status.emit(words)
            return False
        return self.trainer.train(branch, checkpoint)

    def show_runs(self, paths: list[str]) -> None:
        """Draw the curves of runs of other days, as many as can be told apart."""
        most, count = MOST_BEHIND, len(paths)
        if count > most:
            words = tr("The curves of {most} of {count} runs are shown.", most=most, count=count)
            self.status.emit(words)
        self._recorded.read(paths[:most])

    def forget_runs(self, paths: list[str]) -> None:
        """These runs were deleted."""
        self.trainer.forget_runs(paths)

    def resume_run(self, path: str, more: int = 0) -> None:
        """Go on with a run of another day. more: how many epochs more than it was to have."""
        self._recorded.read_to_resume(path, more)

    def pause_or_resume(self) -> None:
        """Hold the run, or go on."""
        client = self.trainer.client
        if client.state is State.PAUSED:
            client.resume()
        else:
            client.pause()

    def stop(self) -> None:
        """End the run nicely."""
        self.trainer.client.stop()

    def _bring_into_sight(self, section: QWidget, is_open: bool) -> None:
        """What has been unfolded is seen from its head on, as far as there is room."""
        if is_open:
            self._sought = section
            self._settled.start()
            QTimer.singleShot(0, section, self._scroll)

    def _scroll(self) -> None:
        """Also once it has its size and the column its height: what stands in it is laid out from
        within, by and by.
        """
        section = self._sought
        if section is None or not isValid(section):  # a card may be made anew meanwhile
            return
        head = section.mapTo(self.controls, QPoint()).y()
        bar, room = self._left.verticalScrollBar(), self._left.viewport().height()
        if bar.value() + room < head + section.height():
            bar.setValue(min(head, head + section.height() - room))

    def _on_settled(self) -> None:
        self._scroll()
        self._sought = None

    def _on_running_changed(self, is_on: bool) -> None:
        """How far a run has come is seen, whatever was set before it began."""
        if is_on:
            self._left.verticalScrollBar().setValue(0)

    def _on_changed(self) -> None:
        """Words follow 20 times a second at most; a change of state shows at once."""
        if not self._tick.isActive():
            self._tick.start()

    def _on_trouble_changed(self) -> None:
        self.banner.show_trouble(self.trainer.trouble)
        self._banner_place.setVisible(self.trainer.trouble is not None)
        self.controls.refresh()

    def _on_looking_back(self, is_on: bool) -> None:
        if is_on:
            self.time_bar.begin()
        else:
            self.time_bar.hide_and_forget()

    def _on_branch_chosen(self, run: str, checkpoint: str) -> None:
        graph = self.trainer.document.graph
        if may_train_on(self, run, checkpoint, graph) and self.train(run, checkpoint):
            self.chart_settings.look_back.setChecked(False)

    def _on_place_chosen(self) -> None:
        """Show the node where a run went wrong."""
        if trouble := self.trainer.trouble:
            found = Problem("error", Text(trouble.words), node=trouble.node)
            self.trainer.document.place_requested.emit(found)

    def _on_details_chosen(self) -> None:
        self.log_view.show_end()
        self.log_requested.emit()
