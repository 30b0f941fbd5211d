"""How runs that are laid over one another are told apart: by hue and dashes."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from PySide6.QtGui import QPen

from hornstudio.ui.panels.training.course.run import Run
from hornstudio.ui.theme import current, mix
from hornstudio.ui.words.title import run_text
from hornstudio.ui.words.translate import tr

IN_FRONT = -1
"""The place of the run that the others are laid behind."""

_HUES = 3
_DASHES = (
    (),
    (6.0, 4.0),
    (1.5, 3.0),
    (8.0, 3.0, 1.5, 3.0),
    (14.0, 4.0),
    (5.0, 3.0, 1.5, 3.0, 1.5, 3.0),
)
_FADED = 0.5
_SHARE_OF_INK = 0.85


@dataclass(frozen=True)
class Overlaid:
    """Name of a run, and its place among all that are laid over one another.

    folder: the name of its folder, by which the list of runs calls it. stays: whether it cannot
    be taken away, as one that goes on.
    """

    name: str
    place: int
    folder: str = ""
    stays: bool = False

    @property
    def whole_name(self) -> str:
        """`run 2: mlp-20260101-100000`, where it goes by a number of today."""
        return self.name if self.folder in ("", self.name) else f"{self.name}: {self.folder}"


def overlaid_pen(place: int, width: float) -> QPen:
    """Three hues of the theme, each in six kinds of dashes; from the 19th run on half faded."""
    if place == IN_FRONT:
        return QPen(current().chart("train"), 1.5 * width)
    color = current().color(f"chart.extra.{place % _HUES}")
    if place // _HUES // len(_DASHES) % 2:
        color = mix(color, current().color("text.muted"), _FADED)
    color.setAlphaF(_SHARE_OF_INK)
    pen = QPen(color, width)
    pen.setCosmetic(True)
    if dashes := _DASHES[place // _HUES % len(_DASHES)]:
        pen.setDashPattern(dashes)
    return pen


def run_name(run: Run) -> str:
    """What a run is called in the charts: one of this session by its number, if by no name."""
    return run.title or run.called or tr("run {number}", number=run.number)


def overlaid(run: Run, place: int, *, stays: bool = False) -> Overlaid:
    """What is to be known of a run that is drawn at a place."""
    return Overlaid(run_name(run), place, run_text(Path(run.started.run).name), stays)


def placed(runs: Sequence[Run]) -> dict[int, Run]:
    """Each run by the place whose look it has; those that have none take what is free."""
    found: dict[int, Run] = {}
    free = (place for place in count() if all(run.look != place for run in runs))
    for run in runs:
        found[next(free) if run.look < 0 else run.look] = run
    return found
