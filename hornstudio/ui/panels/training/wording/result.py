"""What a run tells as sentences: at its beginning, of an epoch, and at its end."""

from hornstudio.engine.text import Text
from hornstudio.engine.watch.events import Epoch, Finished, Started
from hornstudio.ui.panels.training.wording import figures
from hornstudio.ui.panels.training.wording.metric_name import TOTAL, MetricName, MetricNames
from hornstudio.ui.words.translate import sentence, tr, tr_engine


def started_words(started: Started) -> str:
    """Where a run computes, and on which data."""
    data = tr_engine(started.source)
    return tr("Training on {device}: {data}", device=started.device, data=data)


def notes_of(started: Started) -> list[str]:
    """What belongs in the log when a run begins: why this device, and what is to be known."""
    notes = [tr_engine(note) for note in started.notes]
    if not started.why_device:
        return notes
    why = tr_engine(started.why_device)
    return [tr("Computes on {device}: {why}", device=started.device, why=why), *notes]


def finished_words(finished: Finished, results: str) -> str:
    """The results, after the reason where a run has ended before its time by itself."""
    words = results or untested_words(finished)
    if not finished.reason:
        return words
    return tr("{reason}. {results}", reason=reason_words(finished), results=words)


def untested_words(finished: Finished) -> str:
    """Why a run has no test figures."""
    if finished.epochs <= 1 and not finished.metrics:
        return tr("Training ended before the first epoch was over.")
    return tr("There were no test samples to measure with.")


def reason_words(finished: Finished) -> str:
    """Why a run has ended by itself, as a sentence."""
    reason = finished.reason
    return sentence(reason) if isinstance(reason, Text) else tr_engine(reason)


def ending_words(finished: Finished) -> str:
    """Why a run has ended by itself, and of which epoch its weights are where not of the last."""
    lines = [reason_words(finished)] if finished.reason else []
    if finished.ends_with not in (0, finished.epochs):
        lines.append(tr("Its weights are those of epoch {epoch}", epoch=finished.ends_with))
    return "\n".join(lines)


def epoch_words(epoch: Epoch, epochs: int) -> str:
    """`Epoch 2 of 5: validation loss 0.1234`; of the training where nothing is validated."""
    words = tr("Epoch {epoch} of {epochs}", epoch=epoch.epoch, epochs=epochs)
    if (loss := epoch.metrics.get("val_loss")) is not None:
        return tr("{epoch}: validation loss {loss}", epoch=words, loss=figures.metric(loss))
    if (loss := epoch.metrics.get(TOTAL)) is None:
        return words
    return tr("{epoch}: loss {loss}", epoch=words, loss=figures.metric(loss))


def results_of(finished: Finished | None, names: MetricNames) -> list[tuple[MetricName, str]]:
    """Test figures of a run that is over, the loss first: name and text."""
    metrics = finished.metrics if finished else {}
    keys = [key.removeprefix("test_") for key in metrics if key.startswith("test_")]
    first = [TOTAL, names.first(keys)]
    keys.sort(key=lambda key: first.index(key) if key in first else len(first))
    named = [(names[key], metrics[f"test_{key}"]) for key in keys]
    return [(name, figures.result(value, name.share)) for name, value in named]


def words_of(results: list[tuple[MetricName, str]]) -> str:
    """`Test loss 0.2356, test accuracy 93.4 %`; empty without test figures."""
    parts = [f"{name.words} {text}" for name, text in results]
    words = ", ".join(tr("test {metric}", metric=part) for part in parts)
    return words[:1].upper() + words[1:]
