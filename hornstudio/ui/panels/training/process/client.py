"""The worker process as signals. The only process code of the window.

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

import os
import time
from collections import deque
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from hornstudio.engine.train.steps.memory.heap import TUNABLES, with_large_pages
from hornstudio.engine.watch import events
from hornstudio.engine.worker import messages
from hornstudio.engine.worker.messages import FrameBuffer, FrameError, Message
from hornstudio.ui.panels.training.process.ending import advice, why_ended
from hornstudio.ui.panels.training.process.stderr_lines import StderrLines
from hornstudio.ui.subcommand import program
from hornstudio.ui.words.translate import tr, tr_engine

RESTART_DELAYS_MS = (300, 2_000, 8_000)
GROWN_UP_S = 10.0
SLICE_S = 0.008  # how long messages are handled before the event loop gets its turn
GOODBYE_MS = 800
KILLED_MS = 2_000


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
        self._process: QProcess | None = None
        self._frames = FrameBuffer()
        self._waiting: deque[bytes] = deque()
        self._job = 0
        self._profiles = 0
        self._ticket = 0
        self.bytes_heard = 0
        self._stderr = StderrLines()
        self._early_deaths = 0
        self._started_at = 0.0
        self._fault = ""
        self._is_outdated = False
        self._restart = QTimer(self, singleShot=True)
        self._restart.timeout.connect(self.start)
        self._slice = QTimer(self, singleShot=True, interval=0)
        self._slice.timeout.connect(self._handle_waiting)

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
        return int(self._process.processId()) if self._process else 0

    def start(self) -> None:
        """Start a worker, if there is none."""
        if self._process is not None:
            return
        self._restart.stop()
        self._frames, self._fault = FrameBuffer(), ""
        self._is_outdated = False
        self._waiting.clear()
        self._stderr, self.greeting = StderrLines(), None
        self._started_at = time.monotonic()
        process = QProcess(self)
        self._process = process
        process.readyReadStandardOutput.connect(self._on_output)
        process.readyReadStandardError.connect(self._on_error_output)
        process.finished.connect(self._on_finished)
        process.errorOccurred.connect(self._on_process_error)
        surroundings = QProcessEnvironment.systemEnvironment()
        surroundings.insert(TUNABLES, with_large_pages(os.environ))
        process.setProcessEnvironment(surroundings)
        self._go(State.STARTING)
        process.start(self.command[0], self.command[1:])

    def train(
        self,
        graph: str,
        run_dir: str = "",
        resume: bool = False,
        branch: str = "",
        checkpoint: str = "last",
        epochs: int | None = None,
    ) -> None:
        """Train the graph of a `.horn` file's text; a worker that is still starting will do it.

        resume: go on with the run in run_dir. branch: folder of another run, in whose weights
        this one begins. checkpoint: the one to go on from, or to begin in. epochs: in all, where
        they are not those of the graph.
        """
        if self.is_busy:
            return
        if self._process is None:
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

    def turn(self, node: str, param: str, value: Any) -> None:
        """Give a param of the run in progress another value; an event of the run answers."""
        if self._state in (State.TRAINING, State.PAUSED):
            self._send(messages.Turn(node=node, param=param, value=value))

    def stop(self) -> None:
        """End the run nicely: it still tells its test figures."""
        if self._state in (State.TRAINING, State.PAUSED):
            self._send(messages.Stop())
            self._go(State.STOPPING)

    def end_now(self) -> None:
        """End the process, where stopping nicely takes too long; another one is started."""
        if self._process is not None:
            self._fault = (
                tr("The run was ended before it could stop by itself.")
                if self.is_busy
                else tr("The computing process was ended.")
            )
            self._process.kill()

    def renew(self) -> None:
        """Have another process do what comes, which knows the modules of today.

        A run in progress ends as it began; the process goes after it.
        """
        self._is_outdated = self.is_busy
        process = self._process
        if self._is_outdated or process is None:
            return
        self._process = None
        process.readyReadStandardOutput.disconnect(self._on_output)
        process.readyReadStandardError.disconnect(self._on_error_output)
        process.finished.disconnect(self._on_finished)
        process.errorOccurred.disconnect(self._on_process_error)
        process.finished.connect(process.deleteLater)
        process.kill()
        self._slice.stop()
        self.start()

    def shutdown(self) -> None:
        """End the worker and leave nothing behind. Takes a moment; `start` may follow."""
        process, self._process = self._process, None
        self._restart.stop()
        self._slice.stop()
        self._waiting.clear()
        if process is not None:
            if process.state() == QProcess.ProcessState.Running:
                process.write(messages.encode(messages.Shutdown()))
            process.closeWriteChannel()
            if not process.waitForFinished(GOODBYE_MS):
                process.kill()
                process.waitForFinished(KILLED_MS)
            process.deleteLater()
        self._go(State.OFF)

    def _send(self, message: Message) -> None:
        if self._process is not None:
            self._process.write(messages.encode(message))

    def _go(self, state: State) -> None:
        if state is not self._state:
            self._state = state
            self.state_changed.emit(state)

    def _on_output(self) -> None:
        """Cut what came into messages; they are handled in slices of time."""
        if self._process is None:
            return
        data = bytes(self._process.readAllStandardOutput().data())
        self.bytes_heard += len(data)
        try:
            self._waiting += self._frames.feed(data)
        except FrameError as error:
            self._give_up_on(error)
        if not self._slice.isActive():
            self._handle_waiting()

    def _handle_waiting(self) -> None:
        deadline = time.perf_counter() + SLICE_S
        while self._waiting and time.perf_counter() < deadline:
            self._handle(self._waiting.popleft())
        if self._waiting:
            self._slice.start()

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
        if self._process is None or self._fault:
            return
        self._waiting.clear()
        self._fault = tr(
            "The computing process sent something that cannot be understood ({reason}).",
            reason=tr_engine(error.text),
        )
        self._process.kill()

    def _on_error_output(self) -> None:
        if self._process is not None:
            for line in self._stderr.feed(bytes(self._process.readAllStandardError().data())):
                self.log.emit("error", line)

    def _on_process_error(self, error: QProcess.ProcessError) -> None:
        """Only a process that could not be started ends without `finished`."""
        if error == QProcess.ProcessError.FailedToStart and self._process is not None:
            reason = self._process.errorString()
            self._mourn(tr("The computing process could not be started: {reason}.", reason=reason))

    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        if self._process is None:
            return
        self._on_output()
        while self._waiting:  # an ending that was told before the death counts
            self._handle(self._waiting.popleft())
        self._on_error_output()
        for line in self._stderr.rest():
            self.log.emit("error", line)
        crashed = status == QProcess.ExitStatus.CrashExit
        self._mourn(self._fault or why_ended(code, crashed, self._stderr.last))

    def _mourn(self, why: str) -> None:
        """Say what happened, and start another worker unless they keep dying young."""
        process, self._process = self._process, None
        self._slice.stop()
        if process is not None:
            process.deleteLater()
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
