"""How a graph is trained, as its file holds it: settings with bounds, and a list of callbacks.

A setting is declared here once, and is a field of the same name of `graph.Training`; the file,
the command line, the window and the record of a run take it from here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.errors import ParamError
from hornstudio.engine.graph import EMPTY, Held, Training, freeze
from hornstudio.engine.module import CALLBACK
from hornstudio.engine.params import Choice, Flag, Float, Int, Param, complete, faults
from hornstudio.engine.text import Text, at_path, unfit

EPOCHS = Int(name="epochs", default=5, low=1, high=1_000_000, help="Passes over the data.")
BATCH_SIZE = Int(
    name="batch_size", default=32, low=1, high=1_000_000, unit="samples", help="Samples a step."
)
SEED = Int(
    name="seed",
    default=0,
    low=0,
    high=2**31 - 1,
    help="Start of all randomness: the same seed gives the same numbers.",
)
CHECKPOINT_MINUTES = Float(
    name="checkpoint_minutes",
    default=5.0,
    low=0.0,
    high=10_000.0,
    unit="minutes",
    title="Checkpoint every",
    help="A checkpoint within an epoch comes at least this often; 0 for only at its end.",
)
FLOAT32 = "float32"
MIXED = "mixed_bfloat16"
PRECISION = Choice(
    name="precision",
    default=FLOAT32,
    options=(FLOAT32, MIXED),
    help="Numbers that layers compute with. mixed_bfloat16 takes half the memory and is faster on "
    "graphics cards, at two to three digits; weights, losses and metrics keep their seven. On most "
    "processors it is slower.",
)
GRADIENT_ACCUMULATION = Int(
    name="gradient_accumulation",
    default=1,
    low=1,
    high=10_000,
    unit="batches",
    help="Batches whose gradients are averaged for one update of the weights: as a batch so many "
    "times as large, in the memory of one.",
)
REMATERIALIZE = Flag(
    name="rematerialize",
    default=False,
    help="Work out again on the way back what layers gave, instead of keeping it: less memory, "
    "about a third more time, the same numbers.",
)

ONE_DEVICE = "one"
ALL_DEVICES = "all"
DEVICES = Choice(
    name="devices",
    default=ONE_DEVICE,
    options=(ONE_DEVICE, ALL_DEVICES),
    help="all: every graphics card of the computer takes a share of each batch, and each step is "
    "that of the whole batch. It pays where a step is long: large networks and batches.",
)

MAIN_PARAMS: tuple[Int, ...] = (EPOCHS, BATCH_SIZE, SEED)
"""What is always in sight and in every file, whatever its value."""

STEP_PARAMS: tuple[Param, ...] = (PRECISION, GRADIENT_ACCUMULATION, REMATERIALIZE, DEVICES)
"""How a step is computed: a program is compiled for each way."""

ADVANCED_PARAMS: tuple[Param, ...] = (*STEP_PARAMS, CHECKPOINT_MINUTES)
"""What most people leave alone; the window folds it away."""

TRAINING_PARAMS: tuple[Param, ...] = (*MAIN_PARAMS, *ADVANCED_PARAMS)
"""Every setting; those that are not in `MAIN_PARAMS` stand in a file only where they were set."""


def share_of_devices(training: Training, found: int) -> tuple[int, str]:
    """How many of so many devices a training computes on, and why.

    Of all that there are, as many as share a batch evenly: any other way would either leave out
    samples or count some of them twice. Of a single one it says nothing.
    """
    if found <= 1:
        return 1, ""
    if training.devices != ALL_DEVICES:
        return 1, Text("one of {all}; set Devices to all to use every one", all=found)
    count = max(n for n in range(1, found + 1) if training.batch_size % n == 0)
    if count == found:
        return count, Text("all that there are")
    why = Text(
        "{count} of {all}, because a batch of {size} cannot be shared evenly by more",
        count=count,
        all=found,
        size=training.batch_size,
    )
    return count, why


def training_json(training: Training) -> dict[str, Any]:
    """The settings as plain data, in a stable order; then the callbacks, where there are any."""
    data = settings_json(training)
    if training.callbacks:
        data["callbacks"] = [_held_json(held) for held in training.callbacks]
    return data | dict(training.extra)


def settings_json(training: Training) -> dict[str, Any]:
    """The settings alone."""
    return {
        param.name: param.to_json(value)
        for param in TRAINING_PARAMS
        if (value := getattr(training, param.name)) != param.default or param in MAIN_PARAMS
    }


def _held_json(held: Held) -> dict[str, Any]:
    return {"kind": held.kind} | ({"params": dict(held.params)} if held.params else {})


def read_training(raw: Mapping[str, Any], modules: Catalog) -> tuple[Training, list[Text]]:
    """The training of a file's data, and every fault with its path.

    Callbacks of a kind that is missing are kept as they are; the check of the graph names them.
    """
    known = {param.name for param in TRAINING_PARAMS}
    given = {key: value for key, value in raw.items() if key in known}
    found = [at_path("training", e.text) for e in faults(TRAINING_PARAMS, given, modules.find)]
    callbacks, more = _read_callbacks(raw.get("callbacks", []), modules)
    if found or more:
        return Training(), found + more
    values = complete(TRAINING_PARAMS, given, modules.find)
    extra = freeze({k: v for k, v in raw.items() if k not in known and k != "callbacks"})
    return Training(**values, callbacks=callbacks, extra=extra), []


_HELD = '{"kind": ..., "params": {...}}'


def _read_callbacks(raw: Any, modules: Catalog) -> tuple[tuple[Held, ...], list[Text]]:
    if not isinstance(raw, list):
        return (), [at_path("training.callbacks", unfit(raw, Text("a list")))]
    held = [_held(item) for item in raw]
    found = [
        at_path(
            f"training.callbacks[{i}]", unfit(item, Text("{object}, or only a kind", object=_HELD))
        )
        for i, item in enumerate(raw)
        if held[i] is None
    ]
    callbacks = tuple(each for each in held if each is not None)
    return callbacks, found or [
        Text("{place}.{reason}", place=place, reason=error.text)
        for place, error in callback_faults(callbacks, modules)
    ]


def _held(raw: Any) -> Held | None:
    if isinstance(raw, str):
        raw = {"kind": raw}
    if not isinstance(raw, dict) or set(raw) - {"kind", "params"}:
        return None
    kind, params = raw.get("kind"), raw.get("params", {})
    if not isinstance(kind, str) or not kind or not isinstance(params, dict):
        return None
    return Held(kind, freeze(params) if params else EMPTY)


def callback_faults(
    callbacks: tuple[Held, ...], modules: Catalog
) -> Iterator[tuple[str, ParamError]]:
    """Every bad param of callbacks whose kind is known, with the callback's path."""
    for i, held in enumerate(callbacks):
        module = modules.modules.get((CALLBACK, held.kind))
        for error in faults(module.params, held.params, modules.find) if module else ():
            yield f"training.callbacks[{i}]", error


def with_settings(training: Training, wishes: Mapping[str, Any]) -> Training:
    """The training with some settings changed. Raises: ParamError for the first bad value."""
    now = {param.name: getattr(training, param.name) for param in TRAINING_PARAMS}
    return replace(training, **complete(TRAINING_PARAMS, now | dict(wishes), _no_nested))


def _no_nested(category: str, kind: str) -> Any:
    raise LookupError(f"training settings hold no {category}")
