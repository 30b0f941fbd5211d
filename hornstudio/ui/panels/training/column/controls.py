"""The left side of the panel: progress, settings, buttons, and what the run stands on."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from hornstudio.engine.editing import edits
from hornstudio.engine.training_settings import MAIN_PARAMS
from hornstudio.ui.more_epochs import ask_more_epochs
from hornstudio.ui.panels.training.callbacks.section import CallbackSection
from hornstudio.ui.panels.training.column.advanced import AdvancedSection
from hornstudio.ui.panels.training.column.batch_offer import BatchOffer
from hornstudio.ui.panels.training.column.inherited_box import InheritedBox
from hornstudio.ui.panels.training.column.progress_view import ProgressView
from hornstudio.ui.panels.training.column.remark import basis_of, remark_of
from hornstudio.ui.panels.training.column.settings_field import SettingsField
from hornstudio.ui.panels.training.course.recorded import gone_on_elsewhere
from hornstudio.ui.panels.training.course.trainer import Trainer
from hornstudio.ui.panels.training.knobs.bar import KnobBar
from hornstudio.ui.panels.training.knobs.turner import Turner
from hornstudio.ui.panels.training.process.client import State
from hornstudio.ui.panels.training.process.preparation import Preparation
from hornstudio.ui.panels.training.wording.trouble import nothing_words
from hornstudio.ui.theme import set_icon, wear
from hornstudio.ui.widgets.elided_label import ElidedLabel
from hornstudio.ui.words.title import title_text
from hornstudio.ui.words.translate import label, tr

WIDTH_PX = 268
PATIENCE_MS = 4_000


class Controls(QWidget):
    """Progress, the fields of the training settings, and Train, Pause, Resume, Stop.

    train_chosen: the button was pressed (the panel decides what happens).
    resume_chosen(path, more): to go on with the run in a folder, of which more is known there.
    """

    train_chosen = Signal()
    resume_chosen = Signal(str, int)

    def __init__(
        self, trainer: Trainer, preparation: Preparation, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.trainer = trainer
        self.preparation = preparation
        self.progress = ProgressView(trainer, self)
        self.fields = {p.name: SettingsField(p, self) for p in MAIN_PARAMS}
        self.inherited = InheritedBox(trainer, self)
        self.train = self._add_button(tr("Train"), "train", "live", "text.onLive")
        self.go_on = self._add_button(tr("Continue"), "", "soft")  # no room for a sign
        self.pause = self._add_button(tr("Pause"), "pause", "soft")
        self.resume = self._add_button(tr("Resume"), "train", "live", "text.onLive")
        self.stop = self._add_button(tr("Stop"), "stop", "", "error.default")
        self.knobs = KnobBar(Turner(trainer, self), self)
        self.advanced = AdvancedSection(trainer.document, self)
        self.callbacks = CallbackSection(trainer.document, self)
        self.offer = BatchOffer(self)
        self.offer.installEventFilter(self)
        self.note = self._add_line()
        self.basis = self._add_line()
        self._words = ""
        self.tip = tr("Train the network")
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self.refresh)
        self._lay_out()
        self._connect()
        self.refresh()

    def _add_button(
        self, text: str, icon: str, kind: str, ink: str = "text.primary"
    ) -> QPushButton:
        button = QPushButton(text, self)
        button.setProperty("kind", kind)
        button.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if icon:
            set_icon(button, icon, ink, size=15)
        button.installEventFilter(self)
        return button

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The second click of a double click must not press what has come under the pointer."""
        return event.type() == QEvent.Type.MouseButtonDblClick

    def _add_line(self) -> ElidedLabel:
        label = ElidedLabel(self)
        label.setProperty("scale", "micro")
        label.setProperty("tone", "muted")
        return label

    def _lay_out(self) -> None:
        fields, buttons = QHBoxLayout(), QHBoxLayout()
        fields.setSpacing(8)
        buttons.setSpacing(8)
        for field in self.fields.values():
            fields.addWidget(field)
        for button in (self.train, self.go_on, self.pause, self.resume, self.stop):
            buttons.addWidget(button, 1)
        buttons.addWidget(self.knobs)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 5)
        column.setSpacing(0)
        column.addWidget(self.progress)
        column.addSpacing(4)
        column.addLayout(fields)
        column.addSpacing(4)
        column.addWidget(self.inherited)
        column.addSpacing(5)
        column.addLayout(buttons)
        column.addWidget(self.knobs.offer)
        column.addSpacing(4)
        column.addWidget(self.advanced)
        column.addWidget(self.callbacks)
        column.addStretch(1)
        last = QHBoxLayout()
        last.setSpacing(6)
        last.addWidget(self.note, 1)
        last.addWidget(self.offer)
        column.addLayout(last)
        column.addWidget(self.basis)

    def _connect(self) -> None:
        # A click must find the text that is wrong still there, to say so.
        self.train.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.train.clicked.connect(self.train_chosen)
        self.go_on.clicked.connect(self._on_go_on)
        self.pause.clicked.connect(self.trainer.client.pause)
        self.resume.clicked.connect(self.trainer.client.resume)
        self.stop.clicked.connect(self._on_stop)
        for name, field in self.fields.items():
            field.value_chosen.connect(
                lambda v, by_key, n=name: self._on_value_chosen(n, v, by_key)
            )
            field.words_changed.connect(self._on_words_changed)
        self.trainer.client.state_changed.connect(self._on_state_changed)
        self.offer.clicked.connect(
            lambda: self._on_value_chosen("batch_size", self.offer.size_offered, False)
        )
        self.preparation.forecast_changed.connect(self._show_note)

    @property
    def full_px(self) -> int:
        """How high it is once both of its last lines say something."""
        letters = [x.fontMetrics() for x in (self.note, self.basis) if not x.text()]
        boxes = [m.boundingRect(QRect(), 0, self.train.text()) for m in letters]
        return self.sizeHint().height() + sum(box.height() for box in boxes)

    def commit(self) -> str:
        """Take over what is being typed; what is wrong with it in words, else empty."""
        self.callbacks.commit()
        self.advanced.commit()
        return next((f.words for f in self.fields.values() if not f.commit()), "")

    def refresh(self) -> None:
        """Show what the trainer and the document know now."""
        self.progress.refresh()
        training = self.trainer.document.graph.training
        for name, field in self.fields.items():
            field.show_value(getattr(training, name))
        self.inherited.refresh()
        self._show_buttons()
        self._show_note()
        greeting = self.trainer.client.greeting
        self.advanced.show_devices(greeting.devices if greeting else [])
        self.basis.show_text(*basis_of(self.trainer))
        is_ours = self.trainer.is_busy and not self.trainer.other_name
        running = self.trainer.trained_graph.training.callbacks if is_ours else None
        self.callbacks.show_running(running)

    def show_tip(self, tip: str) -> None:
        """Say what Train does, with the keys that do the same."""
        self.tip = tip
        self._show_buttons()

    def _show_buttons(self) -> None:
        state = self.trainer.client.state
        busy = self.trainer.is_busy
        self.train.setVisible(not busy)
        is_empty = not self.trainer.document.graph.nodes
        self.train.setEnabled(not is_empty)
        self.train.setToolTip(nothing_words() if is_empty else self.tip)
        blocked = bool(self.trainer.document.report.errors)
        _dress(self.train, "soft" if blocked else "live", "secondary" if blocked else "onLive")
        self.train.setText(tr("Train again") if self.trainer.finished and not busy else tr("Train"))
        self.go_on.setVisible(self.trainer.can_train_on)
        asks = self.trainer.is_done
        self.go_on.setText(tr("More epochs…") if asks else tr("Continue"))
        self.go_on.setToolTip(
            tr("Go on training this run, with more epochs than were planned")
            if asks
            else tr("Go on where the run has ended")
        )
        self.pause.setVisible(state in (State.TRAINING, State.STOPPING))
        self.pause.setEnabled(state is State.TRAINING and self.trainer.has_started)
        self.resume.setVisible(state is State.PAUSED)
        self.stop.setVisible(busy)
        is_stuck = state is State.STOPPING and not self._patience.isActive()
        self.stop.setEnabled(state is not State.STOPPING or is_stuck)
        words = tr("End now") if is_stuck else tr("Stopping …")
        self.stop.setText(words if state is State.STOPPING else tr("Stop"))

    def _show_note(self) -> None:
        forecast = None if self.trainer.is_busy else self.preparation.forecast
        self.offer.show_forecast(forecast)
        remark = remark_of(self.trainer, forecast, self._words)
        self.note.show_text(remark.words, remark.more, remark.shorter)
        wear(self.note, "tone", remark.tone)

    def _on_stop(self) -> None:
        if self.trainer.client.state is State.STOPPING:
            self.trainer.client.end_now()
        else:
            self.trainer.client.stop()

    def _on_go_on(self) -> None:
        run = self.trainer.history.current
        other = gone_on_elsewhere(run) if run else None
        is_done = other.is_done if other else self.trainer.is_done
        more = 0
        if run and is_done:
            runner = self.trainer.runner
            name = runner.name if runner else title_text(self.trainer.trained_graph.name)
            more = ask_more_epochs(self, name, other.epochs_done if other else run.started.epochs)
        if is_done and not more:
            return
        if other:
            self.resume_chosen.emit(other.path, more)
        else:
            self.trainer.train_on(more)

    def _on_state_changed(self, state: State) -> None:
        if state is State.STOPPING:
            self._patience.start()
        else:
            self._patience.stop()
        self.refresh()

    def _on_words_changed(self, words: str) -> None:
        self._words = words
        self.progress.show_fault(words)
        self._show_note()

    def _on_value_chosen(self, name: str, value: int, by_key: bool) -> None:
        document = self.trainer.document
        chosen: dict[str, Any] = {name: value}
        training = replace(document.graph.training, **chosen)
        setting = label(self.fields[name].param.label)
        merge = f"training.{name}" if by_key else ""
        document.edit(
            tr("Set {setting} to {value}", setting=setting, value=value),
            edits.set_training(document.graph, training),
            merge,
        )


def _dress(button: QPushButton, kind: str, ink: str) -> None:
    """Only a button that can do what it says is bright."""
    if button.property("kind") != kind:
        set_icon(button, "train", f"text.{ink}", size=15)
        wear(button, "kind", kind)
