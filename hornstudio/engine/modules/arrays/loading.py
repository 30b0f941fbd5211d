"""The samples of arrays: loaded whole, or read from the disk where they are large."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from hornstudio.engine.errors import DataError
from hornstudio.engine.lazy import np
from hornstudio.engine.modules.arrays.converted import Converted
from hornstudio.engine.modules.arrays.encoding import as_inputs, as_targets, moments_of
from hornstudio.engine.modules.arrays.faults import (
    naming,
    refuse,
    why_no_numbers,
    why_no_whole_numbers,
)
from hornstudio.engine.modules.arrays.looking import look_at_targets, row_blocks, target_plan
from hornstudio.engine.modules.arrays.naming import assign_names
from hornstudio.engine.modules.arrays.opening import home_of, open_array
from hornstudio.engine.modules.arrays.reading import (
    array_names,
    find_arrays,
    own_name,
    read_array,
)
from hornstudio.engine.modules.arrays.survey import (
    Moments,
    Survey,
    key_of,
    no_text,
    plan_of,
    stamps_of,
    survey,
    survey_now,
)
from hornstudio.engine.modules.note import noted, write_down
from hornstudio.engine.modules.split import training_rows
from hornstudio.engine.modules.tables.encoding import held_out
from hornstudio.engine.params import Values
from hornstudio.engine.text import Text

SMALL_BYTES = 1 << 30
"""Samples that take less, as the numbers that a network gets, are in memory."""

_moments: dict[tuple[object, ...], Moments] = {}
_FORMAT = "1"  # of what is kept on disk


def load_arrays(
    find,
    *,
    path,
    x,
    y,
    x_val,
    y_val,
    x_test,
    y_test,
    dtype,
    scaling,
    target_type,
    renumber,
    test_split,
    validation_split,
    order,
    seed,
):
    """Samples to train, test and validate with.

    x [N, ...], scaled by those that train; y [N], the number of a class, or that one-hot [N,
    classes], or numbers [N, ...]. Without targets y is x. seed: draws what is kept back to validate
    with.
    """
    file = find_arrays(path)
    given = {"x": x, "y": y, "x_val": x_val, "y_val": y_val, "x_test": x_test, "y_test": y_test}
    names = assign_names(array_names(file), own_name(file), given)
    arrays = {key: read_array(file, name) for key, name in names.items() if name}
    train, test = dealt_rows(len(arrays["x"]), has_part(arrays, "_test"), test_split)
    share = 0.0 if has_part(arrays, "_val") else validation_split
    learned = training_rows(train, share, order, seed)
    moments = moments_of(arrays["x"], learned) if scaling == "standardize" else None
    plan = target_plan(look_at_targets(arrays["y"]), target_type, renumber) if names["y"] else None
    parts = []
    for part, rows in (("", train), ("_test", test), ("_val", np.arange(0))):
        source = part if has_part(arrays, part) else ""
        chosen = slice(None) if source else rows
        inputs = as_inputs(arrays[f"x{source}"][chosen], dtype, scaling, moments)
        targets = as_targets(arrays[f"y{source}"][chosen], plan) if plan else inputs
        parts.append({"x": inputs, "y": targets} if len(inputs) else {})
    return tuple(parts)


def has_part(arrays, part):
    """Whether a part, "_val" or "_test", has arrays of its own, and targets where others have."""
    return f"x{part}" in arrays and ("y" not in arrays or f"y{part}" in arrays)


def dealt_rows(count, has_test, test_split):
    """Numbers of the rows to train and to test with."""
    if has_test:
        return np.arange(count), np.arange(0)
    is_test = held_out(count, test_split)
    return np.flatnonzero(~is_test), np.flatnonzero(is_test)


def open_arrays(**params: Any) -> tuple[dict[str, Any], ...]:
    """The same, but what is large is read when it is wanted.

    Raises: DataError where a file cannot be read, or has what nothing can be learned from.
    """
    p = Values(params)
    found, known = survey_now(p), survey(p)
    refuse(found.trouble)
    file = find_arrays(p.path)
    arrays = {key: open_array(file, name) for key, name in _used(found).items()}
    plan = plan_of(p, known.look) if known.look is not None else None
    for key, array in arrays.items():
        _refuse_faults(p, found.assigned[key], array, plan if key.startswith("y") else None)
    train, test = dealt_rows(found.count, found.has("_test"), p.test_split)
    if not len(train):
        raise DataError(
            "test_split is {share}, which leaves none of {count} samples to train on; need a "
            "smaller share",
            share=p.test_split,
            count=found.count,
        )
    moments = moments_for(p, p.seed, arrays["x"])
    made: list[dict[str, Any]] = []
    for part, rows in (("", train), ("_test", test), ("_val", np.arange(0))):
        source = part if found.has(part) else ""
        rows = None if source else rows
        made.append(_part(p, found, arrays, source, rows, moments, plan))
    return _in_memory(made)


def _used(found: Survey) -> dict[str, str]:
    """Arrays that samples are made of."""
    parts = [part for part in ("", "_val", "_test") if found.has(part)]
    return {k: n for k, n in found.assigned.items() if k[1:] in parts and k in found.headers}


def _part(
    p: Values,
    found: Survey,
    arrays: Mapping[str, "np.ndarray"],
    source: str,
    rows: "np.ndarray | None",
    moments: Moments | None,
    plan: dict[str, Any] | None,
) -> dict[str, Any]:
    """One part of the samples, none of it made yet; {} where it has none."""
    if rows is not None and not len(rows):
        return {}
    scale = partial(as_inputs, dtype=p.dtype, scaling=p.scaling, moments=moments)
    name = found.assigned[f"x{source}"]
    inputs = Converted(arrays[f"x{source}"], rows, scale, f"{name} {rows is None}")
    if plan is None:
        return {"x": inputs, "y": inputs}
    name = found.assigned[f"y{source}"]
    encode = partial(encoded, file=_home(p, name), name=name, plan=plan)
    return {"x": inputs, "y": Converted(arrays[f"y{source}"], rows, encode, name)}


def _home(p: Values, name: str) -> Path:
    return home_of(find_arrays(p["path"]), name)


def encoded(y: "np.ndarray", file: Path, name: str, plan: dict[str, Any]) -> "np.ndarray":
    """`as_targets`, where every class must be known. Raises: DataError that names the file."""
    with naming(file):
        _refuse_unknown(y, name, plan)
    return as_targets(y, plan)


def _refuse_unknown(y: "np.ndarray", name: str, plan: dict[str, Any]) -> None:
    """Raises: DataError for words that cannot be read, and for a class that is not known."""
    try:
        numbers = as_targets(y, plan | {"to_one_hot": False})
    except UnicodeError:
        raise DataError(no_text(name)) from None
    if plan["is_class"]:
        flat = y[:, 0] if y.ndim == 2 and y.shape[1] == 1 else y
        odd = (numbers < 0) | (numbers >= plan["classes"])
        if plan["values"] is None and not plan["is_one_hot"]:
            odd |= numbers != flat
        if odd.any():
            raise DataError(
                "{name} has the class {value}, which the samples to train on do not have; there "
                "are {classes}",
                name=name,
                value=str(flat[tuple(np.argwhere(odd)[0])]),
                classes=classes_text(plan),
            )


def classes_text(plan: Mapping[str, Any]) -> Text:
    """`0 to 9`, or the values of the classes."""
    if plan["values"] is None:
        return Text("{low} to {high}", low=0, high=plan["classes"] - 1)
    shown = ", ".join(map(str, plan["values"][:10]))
    return Text("{words}", words=shown + (" …" if len(plan["values"]) > 10 else ""))


def _in_memory(parts: list[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """All samples in memory, where they are few enough; each array once."""
    all_of = {id(array): array for part in parts for array in part.values()}
    if sum(array.nbytes for array in all_of.values()) > SMALL_BYTES:
        return tuple(parts)
    made = {name: array.in_memory() for name, array in all_of.items()}
    return tuple({port: made[id(array)] for port, array in part.items()} for part in parts)


def _refuse_faults(p: Values, name: str, array: "np.ndarray", plan: dict[str, Any] | None) -> None:
    """Raises: DataError. A large file that was found good is not read again until it changes.

    plan: of targets; None for inputs.
    """
    told = [_FORMAT, name, p.dtype, repr(plan), *map(str, stamps_of(p))]
    if isinstance(array, np.memmap) and noted("arrays", told, bool):
        return
    is_whole = plan is None and p.dtype == "int32"
    with naming(_home(p, name)):
        refuse((why_no_whole_numbers if is_whole else why_no_numbers)(name, array))
        if plan is not None and plan["is_class"]:
            for block in row_blocks(array):
                _refuse_unknown(block, name, plan)
    if isinstance(array, np.memmap):
        write_down("arrays", told, True)


def moments_for(p: Values, seed: int = 0, array: "np.ndarray | None" = None) -> Moments | None:
    """Mean and spread of the inputs to train on, where these are scaled by them.

    seed: by which those to validate with are drawn; what a run has kept needs none. array: the
    inputs, where they are open already. Raises: DataError.
    """
    if p["scaling"] != "standardize":
        return None
    if (known := survey(p).moments) is not None:
        return known
    found = survey_now(p)
    share = 0.0 if found.has("_val") else p["validation_split"]
    split = (share, p["order"], seed)
    told = (_FORMAT, *key_of(p), *map(str, split), *map(str, stamps_of(p)))
    if told not in _moments:
        kept = noted("arrays", told, tuple[list[float], list[float]])
        if kept is None:
            file = find_arrays(p["path"])
            inputs = open_array(file, found.assigned["x"]) if array is None else array
            train, _ = dealt_rows(found.count, found.has("_test"), p["test_split"])
            mean, spread = moments_of(inputs, training_rows(train, *split))
            kept = (mean.tolist(), spread.tolist())
            write_down("arrays", told, kept)
        _moments.clear()
        _moments[told] = (np.array(kept[0]), np.array(kept[1]))
    return _moments[told]
