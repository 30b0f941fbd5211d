"""What a chart says at one place: of each series the value there, exact and as it is drawn."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from hornstudio.ui.panels.training.charts.overlaid import overlaid_pen
from hornstudio.ui.panels.training.charts.picture import Picture, nearest_told
from hornstudio.ui.panels.training.course.trace import Floats, nearest
from hornstudio.ui.theme import current
from hornstudio.ui.words.quantity import count_text
from hornstudio.ui.words.translate import tr

EARLIER_SHOWN = 4


@dataclass(frozen=True)
class Line:
    """Name, exact value and colour of a series; smoothed: as it is drawn, where that differs."""

    name: str
    value: str
    color: str
    smoothed: str = ""


def stops(picture: Picture) -> Floats:
    """The places x [N] at which something was told: each training point, or each validation."""
    ways = ((picture.x, picture.holes), (picture.validation_x, picture.validation_holes))
    for x, holes in ways:
        if holes.size:
            return np.sort(np.concatenate([x, holes[0]]))
        if len(x):
            return x
    return ways[0][0]


def stop_near(picture: Picture, x: float) -> float | None:
    """The place nearest to x at which something was measured; None where nothing was."""
    places = stops(picture)
    return float(places[nearest(places, x)]) if len(places) else None


def lines_of(picture: Picture, x: float, show: Callable[[float], str]) -> list[Line]:
    """A line for each series of the run in front at x, which is one of its `stops`."""
    theme = current()
    lines: list[Line] = []
    if len(picture.x) or picture.holes.size:
        lines.append(_line_of(tr("train"), picture, x, show, theme.chart("train").name()))
    if len(picture.validation_x) or picture.validation_holes.size:
        place, value = picture.validation_at(x)
        name = tr("val")
        if abs(place - x) > 1e-6:
            name = tr("val of epoch {number}", number=f"{place:g}")
        lines.append(Line(name, show(value), theme.chart("validation").name()))
    if picture.is_test_near(x):
        lines.append(Line(tr("test"), show(picture.test), theme.chart("test").name()))
    return lines


def lines_behind(
    earlier: Sequence[tuple[str, Picture]],
    places: Sequence[int],
    x: float,
    show: Callable[[float], str],
    far: Callable[[float], float] | None = None,
) -> list[Line]:
    """A line for each of the latest runs that have come as far as x, in its own colour.

    places: of each run among all that are laid over one another. far: how far from the mouse a
    value is drawn; then a line for each of the nearest.
    """
    there = [
        (name, picture, place)
        for (name, picture), place in list(zip(earlier, places, strict=True))[::-1]
        if len(picture.x) and x <= picture.x[-1]
    ]
    if far is not None and len(there) > EARLIER_SHOWN:
        there.sort(key=lambda each: far(float(each[1].line[nearest(each[1].x, x)])))
    return [
        _line_of(name, picture, x, show, overlaid_pen(place, 1).color().name())
        for name, picture, place in there[:EARLIER_SHOWN]
    ]


def _line_of(
    name: str, picture: Picture, x: float, show: Callable[[float], str], color: str
) -> Line:
    exact = show(nearest_told(picture.x, picture.exact, picture.holes, x)[1])
    drawn = show(nearest_told(picture.x, picture.line, picture.holes, x)[1])
    return Line(name, exact, color, drawn if drawn != exact else "")


def title_of(x: float, steps: int) -> str:
    """Where it is: `epoch 2.25 · step 3 798`. steps: in an epoch; 0 where that is not known."""
    epoch = tr("epoch {number}", number=f"{x:.2f}".rstrip("0").rstrip("."))
    if not steps:
        return epoch
    return f"{epoch} · {tr('step {number}', number=count_text(round(x * steps)))}"


def told(title: str, lines: Sequence[Line]) -> str:
    """The same as a sentence, for screen readers."""
    parts = [
        tr("{name} {value}, smoothed {smoothed}", name=e.name, value=e.value, smoothed=e.smoothed)
        if e.smoothed
        else f"{e.name} {e.value}".rstrip()
        for e in lines
    ]
    return ", ".join([title, *parts])
