"""How far the run is: epoch, bar, step, speed and time left; at the end, the test figures."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from hornstudio.ui.panels.training.column.segmented_bar import SegmentedBar
from hornstudio.ui.panels.training.course.run import Run
from hornstudio.ui.panels.training.course.trainer import Trainer
from hornstudio.ui.panels.training.process.client import State
from hornstudio.ui.panels.training.wording import figures
from hornstudio.ui.panels.training.wording.result import ending_words, untested_words
from hornstudio.ui.theme import font, mono, wear
from hornstudio.ui.widgets.elided_label import ElidedLabel
from hornstudio.ui.widgets.pages import Pages
from hornstudio.ui.words.duration import clock_text, took_text
from hornstudio.ui.words.translate import tr, tr_engine

_FIGURES_PAGE, _RESULTS_PAGE, _WORDS_PAGE = range(3)
_MOST_RESULTS = 2
_PAGES_PX = 40
_FIGURE_SHARES = (5, 3, 3)
"""Two numbers stand in the first: those beside it would read on where they touched it."""
_SLACK = 1e-6
"""No sum of shares of an epoch is exact."""


class ProgressView(QWidget):
    """Words and figures of a trainer; `refresh` reads them anew."""

    def __init__(self, trainer: Trainer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trainer = trainer
        self.whose = ElidedLabel(self)
        self.whose.setProperty("tone", "warning")
        self.whose.setProperty("scale", "small")
        self.heading = _label(self, scale="title")
        self.total = ElidedLabel(self)
        self.total.setProperty("tone", "secondary")
        self.total.setFont(font("title", "regular"))
        self.percent = _label(self, tone="live")
        self.percent.setFont(mono("small", "medium"))
        self.bar = SegmentedBar(self)
        self.why = _label(self, tone="secondary", scale="micro")
        self.why.setWordWrap(True)
        self._fault = ""
        self.pages = Pages(self)
        self._figures = [self._add_figure(title) for title in _titles()]
        self._results = [_Result(self) for _ in range(_MOST_RESULTS)]
        self._results_page = _row(self._results, (1,) * _MOST_RESULTS)
        self.words = _label(self, tone="secondary", scale="small")
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.pages.addWidget(_row([column for column, _ in self._figures], _FIGURE_SHARES))
        self.pages.addWidget(self._results_page)
        self.pages.addWidget(self.words)
        # Spare height is for what is below, so that nothing moves when that grows.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._lay_out()
        self.refresh()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(5)
        head.addWidget(self.heading)
        head.addWidget(self.total, 1)
        head.addWidget(self.percent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(7)
        column.addWidget(self.whose)
        column.addLayout(head)
        column.addWidget(self.bar)
        column.addWidget(self.why)
        column.addWidget(self.pages)

    def _add_figure(self, title: str) -> tuple[QWidget, QLabel]:
        holder = QWidget(self)
        value = _label(holder)
        value.setFont(mono("body"))
        value.setAccessibleName(title)
        name = _label(holder, tone="secondary", scale="micro")
        name.setText(title)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(name)
        column.addWidget(value)
        column.addStretch()
        return holder, value

    def showEvent(self, event: QShowEvent) -> None:
        """Results have the height that the letters of this language take; words have no more."""
        super().showEvent(event)
        self.pages.setFixedHeight(max(_PAGES_PX, self._results_page.sizeHint().height()))

    def show_fault(self, words: str) -> None:
        """Say what is wrong with a setting, in the place of everything else; empty ends that."""
        if words != self._fault:
            self._fault = words
            wear(self.words, "tone", "error" if words else "secondary")
            self._show_page()

    def refresh(self) -> None:
        """Show what the trainer knows now."""
        other = self._trainer.other_name
        run = self._trainer.history.current
        origin = run.origin if run and self._trainer.did_start else ""
        words = tr("Training of {name}", name=other) if other else tr_engine(origin)
        taken_over = "\n".join(map(tr_engine, run.taken_over)) if run and not other else ""
        self.whose.show_text(words, taken_over)
        self.whose.setVisible(bool(other or origin))
        trainer = self._trainer
        last = run if run and run.day and not trainer.is_busy else None
        self._show_heading(last)
        is_blank = trainer.is_busy and not trainer.has_started
        epochs = (
            run.started.epochs if run and not is_blank else trainer.document.graph.training.epochs
        )
        self.bar.show_progress(trainer.progress, epochs)
        self.percent.setText(figures.percent(trainer.progress) if trainer.has_started else "")
        self._show_why(last)
        self._show_page()

    def _show_heading(self, last: Run | None) -> None:
        """last: a run of another day, which says when that was; how it ended is in the tooltip."""
        heading, total, *shorter = self._heading()
        self.heading.setText(tr("Last run") if last else heading)
        if last:
            self.total.show_text(tr_engine(last.day), f"{heading} {total}")
        else:
            self.total.show_text(total, shorter=shorter)

    def _show_why(self, last: Run | None) -> None:
        """What is to be known of how a run has ended, and of what was done since then."""
        ended = self._trainer.finished if not self._trainer.is_busy else None
        changes = last.changes if last else ""
        since = tr("The network has changed since then.") if changes else ""
        lines = (ending_words(ended) if ended else "", since)
        self.why.setText("\n".join(filter(None, lines)))
        self.why.setToolTip(changes)
        self.why.setVisible(bool(self.why.text()))

    def _heading(self) -> tuple[str, ...]:
        """What goes on, of how much, and that in fewer words, the longest first."""
        trainer, run = self._trainer, self._trainer.history.current
        if trainer.is_busy and not trainer.has_started:
            return tr("Preparing"), ""
        if run and (trainer.is_busy or trainer.finished):
            epoch = trainer.step.epoch if trainer.step and trainer.is_busy else int(run.end)
            of_all = tr("of {epochs}", epochs=run.started.epochs)
            if trainer.is_busy:
                return tr("Epoch {epoch}", epoch=max(epoch, run.started.first_epoch)), of_all
            return self._ended(run, of_all)
        if run and trainer.did_start:
            return tr("Broken off"), tr(
                "in epoch {epoch} of {epochs}",
                epoch=min(int(run.end) + 1, run.started.epochs),
                epochs=run.started.epochs,
            )
        if trainer.trouble and trainer.trouble.kind not in ("problems", "empty"):
            return tr("Not trained"), ""
        if not trainer.document.graph.nodes:
            return tr("Nothing to train yet"), ""
        if trainer.document.report.errors:
            return tr("Not ready yet"), ""
        if trainer.client.state is State.STARTING:
            return tr("Warming up"), ""
        return tr("Ready to train"), ""

    def _ended(self, run: Run, of_all: str) -> tuple[str, ...]:
        """How a run has ended, where, and how long it took; where alone, in fewer words."""
        done = tr("Stopped") if self._trainer.was_stopped else tr("Trained")
        time = took_text(run.seconds)
        is_within = run.end % 1 > _SLACK
        epoch = int(run.end) + 1 if is_within else round(run.end)
        shorter = (tr("epoch {epoch} {of_all}", epoch=epoch, of_all=of_all), f"{epoch} {of_all}")
        if is_within:
            where = tr("in epoch {epoch} {of_all}, {time}", epoch=epoch, of_all=of_all, time=time)
        else:
            where = tr("epoch {epoch} {of_all} in {time}", epoch=epoch, of_all=of_all, time=time)
        return done, where, *shorter

    def _show_page(self) -> None:
        trainer = self._trainer
        if self._fault:
            self.words.setText(self._fault)
            self.pages.setCurrentIndex(_WORDS_PAGE)
        elif trainer.is_busy and (words := self._preparing_words()):
            self.words.setText(words)
            self.pages.setCurrentIndex(_WORDS_PAGE)
        elif trainer.is_busy:
            self._show_figures()
            self.pages.setCurrentIndex(_FIGURES_PAGE)
        elif trainer.results:
            self._show_results()
            self.pages.setCurrentIndex(_RESULTS_PAGE)
        else:
            self.words.setText(self._idle_words())
            self.pages.setCurrentIndex(_WORDS_PAGE)

    def _preparing_words(self) -> str:
        """What takes a while before the first step; empty while steps are made."""
        preparing = self._trainer.preparing
        if preparing is None:
            return ""
        if self._trainer.client.greeting is None:
            return tr("Starting the computing process …")
        if not preparing.what:
            return tr("Handing over the graph …")
        what = tr_engine(preparing.what).rstrip(".")
        if preparing.total:
            return tr(
                "{what}: {percent}",
                what=what,
                percent=figures.whole_percent(preparing.done / preparing.total),
            )
        return tr("{what} …", what=what)

    def _idle_words(self) -> str:
        trainer = self._trainer
        if trainer.finished and not trainer.results:
            return untested_words(trainer.finished)
        if trainer.did_start:
            run = trainer.history.current
            if run is None or not run.metrics:
                return tr("It broke off before its first figures.")
            if run.day:
                return f"{' '.join(self._heading()[:2])}."
            return tr("The curves up to there stay for comparison.")
        if not trainer.document.graph.nodes:
            return tr("Wire data, layers, a loss and an optimizer first.")
        if count := len(trainer.document.report.errors):
            return tr("Problems to mend first: {count}", count=count)
        if trainer.client.state is State.STARTING:
            return tr("The computing process is starting. Train may be pressed already.")
        if count := sum(p.severity == "warning" for p in trainer.document.report.problems):
            return tr("Warnings to look at first: {count}", count=count)
        return tr("Press Train to watch the loss fall.")

    def _show_figures(self) -> None:
        step, run = self._trainer.step, self._trainer.history.current
        texts = ["–", "–", "–"]
        if step and run:
            left = clock_text(step.seconds_left) if step.seconds_left > 0 else "–"
            texts = [
                f"{figures.count_text(step.step)}/{figures.count_text(run.started.steps)}",
                figures.rate(step.samples_per_second),
                left,
            ]
        for (_, value), text in zip(self._figures, texts, strict=True):
            value.setText(text)

    def _show_results(self) -> None:
        results = self._trainer.results[:_MOST_RESULTS]
        self.pages.setAccessibleName(self._trainer.result_words)
        self.pages.setToolTip(self._trainer.result_words)
        for index, view in enumerate(self._results):
            view.setVisible(index < len(results))
            if index < len(results):
                name, text = results[index]
                view.show_result(tr("Test {metric}", metric=name.words), text)


class _Result(QWidget):
    """One test figure, large."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.name = ElidedLabel(self)
        self.name.setProperty("tone", "secondary")
        self.name.setProperty("scale", "micro")
        self.value = _label(self)
        self.value.setFont(mono("metric", "medium"))
        self.value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.name)
        column.addWidget(self.value)
        self.show_result(tr("Loss"), "0")  # something to measure its height by

    def show_result(self, name: str, value: str) -> None:
        """Show a figure with its name."""
        self.name.show_text(name)
        self.value.setText(value)
        self.value.setAccessibleName(f"{name} {value}")


def _titles() -> list[str]:
    return [tr("Step"), tr("Samples/s"), tr("Time left")]


def _label(parent: QWidget, tone: str = "", scale: str = "") -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    for name, value in (("tone", tone), ("scale", scale)):
        if value:
            label.setProperty(name, value)
    return label


def _row(widgets: Sequence[QWidget], shares: Sequence[int]) -> QWidget:
    """Widgets side by side. shares: how much of the width each has."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(8)
    for index, (widget, share) in enumerate(zip(widgets, shares, strict=True)):
        grid.addWidget(widget, 0, index)
        grid.setColumnStretch(index, share)
    return holder
