"""Both charts and what steers them: smoothing, earlier runs."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from hornstudio.ui.panels.training.charts import loading, run_menu, saving
from hornstudio.ui.panels.training.charts.numbers.table import table_of
from hornstudio.ui.panels.training.charts.overlaid import IN_FRONT, overlaid_pen, placed
from hornstudio.ui.panels.training.charts.settings import ChartSettings
from hornstudio.ui.panels.training.course.trainer import Trainer
from hornstudio.ui.panels.training.wording.metric_name import TOTAL
from hornstudio.ui.widgets.tab_order import follow_each_other
from hornstudio.ui.words.translate import tr

if TYPE_CHECKING:
    from hornstudio.ui.panels.training.charts.view import ChartView

TICK_MS = 50
_SETTLED_MS = 150
_NARROW_PX = 460
_SAMPLE_PX = 1.6


class Charts(QFrame):
    """Loss to the left, another metric to the right; words where there is nothing to draw yet.

    status(str)   what was saved
    """

    status = Signal(str)

    def __init__(self, trainer: Trainer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.trainer = trainer
        self.settings = ChartSettings(self)
        self.views: list[ChartView] = []
        self._chosen = [TOTAL, ""]
        self._shown_run: object = None
        self.words = QLabel(
            tr("The curves of loss and metrics are drawn here while a model trains."), self
        )
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setWordWrap(True)
        self.words.setProperty("tone", "muted")
        self.words.setProperty("scale", "small")
        self._plots = QWidget(self)
        self._row = QHBoxLayout(self._plots)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self._pages = QStackedLayout()
        self._pages.addWidget(self.words)
        self._pages.addWidget(self._plots)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.settings, 0, Qt.AlignmentFlag.AlignRight)
        column.addLayout(self._pages, 1)
        self._due: list[ChartView] = []
        self._is_stale = False
        self._tick = QTimer(self, singleShot=True)
        self._tick.timeout.connect(self._on_tick)
        self._start = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._start.timeout.connect(self._on_start)
        self.settings.smoothing_changed.connect(self._tick_start)
        self.settings.smoothing_changed.connect(self._forget_shown)
        self.settings.earlier_toggled.connect(self.show_all)
        self.settings.clear_chosen.connect(trainer.clear_earlier)
        self.settings.choices.changed.connect(self.show_all)
        self.settings.choices.runs.aboutToShow.connect(self._on_runs_asked)
        self.settings.choices.table_chosen.connect(self._save_table)
        self.settings.choices.picture_chosen.connect(self._save_picture)
        trainer.curves_changed.connect(self._on_curves_changed)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin loading once the window has been painted."""
        super().showEvent(event)
        if not self.views and not self._start.isActive():
            self._start.start()
        self._tick_start()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What the button above offers, at the mouse."""
        self.settings.choices.menu_of_choices.popup(event.globalPos())

    def _on_start(self) -> None:
        """Load a piece of what draws, and the next one when whatever waits has had its turn."""
        if self.views or loading.outcome() is not None:
            self.load()
        else:
            loading.go_on()
            self._start.start(0)

    def take_over(self, former: "Charts") -> None:
        """Draw the metrics that were chosen in another one."""
        self._chosen = [*former._chosen]

    def load(self) -> None:
        """Load what draws, as far as that is not done."""
        if self.views:
            return
        loading.begin()
        outcome = loading.outcome()
        if isinstance(outcome, ModuleType):
            self._build(outcome)
        else:
            self.words.setText(tr("The charts cannot be drawn: {reason}", reason=str(outcome)))

    def _build(self, module: ModuleType) -> None:
        self.views = [module.ChartView(self._plots) for _ in range(2)]
        for view in self.views:
            self._row.addWidget(view)
        for index, view in enumerate(self.views):
            choose = partial(self._on_metric_chosen, index)
            view.header.metric_chosen.connect(choose)
            view.unwanted.connect(self.trainer.take_away)
            view.legend.all_wanted.connect(self.settings.choices.runs.popup)
        self._take_turns_of_tab()
        self.show_all()

    def _take_turns_of_tab(self) -> None:
        """They have come late, and stand between the controls and the bar to look back with."""
        stops = [(view.header.title, view.plot, view.plot.back) for view in self.views]
        follow_each_other(self._plots, [each for own in stops for each in own])

    def show_all(self) -> None:
        """Draw the run anew, with its earlier ones."""
        history = self.trainer.history
        self.settings.show_earlier_count(len(history.earlier), history.has_others)
        run = history.front
        self.settings.choices.runs.menuAction().setEnabled(bool(history.known))
        self.settings.choices.let_save(run is not None and bool(self.views))
        self.settings.let_look_back(run is not None and bool(self.views))
        if run is None or not self.views:
            self._pages.setCurrentIndex(0)
            return
        self._pages.setCurrentIndex(1)
        earlier = history.earlier if self.settings.eye.isChecked() else []
        names, own = self.trainer.names, run.metrics
        self._shown_run = (run, tuple(own), run.is_over)
        known = dict.fromkeys([*own, *(key for other in earlier for key in other.metrics)])
        choices = self._choices(list(known))
        for view, choice, chosen in zip(self.views, choices, self._chosen, strict=True):
            view.setVisible(bool(choice))
            if choice:
                likely = [key for key in choice if key in own] or choice
                key = chosen if chosen in choice else names.first(likely) or likely[0]
                view.header.show_title(names[key], [names[each] for each in choice])
                style, stays = self.settings.style_of_curves, history.stays(run)
                view.show_run(run, earlier, names[key], style, stays=stays)

    def _choices(self, keys: list[str]) -> tuple[list[str], list[str]]:
        """Metrics to choose from in either chart; a narrow panel has one chart for all.

        keys: of the run, then those that only others have which are drawn behind it.
        """
        if self._is_narrow:
            return keys, []
        return [TOTAL], [key for key in keys if key != TOTAL]

    @property
    def _is_narrow(self) -> bool:
        return self.width() < _NARROW_PX

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show one chart or two."""
        was_narrow = 0 < event.oldSize().width() < _NARROW_PX
        super().resizeEvent(event)
        if was_narrow != self._is_narrow:
            self.show_all()

    def look_of(self, path: str) -> QPen | None:
        """The pen with which the run in a folder is drawn; None where it is not."""
        history = self.trainer.history
        behind = placed(history.earlier) if self.settings.eye.isChecked() else {}
        drawn = {IN_FRONT: history.front, **behind}
        places = (place for place, run in drawn.items() if run and run.started.run == path)
        place = next(places, None)
        return None if place is None else overlaid_pen(place, _SAMPLE_PX)

    def refresh(self) -> None:
        """Draw the points that came since the last time."""
        self._due = []
        self._is_stale = False
        if not self.views or not self.isVisible():
            return
        if self._shown_run_is_another:
            self.show_all()
            return
        for view in self.views:
            view.refresh()

    @property
    def _shown_run_is_another(self) -> bool:
        run = self.trainer.history.front
        return run is None or self._shown_run != (run, tuple(run.metrics), run.is_over)

    def _shown(self) -> list["ChartView"]:
        """Charts that can be seen."""
        return [view for view in self.views if view.isVisible()]

    def draw_next(self) -> bool:
        """Draw one chart, in its turn; whether another is to be drawn then.

        One at a time: whoever moves the mouse meanwhile waits half as long.
        """
        if not self._due:
            self._is_stale = False
            self._due = self._shown()
        if self._shown_run_is_another:
            self.refresh()
        elif self._due:
            self._due.pop(0).refresh()
        return bool(self._due) or self._is_stale

    def _on_curves_changed(self, is_other: bool) -> None:
        if is_other:
            self._forget_shown()
        self._tick_start()

    def _on_runs_asked(self) -> None:
        run_menu.fill(self.settings.choices.runs, self.trainer)

    def _forget_shown(self) -> None:
        self._shown_run = None

    def _tick_start(self) -> None:
        """Draw soon: however often points come, each chart at most 20 times a second."""
        self._is_stale = True
        self._wait()

    def _wait(self) -> None:
        if not self._tick.isActive():
            self._tick.start(TICK_MS // max(1, len(self._shown())))

    def _on_tick(self) -> None:
        if self.draw_next():
            self._wait()

    def show_moment(self, x: float | None) -> None:
        """Look back at an epoch of the run; None: at its end."""
        for view in self.views:
            view.show_moment(x)

    def _save_table(self) -> None:
        """All curves that are drawn, of this run and of earlier ones."""
        history = self.trainer.history
        shown = [*history.earlier] if self.settings.eye.isChecked() else []
        runs = [run for run in (*shown, history.front) if run is not None]
        self._save(
            tr("Save the curves"),
            saving.TABLES,
            lambda _suffix: table_of(runs).encode("utf-8-sig"),  # or Excel takes it for Latin
        )

    def _save_picture(self) -> None:
        self._save(
            tr("Save the charts"),
            saving.PICTURES,
            lambda suffix: saving.picture_bytes(self._shown(), suffix),
        )

    def _save(self, title: str, kinds: dict[str, str], make: Callable[[str], bytes]) -> None:
        path = saving.save(self, title, self._wish, kinds, make)
        if path is not None:
            self.status.emit(tr("Saved to {path}", path=path))

    @property
    def _wish(self) -> Path:
        """A file to begin with: beside the network, where that has one."""
        document = self.trainer.document
        name = f"{document.name}-curves"
        return document.path.parent / name if document.path else Path(name)

    def _on_metric_chosen(self, index: int, key: str) -> None:
        self._chosen[index] = key
        self.show_all()
