"""What the two lines below the buttons say: what is to be known now, and what a run stands on."""

from collections.abc import Sequence
from dataclasses import dataclass

from hornstudio.engine.text import bytes_text
from hornstudio.engine.train.forecast import Forecast
from hornstudio.engine.training_settings import share_of_devices
from hornstudio.engine.worker.messages import Ready
from hornstudio.ui.panels.training.column.best import best_words
from hornstudio.ui.panels.training.course.trainer import Trainer
from hornstudio.ui.panels.training.process.client import State
from hornstudio.ui.panels.training.wording import figures
from hornstudio.ui.words.device import device_text
from hornstudio.ui.words.duration import took_text
from hornstudio.ui.words.quantity import count_text
from hornstudio.ui.words.translate import tr, tr_engine

LONG_WAIT = 0.1
"""Share of the time that the device may wait for data before a person is told."""


@dataclass(frozen=True)
class Remark:
    """words, and the same in fewer; more: what the tooltip says below them."""

    words: str
    tone: str
    more: str = ""
    shorter: Sequence[str] = ()


def remark_of(trainer: Trainer, forecast: Forecast | None, wrong: str) -> Remark:
    """What is wrong, what a change will do, what will be too much, the best epoch, or the cost.

    forecast: of the next run; None while one is in progress. wrong: with what is being typed.
    """
    if wrong:
        return Remark(wrong, "error")
    warning = _elsewhere(trainer) or _late_change(trainer) or _lack(forecast) or _wait(trainer)
    if warning:
        return Remark(warning, "warning")
    return _best(trainer) or Remark(_cost(forecast), "muted")


def _elsewhere(trainer: Trainer) -> str:
    """That another network is in training."""
    name = trainer.other_name
    return tr("{name} is being trained.", name=name) if name else ""


def _late_change(trainer: Trainer) -> str:
    """That settings were changed during a run, which does not heed that."""
    run = trainer.history.current
    if run is None or not trainer.has_started:
        return ""
    begun, now = run.started, trainer.document.graph.training
    are_alike = (begun.epochs, begun.batch_size, begun.seed) == (
        now.epochs,
        now.batch_size,
        now.seed,
    )
    return "" if are_alike else tr("Changes apply to the next run.")


def _lack(forecast: Forecast | None) -> str:
    """That the memory will not do, before it is tried."""
    if forecast is None or forecast.fits:
        return ""
    need, free = bytes_text(forecast.peak_bytes), bytes_text(forecast.free_bytes)
    return tr("Needs {need}, only {free} free.", need=need, free=free)


def _wait(trainer: Trainer) -> str:
    """That samples come too slowly for the device, where that costs more than a little."""
    step = trainer.step
    if step is None or not trainer.has_started or step.waiting < LONG_WAIT:
        return ""
    share = figures.whole_percent(step.waiting)
    return tr("The device waits for data {share} of the time.", share=share)


def _best(trainer: Trainer) -> Remark | None:
    run = trainer.history.current
    best = best_words(run) if run and not _is_blank(trainer) else None
    if best is None:
        return None
    return Remark(best.words, "muted", best.why, best.shorter)


def _cost(forecast: Forecast | None) -> str:
    """How long an epoch will take, and how much memory."""
    if forecast is None:
        return ""
    time, memory = took_text(forecast.epoch_seconds), bytes_text(forecast.peak_bytes)
    if not forecast.steps:
        return tr("An epoch: about {time}, {memory}", time=time, memory=memory)
    if forecast.steps == 1:
        words = "An epoch: one step with all samples, about {time}, {memory}"
        return tr(words, time=time, memory=memory)
    return tr(
        "An epoch: {count} steps, about {time}, {memory}",
        count=count_text(forecast.steps),
        time=time,
        memory=memory,
    )


def _is_blank(trainer: Trainer) -> bool:
    """Whether a run is beginning, of which nothing is known yet."""
    return trainer.is_busy and not trainer.has_started


def basis_of(trainer: Trainer) -> tuple[str, str]:
    """Which data and which device; and why this one, where there is no room for that."""
    run, greeting = trainer.history.current, trainer.client.greeting
    if run and not _is_blank(trainer):
        started = run.started
        why = tr_engine(started.why_device)
        more = why and tr("Computes on {device}: {why}", device=started.device, why=why)
        return f"{started.device} · {tr_engine(started.source)}", more
    if greeting:
        return _device_words(trainer, greeting), ""
    if trainer.client.state is State.STARTING:
        return tr("Starting the computing process …"), ""
    return "", ""


def _device_words(trainer: Trainer, greeting: Ready) -> str:
    """What the next run will compute on."""
    training = trainer.document.graph.training
    _, why = share_of_devices(training, len(greeting.devices))
    why = tr_engine(why or greeting.why_device)
    device = device_text(greeting, training)
    if not why:
        return tr("Computes on {device}", device=device)
    return tr("Computes on {device}: {why}", device=device, why=why)
