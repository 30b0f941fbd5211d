"""What callbacks that watch a figure share: its params, and whether it has become better."""

import math
from typing import Any

from hornstudio.engine.errors import RunError
from hornstudio.engine.lazy import np
from hornstudio.engine.module import Module
from hornstudio.engine.params import Choice, FigureName, Float, Int
from hornstudio.engine.text import Text
from hornstudio.engine.watch.callback import Callback
from hornstudio.engine.watch.events import Knob
from hornstudio.engine.watch.figure import HELD_BACK
from hornstudio.engine.watch.rounds import mixed_in
from hornstudio.engine.watch.view import RunView

DOCS = "https://keras.io/api/callbacks/"
NOT_QUIET = {"verbose": "what a callback does is always told"}
"""Of Keras' params, what every callback leaves out."""

MONITOR = FigureName(
    name="monitor",
    default="val_loss",
    help="The figure to watch; with val_ before it, on the validation samples.",
)
MODE = Choice(
    name="mode",
    default="auto",
    options=("auto", "min", "max"),
    help="Whether less (min) or more (max) is better; auto knows that of the figure.",
)
MIN_DELTA = Float(
    name="min_delta",
    default=0.0,
    low=0.0,
    help="A smaller change than this does not count as better.",
)


def patience(default: int) -> Int:
    """How long it waits."""
    return Int(
        name="patience",
        default=default,
        low=0,
        unit="epochs",
        help="How long it waits while the figure does not become better.",
    )


class Monitor:
    """Watches one figure.

    Compares in float32, as Keras does, so that what differs by rounding alone is the same.
    """

    def __init__(self, monitor: str, mode: str, min_delta: float = 0.0) -> None:
        self.name = monitor
        self.is_higher_better = mode == "max"
        self._mode = mode
        self.min_delta = abs(min_delta)
        self.mixed = 0

    def begin(self, run: RunView) -> None:
        """Find out what better means. Raises: RunError where that, or the figure, is unknown."""
        better = run.figures.get(self.name)
        if better is None:
            raise RunError(
                "a callback watches {monitor}, which is not reported; reported are {known}",
                monitor=self.name,
                known=", ".join(run.figures) or Text("none"),
            )
        if self._mode == "auto":
            if not better:
                raise RunError(why_not_auto(self.name))
            self.is_higher_better = better == "higher"

    def becomes_another(self, knob: Knob) -> bool:
        """Whether a turn makes another figure of it, with which nothing before can be compared."""
        if self.name not in knob.changes:
            return False
        self.mixed = 0 if _is_measured_after(self.name, knob) else mixed_in(knob)
        return True

    def is_mixed(self, epoch: int) -> bool:
        """Whether what an epoch tells is of both, before and after a turn."""
        return epoch == self.mixed

    def state(self) -> dict[str, Any]:
        """What a resumed run has to know."""
        return {"mixed": self.mixed} if self.mixed else {}

    def restore(self, state: dict[str, Any]) -> None:
        """Take back what `state` gave."""
        self.mixed = state.get("mixed", 0)

    def is_better(self, value: float, than: float | None) -> bool:
        """Whether a value is better by `min_delta`; anything is better than None or no number.

        Keras holds a first figure that is no number for the best for ever.
        """
        if than is None:
            return True
        if math.isnan(than):
            return not math.isnan(value)
        if self.is_higher_better:
            return bool(np.float32(value - self.min_delta) > np.float32(than))
        return bool(np.float32(value + self.min_delta) < np.float32(than))


def _is_measured_after(name: str, knob: Knob) -> bool:
    """Whether a figure is measured on validation samples, once an epoch's steps are over."""
    return name.startswith(HELD_BACK) and name.removeprefix(HELD_BACK) in knob.changes


def why_not_auto(monitor: str) -> Text:
    """Why the direction must be said."""
    return Text(
        "nothing says whether more or less of {monitor} is better; set mode to min or max",
        monitor=monitor,
    )


def callback_module(
    kind: str,
    title: str,
    help: str,
    watch: type[Callback],
    *params: Any,
    words: tuple[str, ...],
    **given: Any,
) -> Module:
    """A callback: it has no ports, and is made of its params when a run begins."""
    return Module(
        kind=kind,
        title=title,
        category="callback",
        help=help,
        watch=watch,
        params=params,
        inputs=(),
        outputs=(),
        words=words,
        **{"source": DOCS, **given},
    )
