"""What the computing process does beside training: getting ready, measuring layers and runs."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hornstudio.engine.errors import RunError
from hornstudio.engine.graph import Graph
from hornstudio.engine.storage import files
from hornstudio.engine.train.failure import failure_of
from hornstudio.engine.train.forecast import Forecast
from hornstudio.engine.watch.events import Statistics
from hornstudio.engine.worker.messages import (
    Evaluate,
    Evaluated,
    LookBack,
    LookedBack,
    Prepare,
    Prepared,
    Profile,
    Profiled,
)
from hornstudio.engine.worker.streams import Outlet


def _prepare(graph: Graph) -> Forecast:
    from hornstudio.engine.train.preparation import prepare

    return prepare(graph)


def _profile(graph: Graph) -> dict[str, float]:
    from hornstudio.engine.train.live.profile import profile

    return profile(graph)


def _evaluate(run: Path, checkpoint: str) -> dict[str, float]:
    from hornstudio.engine.train.evaluate import evaluate_run

    return evaluate_run(run, checkpoint)


def _look_back(run: Path, epoch: int) -> Statistics:
    from hornstudio.engine.train.live.looking_back import look_back

    return look_back(run, epoch)


@dataclass(frozen=True)
class Skills:
    """What is called to carry them out."""

    prepare: Callable[[Graph], Forecast] = _prepare
    profile: Callable[[Graph], dict[str, float]] = _profile
    evaluate: Callable[[Path, str], dict[str, float]] = _evaluate
    look_back: Callable[[Path, int], Statistics] = _look_back


class SideOrders:
    """Carries them out, each with an answer. is_wanted: whether something else waits by now."""

    def __init__(self, outlet: Outlet, skills: Skills, is_wanted: Callable[[], bool]) -> None:
        self._outlet = outlet
        self._skills = skills
        self._is_wanted = is_wanted

    def get_ready_for(self, order: Prepare) -> None:
        """Do ahead what a Train would do first; what goes wrong is told when it is asked for.

        It is left out where something else was asked for.
        """
        if self._is_wanted():
            return
        with contextlib.suppress(Exception):
            found = self._skills.prepare(files.from_text(order.graph))
            self._outlet.send(Prepared(ticket=order.ticket, forecast=found))

    def profile(self, order: Profile) -> None:
        """How long each layer takes; a training that waits already goes first."""
        seconds: dict[str, float] = {}
        reason = ""
        try:
            if self._is_wanted():
                raise RunError("something else was asked for; try once more")
            seconds = self._skills.profile(files.from_text(order.graph))
        except Exception as error:  # whatever it is, who waits for it must hear of it
            reason = failure_of(error).reason
        self._outlet.send(Profiled(ticket=order.ticket, seconds=seconds, reason=reason))

    def evaluate(self, order: Evaluate) -> None:
        """What a checkpoint is worth on the test data; a run in progress waits for that."""
        metrics: dict[str, float] = {}
        reason = ""
        try:
            metrics = self._skills.evaluate(Path(order.run), order.checkpoint)
        except Exception as error:  # whatever it is, who waits for it must hear of it
            reason = failure_of(error).reason
        self._outlet.send(Evaluated(ticket=order.ticket, metrics=metrics, reason=reason))

    def look_back(self, order: LookBack) -> None:
        """What an epoch looked like inside; left out where something else was asked for since."""
        figures: Statistics | None = None
        reason = ""
        try:
            if self._is_wanted():
                raise RunError("something else was asked for; try once more")
            figures = self._skills.look_back(Path(order.run), order.epoch)
        except Exception as error:  # whatever it is, who waits for it must hear of it
            reason = failure_of(error).reason
        self._outlet.send(LookedBack(ticket=order.ticket, figures=figures, reason=reason))
