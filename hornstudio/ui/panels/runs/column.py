"""The columns of the list: what each shows, and by what it sorts."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hornstudio.engine.catalog import catalog
from hornstudio.engine.checking.share import is_figure_a_share
from hornstudio.engine.runs.headline import headline
from hornstudio.engine.runs.record import (
    DAMAGED,
    FAILED,
    FINISHED,
    IMPORTED,
    INTERRUPTED,
    RUNNING,
    STOPPED,
    RunRecord,
)
from hornstudio.engine.text import bytes_text
from hornstudio.engine.watch.figure import TOTAL
from hornstudio.ui.words.duration import took_text
from hornstudio.ui.words.metric import metric_words, percent_text
from hornstudio.ui.words.quantity import count_text, with_minus
from hornstudio.ui.words.title import run_text, title_text
from hornstudio.ui.words.translate import tr, tr_engine

METRIC = "metric:"
"""Before the name of a metric: a column of its own."""


@dataclass(frozen=True)
class Column:
    """field: what it sorts by. show: the text of a run. is_number: stands at the right.

    least_px: how narrow it may become where the table lacks room; 0 where it stays as it is.
    """

    id: str
    title: str
    field: str
    width_px: int
    show: Callable[[RunRecord], str]
    is_number: bool = False
    least_px: int = 0


DEFAULT = (
    "name",
    "state",
    "epochs",
    "best",
    "changes",
    "seconds",
    "started",
    "tags",
    "test",
)
"""Ids of the columns that are shown at first."""

STATE_ICONS = {
    RUNNING: ("train", "live.default"),
    FINISHED: ("success", "success.default"),
    STOPPED: ("stop", "text.muted"),
    FAILED: ("error", "error.default"),
    INTERRUPTED: ("warning", "warning.default"),
    IMPORTED: ("new", "text.muted"),
    DAMAGED: ("error", "error.default"),
}
"""Icon and colour token by state; the word stands beside it."""


def state_word(state: str) -> str:
    """A state in the window's language."""
    words = {
        RUNNING: tr("running"),
        FINISHED: tr("finished"),
        STOPPED: tr("stopped"),
        FAILED: tr("failed"),
        INTERRUPTED: tr("interrupted"),
        IMPORTED: tr("imported"),
        DAMAGED: tr("damaged"),
    }
    return words.get(state, state)


def columns() -> tuple[Column, ...]:
    """All but those of metrics, in the order in which they are offered."""
    return (
        Column("name", tr("Name"), "name", 232, _name, least_px=144),
        Column("state", tr("State"), "state", 118, lambda r: state_word(r.state), least_px=108),
        Column("model", tr("Model"), "model", 110, lambda r: title_text(r.model)),
        Column("epochs", tr("Epochs"), "epochs_done", 112, _epochs, True, least_px=108),
        Column("best", tr("Best epoch"), "best", 204, _best, least_px=196),
        Column("test", tr("Test"), "test_loss", 204, _test, least_px=196),
        Column("seconds", tr("Duration"), "seconds", 76, _duration, is_number=True),
        Column("started", tr("Started"), "started", 104, _started, least_px=94),
        Column("tags", tr("Tags"), "tags", 90, lambda r: ", ".join(r.tags), least_px=54),
        Column("changes", tr("Changes"), "changes", 232, lambda r: r.changes, least_px=92),
        Column("reason", tr("Why it ended"), "reason", 260, lambda r: tr_engine(r.why)),
        Column("note", tr("Note"), "note", 180, lambda r: " ".join(r.note.split())),
        _number("batch_size", tr("Batch"), lambda r: r.batch_size),
        _number("seed", tr("Seed"), lambda r: r.seed),
        _number("weights", tr("Weights"), lambda r: r.weights),
        Column(
            "ends_with",
            tr("Ends with epoch"),
            "ends_with",
            110,
            lambda r: count_text(r.ends_with) if r.ends_with else "",
            is_number=True,
        ),
        Column("device", tr("Device"), "device", 110, lambda r: r.device),
        Column("source", tr("Data"), "source", 180, lambda r: tr_engine(r.data)),
        Column("data_hash", tr("Data mark"), "data_hash", 90, lambda r: r.data_hash[:10]),
        Column("graph", tr("Graph mark"), "graph", 90, lambda r: r.graph[:10]),
        Column("parent", tr("Branched from"), "parent", 140, lambda r: r.parent),
        Column(
            "size", tr("Size on disk"), "size", 84, lambda r: bytes_text(r.size), is_number=True
        ),
    )


def metric_column(name: str) -> Column:
    """The last value of a metric; its own name is its title."""
    return Column(
        METRIC + name,
        name,
        name,
        110,
        lambda r: named_figure(name, r.metrics.get(name), r.kinds),
        is_number=True,
    )


def chosen(ids: list[str]) -> list[Column]:
    """The columns of these ids, in that order; unknown ones are left out."""
    known = {column.id: column for column in columns()}
    found = []
    for each in ids or DEFAULT:
        if each in known:
            found.append(known[each])
        elif each.startswith(METRIC):
            found.append(metric_column(each.removeprefix(METRIC)))
    return found


def widths(shown: Sequence[Column], room_px: int) -> list[int]:
    """How wide columns are in a table of so much room: each gives a part of what it can spare.

    Where even that is too much, all keep their width, and the table is scrolled.
    """
    wide = [column.width_px for column in shown]
    spare = [c.width_px - c.least_px if c.least_px else 0 for c in shown]
    lacking = sum(wide) - room_px
    if lacking <= 0 or lacking > sum(spare):
        return wide
    return [w - -(-lacking * s // sum(spare)) for w, s in zip(wide, spare, strict=True)]


def figures(metrics: dict[str, float], prefix: str, kinds: Mapping[str, str] = {}) -> str:
    """The loss and the first other metric of a kind: `loss 0.0440, accuracy 98.63 %`."""
    shown = (
        (figure_words(n.removeprefix(prefix), kinds), named_figure(n, metrics[n], kinds))
        for n in headline(metrics, prefix, kinds)
    )
    return ", ".join(f"{name} {text}" for name, text in shown)


def figure_words(name: str, kinds: Mapping[str, str]) -> str:
    """What is measured; a figure that a person has named keeps its name."""
    if name == TOTAL:
        return tr("loss")
    module = catalog().get(name) if kinds.get(name, name) == name else None
    return metric_words(module.title) if module else name


def figure(value: Any) -> str:
    """A number with four digits behind the point, or as few as tell it."""
    if not isinstance(value, int | float):
        return ""
    if not math.isfinite(value):
        return tr("not a number")
    is_plain = 1e-3 <= abs(value) < 1e4 or value == 0
    return with_minus(f"{value:.4f}" if is_plain else f"{value:.3g}")


def named_figure(name: str, value: Any, kinds: Mapping[str, str] = {}) -> str:
    """A figure as the rest of the window writes it: `0.0440`, an accuracy `98.63 %`.

    kinds: of metrics, as the record of the run has them.
    """
    is_number = isinstance(value, int | float)
    if is_number and 0 <= value <= 1 and is_figure_a_share(name, kinds):
        return percent_text(value)
    return figure(value)


def _number(field: str, title: str, get: Callable[[RunRecord], int]) -> Column:
    return Column(field, title, field, 76, lambda r: count_text(get(r)), is_number=True)


def _name(record: RunRecord) -> str:
    name = run_text(record.name)
    return tr("{name} (hidden)", name=name) if record.is_hidden else name


def _epochs(record: RunRecord) -> str:
    return "" if record.state == IMPORTED else record.progress


def _best(record: RunRecord) -> str:
    return figures(record.best, "val_", record.kinds)


def best_words(record: RunRecord) -> str:
    """Which epoch is the best one, and among which; empty where none is."""
    if not record.best:
        return ""
    if not record.best_since:
        return tr("Epoch {epoch}", epoch=record.best_epoch)
    return tr(
        "Epoch {epoch}, of those since epoch {first}: before it, the loss was another figure",
        epoch=record.best_epoch,
        first=record.best_since,
    )


def _test(record: RunRecord) -> str:
    return figures(record.metrics, "test_", record.kinds)


def _started(record: RunRecord) -> str:
    """Day and time; of another year the date, which tells it apart from this one's."""
    day, time = record.started[:10], record.started[11:16]
    return f"{day[5:]} {time}" if day[:4] == str(date.today().year) else day


def _duration(record: RunRecord) -> str:
    return "" if record.state == IMPORTED else took_text(record.seconds)
