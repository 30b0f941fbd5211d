"""The worker as signals: what it does, what it is asked, and another one when it dies.

off ── start ──> starting ──> ready <──────────────┐
                    │           │ train             │ the run is over, or was refused
                    │           v                   │
                    │        training <──> paused   │
                    │           │ stop              │
                    │           v                   │
                    │        stopping ──────────────┘
                    v
                  lost: the process died; another one is started by itself, after a pause that
                        grows while they die young, and no more after a few
"""

import time
from enum import StrEnum

from PySide6.QtCore import QObject, QTimer, Signal

from hornstudio.engine.watch import events
from hornstudio.engine.worker import messages
from hornstudio.engine.worker.messages import FrameError, Message
from hornstudio.ui.hearers import drop_hearers
from hornstudio.ui.panels.training.process.channel import Channel
from hornstudio.ui.panels.training.process.ending import advice, why_ended
from hornstudio.ui.subcommand import program
from hornstudio.ui.words.translate import tr, tr_engine

RESTART_DELAYS_MS = (300, 2_000, 8_000)
GROWN_UP_S = 10.0
STOPPING_MS = 8_000


class State(StrEnum):
    """What the worker does, as far as the window knows."""

    OFF = "off"
    STARTING = "starting"
    READY = "ready"
    TRAINING = "training"
    PAUSED = "paused"
    STOPPING = "stopping"
    LOST = "lost"


BUSY = (State.TRAINING, State.PAUSED, State.STOPPING)


class WorkerClient(QObject):
    """Starts a worker, speaks with it, and starts another when it dies.

    ready(Ready)              a warm worker is there, with its device
    profiled(dict, str)       seconds of each layer by node, or why they could not be measured
    forecast(int, Forecast)   what the graph prepared with this ticket will need
    evaluated(int, dict, str) what was measured for a ticket, or why it could not be
    looked_back(int, Statistics)  what was seen for a ticket, None where it could not be
    event_received(Event)     an event of the run in progress
    refused(str)              the worker would not train, and why
    log(level, text)          a line that the worker printed
    lost(str)                 the worker is gone, in words
    state_changed(State)      always sent last
    """

    ready = Signal(object)
    forecast = Signal(int, object)
    profiled = Signal(dict, str)
    evaluated = Signal(int, dict, str)
    looked_back = Signal(int, object)
    event_received = Signal(object)
    refused = Signal(str)
    log = Signal(str, str)
    lost = Signal(str)
    state_changed = Signal(object)

    def __init__(self, command: list[str] | None = None, parent: QObject | None = None) -> None:
        """command: what to run, where it is not this program's own worker (over ssh, in tests)."""
        super().__init__(parent)
        self.command = command or worker_command()
        self.greeting: messages.Ready | None = None
        self._state = State.OFF
        self._channel: Channel | None = None
        self._job = 0
        self._profiles = 0
        self._ticket = 0
        self._early_deaths = 0
        self._started_at = 0.0
        self._fault = ""
        self._is_outdated = False
        self._restart = QTimer(self, singleShot=True)
        self._restart.timeout.connect(self.start)

    @property
    def state(self) -> State:
        """What the worker does now."""
        return self._state

    @property
    def is_busy(self) -> bool:
        """Whether a run is in progress."""
        return self._state in BUSY

    @property
    def pid(self) -> int:
        """Id of the worker's process; 0 while there is none."""
        return self._channel.pid if self._channel else 0

    @property
    def bytes_heard(self) -> int:
        """How much the worker has told since it was started."""
        return self._channel.bytes_heard if self._channel else 0

    def hand_on(self, parent: QObject) -> None:
        """Belong to another window, while a run may go on; nobody of the former one hears of it."""
        told = (self.event_received, self.forecast, self.profiled, self.evaluated, self.looked_back)
        drop_hearers(self, self.ready, self.refused, self.log, self.lost, self.state_changed, *told)
        self.setParent(parent)

    def tell_again(self) -> None:
        """Tell those who have come later who computes, and what is being done."""
        if self.greeting is not None:
            self.ready.emit(self.greeting)
        self.state_changed.emit(self._state)

    def start(self) -> None:
        """Start a worker, if there is none."""
        if self._channel is not None:
            return
        self._restart.stop()
        self._fault, self.greeting = "", None
        self._is_outdated = False
        self._started_at = time.monotonic()
        self._channel = channel = Channel(self)
        channel.heard.connect(self._handle)
        channel.printed.connect(self._on_printed)
        channel.garbled.connect(self._give_up_on)
        channel.failed.connect(self._on_failed)
        channel.ended.connect(self._on_ended)
        self._go(State.STARTING)
        channel.open(self.command)

    def train(
        self,
        graph: str,
        run_dir: str = "",
        resume: bool = False,
        branch: str = "",
        checkpoint: str = "last",
        epochs: int | None = None,
        file: str = "",
    ) -> None:
        """Train the graph of a `.horn` file's text; a worker that is still starting will do it.

        resume: go on with the run in run_dir. branch: folder of another run, in whose weights
        this one begins. checkpoint: the one to go on from, or to begin in. epochs: in all, where
        they are not those of the graph. file: where the graph is from, empty for nowhere.
        """
        if self.is_busy:
            return
        if self._channel is None:
            self._early_deaths = 0
            self.start()
        self._job += 1
        self._send(
            messages.Train(
                job=self._job,
                graph=graph,
                epochs=epochs,
                run_dir=run_dir,
                resume=resume,
                branch=branch,
                checkpoint=checkpoint,
                watch=True,
                file=file,
            )
        )
        self._go(State.TRAINING)

    def prepare(self, graph: str, ticket: int = 0) -> None:
        """Let an idle worker load the data of a graph and compile it, so that Train starts fast.

        `forecast` then tells what a training will need, with the ticket.
        """
        if self._state is State.READY:
            self._send(messages.Prepare(graph=graph, ticket=ticket))

    def profile(self, graph: str) -> str:
        """Have the layers of a graph timed; `profiled` tells. Returns why that cannot be now."""
        if self.is_busy:
            return tr("not while a run goes on")
        if self._state is not State.READY:
            return tr("once the computing process is ready")
        self._profiles += 1
        self._send(messages.Profile(graph=graph, ticket=self._profiles))
        return ""

    def evaluate(self, run: str, checkpoint: str) -> int:
        """Let the worker measure a checkpoint of a run on the test data.

        Returns the ticket with which `evaluated` answers; 0 where there is no worker to ask.
        """
        if self.greeting is None:
            return 0
        self._ticket += 1
        self._send(messages.Evaluate(run=run, checkpoint=checkpoint, ticket=self._ticket))
        return self._ticket

    def look_back(self, run: str, epoch: int) -> int:
        """Let an idle worker look into the network of an epoch that a run has kept.

        Returns the ticket with which `looked_back` answers; 0 where nobody can be asked now.
        """
        if self._state is not State.READY:
            return 0
        self._ticket += 1
        self._send(messages.LookBack(run=run, epoch=epoch, ticket=self._ticket))
        return self._ticket

    def pause(self) -> None:
        """Hold the run."""
        if self._state is State.TRAINING:
            self._send(messages.Pause())
            self._go(State.PAUSED)

    def resume(self) -> None:
        """Go on."""
        if self._state is State.PAUSED:
            self._send(messages.Resume())
            self._go(State.TRAINING)

    def turn(self, *turns: messages.Turn) -> None:
        """Give params of the run in progress other values at once; events of the run answer."""
        if self._state in (State.TRAINING, State.PAUSED):
            is_one = len(turns) == 1
            self._send(turns[0] if is_one else messages.TurnTogether(turns=list(turns)))

    def stop(self) -> None:
        """End the run nicely: it still tells its test figures."""
        if self._state in (State.TRAINING, State.PAUSED):
            self._send(messages.Stop())
            self._go(State.STOPPING)

    def end_now(self) -> None:
        """End the process, where stopping nicely takes too long; another one is started."""
        if self._channel is not None:
            self._fault = (
                tr("The run was ended before it could stop by itself.")
                if self.is_busy
                else tr("The computing process was ended.")
            )
            self._channel.kill()

    def renew(self) -> None:
        """Have another process do what comes, which knows the modules of today.

        A run in progress ends as it began; the process goes after it.
        """
        self._is_outdated = self.is_busy
        if not self._is_outdated and self._channel is not None:
            self._channel.abandon()
            self._channel = None
            self.start()

    def shutdown(self, *, keeps_run: bool = False) -> None:
        """End the worker and leave nothing behind. Takes a moment; `start` may follow.

        keeps_run: whether a run in progress may write its last checkpoint before.
        """
        channel, self._channel = self._channel, None
        self._restart.stop()
        if channel is not None:
            patience_ms = STOPPING_MS if keeps_run and self.is_busy else 0
            channel.close(messages.encode(messages.Shutdown()), patience_ms)
        self._go(State.OFF)

    def _send(self, message: Message) -> None:
        if self._channel is not None:
            self._channel.write(messages.encode(message))

    def _go(self, state: State) -> None:
        if state is not self._state:
            self._state = state
            self.state_changed.emit(state)

    def _handle(self, payload: bytes) -> None:
        try:
            message = messages.decode_from_worker(payload)
        except FrameError as error:
            self._give_up_on(error)
            return
        match message:
            case messages.JobEvent(job=self._job):
                self._on_event(message.body)
            case messages.Ready():
                self._on_ready(message)
            case messages.Prepared():
                self.forecast.emit(message.ticket, message.forecast)
            case messages.Profiled(ticket=self._profiles):
                self.profiled.emit(message.seconds, tr_engine(message.reason))
            case messages.Evaluated():
                self.evaluated.emit(message.ticket, message.metrics, message.reason)
            case messages.LookedBack():
                self.looked_back.emit(message.ticket, message.figures)
            case messages.Log():
                self.log.emit(message.level, message.text)
            case messages.Refused():
                self._on_refused(message)
            case _:
                pass  # Paused and Resumed confirm what is shown already

    def _on_ready(self, message: messages.Ready) -> None:
        self.greeting = message
        if self._state is State.STARTING:
            self._go(State.READY)
        self.ready.emit(message)

    def _on_event(self, body: events.AnyEvent) -> None:
        if isinstance(body, events.ENDINGS):
            self._early_deaths = 0
            self._state = State.READY
            self.event_received.emit(body)
            self.state_changed.emit(State.READY)
            self._renew_if_outdated()
        else:
            self.event_received.emit(body)

    def _on_refused(self, message: messages.Refused) -> None:
        if message.job != self._job or not self.is_busy:
            self.log.emit("error", tr_engine(message.reason))
            if self.greeting is None:  # it could not warm up, and will end by itself
                self._fault = tr("{reason}.", reason=tr_engine(message.reason))
            return
        self._state = State.READY
        self.refused.emit(tr_engine(message.reason))
        self.state_changed.emit(State.READY)
        self._renew_if_outdated()

    def _renew_if_outdated(self) -> None:
        if self._is_outdated:
            self.renew()

    def _give_up_on(self, error: FrameError) -> None:
        """What comes makes no sense, and nothing after it would: end the process."""
        if self._channel is None or self._fault:
            return
        self._channel.mute()
        self._fault = tr(
            "The computing process sent something that cannot be understood ({reason}).",
            reason=tr_engine(error.text),
        )
        self._channel.kill()

    def _on_printed(self, line: str) -> None:
        self.log.emit("error", line)

    def _on_failed(self, reason: str) -> None:
        self._mourn(tr("The computing process could not be started: {reason}.", reason=reason))

    def _on_ended(self, code: int, crashed: bool) -> None:
        last = self._channel.last_line if self._channel else ""
        self._mourn(self._fault or why_ended(code, crashed, last))

    def _mourn(self, why: str) -> None:
        """Say what happened, and start another worker unless they keep dying young."""
        channel, self._channel = self._channel, None
        if channel is not None:
            channel.deleteLater()
        was_busy = self.is_busy
        is_young = time.monotonic() - self._started_at < GROWN_UP_S
        self._early_deaths = self._early_deaths + 1 if is_young else 0
        may_restart = self._early_deaths <= len(RESTART_DELAYS_MS)
        self.log.emit("error", why)
        self._state = State.LOST
        self.lost.emit(advice(why, was_busy, may_restart))
        self.state_changed.emit(State.LOST)
        if may_restart:
            self._restart.start(RESTART_DELAYS_MS[max(0, self._early_deaths - 1)])


def worker_command() -> list[str]:
    """What starts a worker of this very installation."""
    return [*program(), "worker"]
