"""The loop of the computing process: messages in, events out.

A thread reads messages. The main thread pulls events from the run: pausing is not asking for the
next one, and stopping is sending the word "stop" into the generator.
"""

import os
import queue
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from hornstudio.engine.storage import files
from hornstudio.engine.text import Text
from hornstudio.engine.train.failure import failure_of
from hornstudio.engine.train.live import turn
from hornstudio.engine.watch.events import ENDINGS, Event, Failed, Preparing
from hornstudio.engine.worker.messages import (
    Evaluate,
    FrameError,
    JobEvent,
    Log,
    LookBack,
    LookedBack,
    Pause,
    Paused,
    Prepare,
    Profile,
    Profiled,
    Ready,
    Refused,
    Resume,
    Resumed,
    Shutdown,
    Stop,
    ToWorker,
    Train,
    Turn,
    TurnTogether,
    decode_to_worker,
    read_frame,
)
from hornstudio.engine.worker.pulse import Pulse
from hornstudio.engine.worker.side_orders import SideOrders, Skills
from hornstudio.engine.worker.streams import Outlet, release_streams, take_streams
from hornstudio.engine.worker.warm_up import warm_up

_LAST_S = 10.0  # how long a job may take to stop when the process is told to end

TrainFunction = Callable[..., Iterator[Event]]


def run_worker(
    train: TrainFunction | None = None,
    warm: Callable[[], Ready] = warm_up,
    skills: Skills | None = None,
) -> int:
    """Be the computing process until told to end. Returns the exit code.

    When standard input closes, whoever gave the orders is gone: the process ends at once.
    """
    _ignore_interrupts()
    outlet_of: list[Outlet] = []
    frames_out, frames_in = take_streams(
        lambda level, text: outlet_of[0].send(Log(level=level, text=text)) if outlet_of else None
    )
    outlet = Outlet(frames_out)
    outlet_of.append(outlet)
    inbox: queue.SimpleQueue[ToWorker] = queue.SimpleQueue()
    reader = threading.Thread(
        target=_read_messages, args=(frames_in, inbox, outlet), name="messages", daemon=True
    )
    reader.start()
    try:
        outlet.send(warm())
    except Exception as error:
        reason = Text("the computing process cannot start: {error}", error=str(error))
        outlet.send(Refused(reason=reason))
        release_streams()
        return 1
    pulse = Pulse(outlet)
    Worker(inbox, outlet, train or _train, skills or Skills()).serve()
    pulse.stop()
    release_streams()
    return 0


def _train(*args: Any, **kwargs: Any) -> Iterator[Event]:
    from hornstudio.engine.train.run import train

    return iter(train(*args, **kwargs))


def _ignore_interrupts() -> None:
    """Ctrl+C in the terminal of the window reaches this process too; the window decides."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _read_messages(stream: BinaryIO, inbox: "queue.SimpleQueue[ToWorker]", outlet: Outlet) -> None:
    while True:
        try:
            payload = read_frame(stream)
            if payload is None:
                os._exit(0)
            message = decode_to_worker(payload)
        except FrameError as error:
            outlet.send(Refused(reason=error.text))
            if error.is_fatal:  # where the next frame begins is not known any more
                os._exit(1)
            continue
        inbox.put(message)
        if isinstance(message, Shutdown):
            _end_soon()


def _end_soon() -> None:
    """End the process even if the main thread is deep in a computation."""
    timer = threading.Timer(_LAST_S, os._exit, args=(0,))
    timer.daemon = True
    timer.start()


class Wishes:
    """What the window wants of the run in progress.

    is_heard: whether the run listens yet; what is to be turned waits until then.
    """

    def __init__(self) -> None:
        self.is_stop = False
        self.is_heard = False
        self.turns: list[turn.Turn] = []

    def take(self, message: Turn) -> None:
        """Something is to be turned."""
        self.turns.append(turn.Turn(message.node, message.param, message.value))

    def next(self) -> str | list[turn.Turn] | None:
        """What to send into the run. A stop is said again and again, until it is heard."""
        if self.is_stop:
            return "stop"
        if not self.is_heard or not self.turns:
            return None
        turns, self.turns = self.turns, []
        return turns


class Worker:
    """Carries out one job after another."""

    def __init__(
        self,
        inbox: "queue.SimpleQueue[ToWorker]",
        outlet: Outlet,
        train: TrainFunction,
        skills: Skills,
    ) -> None:
        self._inbox = inbox
        self._outlet = outlet
        self._train = train
        self._side = SideOrders(outlet, skills, lambda: not inbox.empty())
        self._is_ending = False

    def serve(self) -> None:
        """Wait for jobs until Shutdown. Pause, Resume and Stop without a job mean nothing."""
        while not self._is_ending:
            message = self._inbox.get()
            if isinstance(message, Train):
                self._run(message)
            elif isinstance(message, Prepare):
                self._side.get_ready_for(message)
            elif isinstance(message, Profile):
                self._side.profile(message)
            elif isinstance(message, Evaluate):
                self._side.evaluate(message)
            elif isinstance(message, LookBack):
                self._side.look_back(message)
            elif isinstance(message, Shutdown):
                self._is_ending = True

    def _run(self, order: Train) -> None:
        """One job, to its last event."""
        last: Event | None = None
        try:
            for event in self._events(order):
                self._outlet.send(JobEvent(job=order.job, body=event))  # type: ignore[arg-type]
                last = event
        except Exception as error:  # whatever it is, the window must hear of it
            last = failure_of(error)
            self._outlet.send(JobEvent(job=order.job, body=last))
        if not isinstance(last, ENDINGS):
            reason = Text("the run ended without a word")
            self._outlet.send(JobEvent(job=order.job, body=Failed(reason=reason)))

    def _events(self, order: Train) -> Iterator[Event]:
        """Events of the run, with the wishes of the window seen to between any two."""
        run = self._start(order)
        wishes = Wishes()
        try:
            while True:
                event = run.send(wishes.next())  # type: ignore[attr-defined]
                yield event
                if isinstance(event, ENDINGS):
                    return
                wishes.is_heard = wishes.is_heard or not isinstance(event, Preparing)
                if not wishes.is_stop:
                    self._hear(order.job, wishes)
        except StopIteration:
            return
        finally:
            run.close()  # type: ignore[attr-defined]

    def _start(self, order: Train) -> Iterator[Event]:
        return self._train(
            files.from_text(order.graph),
            epochs=order.epochs,
            batch_size=order.batch_size,
            seed=order.seed,
            run_dir=Path(order.run_dir) if order.run_dir else None,
            resume=order.resume,
            branch=Path(order.branch) if order.branch else None,
            checkpoint=order.checkpoint,
            watch=order.watch,
            file=Path(order.file) if order.file else None,
        )

    def _hear(self, job: int, wishes: Wishes) -> None:
        """Take in what the window has said since; while the job is paused this waits."""
        is_paused = False
        while not wishes.is_stop:
            try:
                message = self._inbox.get(block=is_paused)
            except queue.Empty:
                return
            match message:
                case Train():
                    reason = Text("another job is running; stop it first")
                    self._outlet.send(Refused(reason=reason, job=message.job))
                case Profile():
                    reason = Text("layers are not timed while a run goes on")
                    told = Profiled(ticket=message.ticket, seconds={}, reason=reason)
                    self._outlet.send(told)
                case Evaluate():
                    self._side.evaluate(message)
                case LookBack():
                    reason = Text("not while a run goes on")
                    self._outlet.send(LookedBack(ticket=message.ticket, reason=reason))
                case Turn():
                    wishes.take(message)
                case TurnTogether():
                    for each in message.turns:
                        wishes.take(each)
                case Stop():
                    wishes.is_stop = True
                case Shutdown():
                    self._is_ending = wishes.is_stop = True
                case Pause() if not is_paused:
                    is_paused = True
                    self._outlet.send(Paused(job=job))
                case Resume() if is_paused:
                    is_paused = False
                    self._outlet.send(Resumed(job=job))
