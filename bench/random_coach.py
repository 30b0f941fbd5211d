"""Somebody who does anything at all to a window, and mostly trains."""

import contextlib
import os
import random
import signal
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication
from random_hand import Hand

from hornstudio.engine.graph import Graph
from hornstudio.engine.watch.events import AnyEvent, Epoch, Failed, Finished, Step

if TYPE_CHECKING:
    from hornstudio.ui.main_window import MainWindow

ORDERS = (
    *("train", "train", "pause", "pause", "stop", "predict", "runs", "training"),
    *("heat_gradients", "heat_time", "previous_part", "next_tab", "keep"),
)
_REST_S = 0.03
_PATIENCE_S = 60.0
_KILL = getattr(signal, "SIGKILL", signal.SIGTERM)


class Coach(Hand):
    """One person who trains at one window, and whose computing process is killed now and then.

    sound: makes a network that can be trained. heard: how often each kind of event came.
    """

    def __init__(
        self, window: "MainWindow", dice: random.Random, sound: Callable[[], Graph]
    ) -> None:
        super().__init__(window, dice)
        self.sound = sound
        self.heard: dict[str, int] = {}
        self._ways += [self.order] * 60 + [self.click_in_panels] * 60 + [self.kill]
        self._ways += [self.begin_anew] * 6
        window.client.event_received.connect(self._on_event)

    def do_anything(self) -> None:
        """One deed of any kind, and a moment for what it has begun."""
        super().do_anything()
        self._rest(self.dice.choice((0.0, _REST_S, 10 * _REST_S)))

    def order(self) -> None:
        """Train, pause, stop, or look at it."""
        if self._top() is not self.window:
            self.press_key()
            return
        action = self.window.table[name := self.dice.choice(ORDERS)]
        if action.isEnabled():
            self.trail.append(f"action {name}")
            action.trigger()

    def begin_anew(self) -> None:
        """Open a network that can be trained, and train it."""
        self.trail.append("a sound network")
        self.close_all()
        self.window.filing.open_copy(self.sound())
        self.window.table["train"].trigger()

    def click_in_panels(self) -> None:
        """Something in the panel of the training, or in the list of runs."""
        workspace = self.window.workspace
        panel = self.dice.choice((workspace.training, workspace.training, workspace.runs))
        self.click_one_of(panel if panel.isVisible() else self._top())

    def kill(self) -> None:
        """End the computing process from outside."""
        pid = self.window.client.pid
        if pid > 0:
            self.trail.append("kill")
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, _KILL)

    def trains_still(self) -> bool:
        """Whether a network that is sound can be trained after all that."""
        self.close_all()
        self.window.table["stop"].trigger()
        self._wait(lambda: not self.window.is_training)
        before = self.heard.get("Step", 0)
        self.begin_anew()
        return self._wait(lambda: self.heard.get("Step", 0) > before)

    def close_all(self) -> None:
        """Whatever is open over the window."""
        while (top := self._top()) is not self.window:
            top.close()
            QApplication.processEvents()

    def _wait(self, is_so: Callable[[], bool]) -> bool:
        end = time.monotonic() + _PATIENCE_S
        while not is_so() and time.monotonic() < end:
            self._rest(_REST_S)
        return is_so()

    def _rest(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while True:
            QApplication.processEvents()
            if time.monotonic() >= end:
                return
            time.sleep(0.005)

    def _on_event(self, event: AnyEvent) -> None:
        if isinstance(event, Step | Epoch | Finished | Failed):
            name = type(event).__name__
            self.heard[name] = self.heard.get(name, 0) + 1
