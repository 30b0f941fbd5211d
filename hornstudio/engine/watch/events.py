"""What a run tells, as plain values; they cross process borders as they are.

Metrics are floats by name: `loss` is the total that the optimizer lowers (penalties included),
other losses and metrics go by their node id; `val_` before validation, `test_` before test figures.
Epochs and steps count from 1. Times are in seconds.
"""

from typing import Annotated, Any

import msgspec

Count = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
LONGEST_S = 1e12
Seconds = Annotated[float, msgspec.Meta(ge=0.0, le=LONGEST_S)]
"""Bounds of what is read: a damaged line may tell any number, and no float counts farther."""


class Event(msgspec.Struct, frozen=True, tag_field="event", tag=str.lower, kw_only=True):
    """Root of all events of a run."""


class Preparing(Event, frozen=True, kw_only=True):
    """Something takes a while before the first step: `what` in words; done of total, or 0 of 0."""

    what: str
    done: Count = 0
    total: Count = 0


class Knob(Event, frozen=True, kw_only=True):
    """Something was turned after so many steps of an epoch. old, new: as JSON holds them.

    node: in a graph with composites the node of the unfolded graph. param: its name,
    `learning_rate.factor` where a schedule gives the rate, or `frozen`. changes: names of figures
    that are others from here on, and not to be compared with those before.
    """

    node: str
    param: str
    old: Any
    new: Any
    epoch: Count
    step: Count
    changes: list[str] = []


class Started(Event, frozen=True, kw_only=True):
    """Training begins. `source` names the data in use; `steps` are updates in an epoch.

    data_hash: SHA-256 of the data and of how it is split. first_epoch, first_step: where it
    begins; first_step steps of that epoch were taken before. notes: what is worth knowing about
    that, in words. knobs: what had been turned before. seconds_before: what the run took before
    it was gone on with.
    """

    run: str
    epochs: Count
    batch_size: Count
    seed: int
    steps: Count
    samples: Count
    validation_samples: Count
    test_samples: Count
    weights: Count
    device: str
    why_device: str = ""
    source: str
    data_hash: str = ""
    first_epoch: Count = 1
    first_step: Count = 0
    notes: list[str] = []
    knobs: list[Knob] = []
    seconds_before: Seconds = 0.0


class Step(Event, frozen=True, kw_only=True):
    """Progress within an epoch, some 20 times a second: means over the steps since the last.

    waiting: share of the epoch's time so far in which the device waited for samples.
    """

    epoch: Count
    step: Count
    metrics: dict[str, float]
    samples_per_second: float
    seconds: Seconds
    seconds_left: float
    waiting: float = 0.0


class Epoch(Event, frozen=True, kw_only=True):
    """An epoch is over: means over the epoch, and validation figures with `val_`.

    waiting: share of the seconds in which the device waited for samples. learning_rate: of its last
    step; null where the optimizer has none.
    """

    epoch: Count
    seconds: Seconds
    metrics: dict[str, float]
    waiting: float = 0.0
    learning_rate: float | None = None


class Statistics(Event, frozen=True, kw_only=True):
    """What the step after so many of an epoch looks like inside; every second at most.

    nodes: by node, as far as they apply: `mean` and `spread` (standard deviation) of what it gives
    out, `dead`, the share of its units that are 0 for the whole batch, `weight_norm`,
    `gradient_norm`, and `update_ratio`, the norm of the update by that of the weights. wires: by
    `node.port`, the norm of the gradient that flows back into it. overall: `gradient_norm`,
    `update_ratio`, `learning_rate`, and `memory_bytes` of the device. What is not finite is left
    out.
    """

    epoch: Count
    step: Count
    nodes: dict[str, dict[str, float]]
    wires: dict[str, float]
    overall: dict[str, float]


class Declined(Event, frozen=True, kw_only=True):
    """Something was not turned, and why."""

    node: str
    param: str
    reason: str


class Checkpointed(Event, frozen=True, kw_only=True):
    """A checkpoint was written; step 0: of the whole epoch."""

    epoch: Count
    path: str
    step: Count = 0


class Note(Event, frozen=True, kw_only=True):
    """Something has been done about the run, in words: its weights or its pace are others."""

    what: str


class Finished(Event, frozen=True, kw_only=True):
    """The run is over; test figures have `test_`.

    stopped: a person has ended it before its time. reason: why it did so by itself, in words.
    seconds: since it began or was gone on with, without pauses. remarks: what is to be known about
    its figures, in words; each was told as a Note, too. ends_with: the epoch whose weights were
    taken back, which the figures are of; 0: none were.
    """

    run: str
    epochs: Count
    seconds: Seconds
    metrics: dict[str, float]
    stopped: bool = False
    reason: str = ""
    remarks: list[str] = []
    ends_with: Count = 0


class Failed(Event, frozen=True, kw_only=True):
    """The run cannot go on. `node`: where, if known. `substitute`: data kind to use instead.

    `missing` is the data node's kind whose files could not be found.
    """

    reason: str
    node: str = ""
    missing: str = ""
    substitute: str = ""
    traceback: str = ""


AnyEvent = (
    Preparing
    | Started
    | Step
    | Epoch
    | Knob
    | Declined
    | Statistics
    | Checkpointed
    | Note
    | Finished
    | Failed
)

ENDINGS: tuple[type[Event], ...] = (Finished, Failed)
