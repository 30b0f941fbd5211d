"""Showing a run: a moving bar on a terminal, a line an epoch anywhere."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import TextIO

from hornstudio.cli.columns import cut, padded, width_of
from hornstudio.cli.outcome import tell
from hornstudio.cli.words import tr, tr_engine
from hornstudio.engine.watch.events import Epoch, Event, Finished, Note, Preparing, Started, Step

_BAR = 16


class RunDisplay:
    """Lines that stay go to standard output, the bar to standard error if that is a terminal."""

    def __init__(self, out: TextIO | None = None, bar: TextIO | None = None) -> None:
        self._out = out or sys.stdout
        self._bar = bar or sys.stderr
        self._has_bar = self._bar.isatty()
        self._drawn = 0
        self._started: Started | None = None

    def show(self, event: Event) -> None:
        """Draw what an event tells. Raises: OSError where nobody reads it any more."""
        match event:
            case Preparing():
                share = f" {event.done / event.total:.0%}" if event.total else ""
                self._draw(f"{tr_engine(event.what)}{share} ...")
            case Started():
                self._started = event
                for line in beginning(event):
                    self._keep(line)
            case Step() if self._started:
                self._draw(bar_line(event, self._started))
            case Epoch():
                last = self._started.epochs if self._started else event.epoch
                line = f"{_of_all(event.epoch, last)}  {figures(event.metrics)}"
                self._keep(f"{line}  ({duration(event.seconds)})")
            case Note():
                self._keep(tr_engine(event.what))
            case Finished():
                self._finish(event)

    def progress(self, what: str, done: int, total: int) -> None:
        """What goes on before there is a run."""
        self.show(Preparing(what=what, done=done, total=total))

    @property
    def run(self) -> str:
        """The folder of the run, once it has begun; else empty."""
        return self._started.run if self._started else ""

    def close(self) -> None:
        """Take the bar away, where there is still a terminal."""
        with suppress(OSError):
            self._draw("")

    def _finish(self, event: Finished) -> None:
        tests = {n: v for n, v in event.metrics.items() if n.startswith("test_")}
        time = duration(event.seconds)
        ended = tr("stopped after {time}", time=time)
        if not event.stopped:
            ended = tr("finished after {time}", time=time)
        reason = f" ({tr_engine(event.reason)})" if event.reason else ""
        self._keep(f"{ended}{reason}  {figures(tests)}".rstrip())
        if event.run:
            self._keep(tr("run {path}", path=event.run))

    def _keep(self, line: str) -> None:
        self._draw("")
        tell(f"{line}\n", self._out)

    def _draw(self, line: str) -> None:
        """Write over the former bar; the cursor stays in its line."""
        if not self._has_bar:
            return
        width = shutil.get_terminal_size().columns - 1
        text = cut(line, width)
        end = "\r" if not text else ""
        tell(f"\r{padded(text, min(self._drawn, width))}{end}", self._bar)
        self._drawn = width_of(text)


def beginning(run: Started) -> Iterator[str]:
    """What it learns from, how large it is and where it computes, and what is to be known."""
    yield tr("data {source}", source=run.source)
    weights = f"{run.weights:,}"
    if run.steps == 1:
        yield tr(
            "{weights} weights on {device}; 1 step an epoch", weights=weights, device=run.device
        )
    else:
        yield tr(
            "{weights} weights on {device}; {count} steps an epoch",
            weights=weights,
            device=run.device,
            count=run.steps,
        )
    for note in run.notes:
        yield tr("note: {what}", what=note)


def _of_all(epoch: int, last: int) -> str:
    return tr("epoch {epoch}/{last}", epoch=epoch, last=last)


def bar_line(step: Step, run: Started) -> str:
    """`epoch 2/5 ████░░░░ 812/1,688  105,000/s  loss 0.2915  0:07 left`."""
    full = round(_BAR * step.step / max(run.steps, 1))
    bar = "█" * full + "░" * (_BAR - full)
    rate = f"{step.samples_per_second:,.0f}/s"
    loss = figures({"loss": step.metrics["loss"]}) if "loss" in step.metrics else ""
    left = tr("{time} left", time=duration(step.seconds_left)) if step.seconds_left else ""
    words = [_of_all(step.epoch, run.epochs), bar, f"{step.step:,}/{run.steps:,}"]
    return "  ".join(word for word in (*words, rate, loss, left) if word)


def figures(metrics: dict[str, float]) -> str:
    """`loss 0.2356  accuracy 0.9340`."""
    return "  ".join(f"{name} {figure(value)}" for name, value in metrics.items())


def figure(value: float) -> str:
    """With four places, but for what is huge, such as a loss of prices: 3.487e+15."""
    return f"{value:.4f}" if abs(value) < 1e6 else f"{value:.4g}"


def duration(seconds: float) -> str:
    """`4.2 s`, `1:05`, `2:03:10`."""
    if seconds < 10:
        return tr("{seconds} s", seconds=f"{seconds:.1f}")
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
