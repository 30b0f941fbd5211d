"""What a run keeps of arrays, so that further ones are read as they were: shape, classes, scale."""

from collections.abc import Mapping
from typing import Any

from hornstudio.engine.lazy import np
from hornstudio.engine.modules.arrays.header import Header
from hornstudio.engine.modules.arrays.loading import classes_text, moments_for
from hornstudio.engine.modules.arrays.looking import target_plan
from hornstudio.engine.modules.arrays.survey import Look, Survey, recall, survey
from hornstudio.engine.params import Values
from hornstudio.engine.text import Text


def keep_arrays(p: Values, seed: int) -> dict[str, Any]:
    """What is in the arrays now, as JSON."""
    found = survey(p)
    moments = moments_for(p, seed)
    kept: dict[str, Any] = {
        "shape": _shape(found),
        "look": dict(found.look) if found.look else None,
    }
    kept["bounds"] = found.bounds
    kept["moments"] = [array.tolist() for array in moments] if moments else None
    return kept


def recall_arrays(p: Values, kept: Any) -> None:
    """Take it that these are the arrays, whatever their file holds. Raises: ValueError."""
    shape, look = _told(kept)
    headers = {"x": Header((0, *shape), np.dtype(np.float32), False)}
    if look is not None:
        headers["y"] = Header((0, *look["shape"]), np.dtype(np.float32), False)
    low_and_high, moments = kept.get("bounds"), None
    if kept.get("moments"):
        mean, spread = (np.array(array, np.float64) for array in kept["moments"])
        moments = (mean, spread)
    bounds = (low_and_high[0], low_and_high[1]) if low_and_high else None
    recall(p, Survey(headers=headers, look=look, bounds=bounds, moments=moments))


def why_other_arrays(p: Values, then: Values, kept: Any) -> Text | None:
    """Why weights that learned from the arrays as they were would misread them by now, or None.

    then: the params of that time. A file that cannot be read is not misread. Raises: ValueError.
    """
    shape, look = _told(kept)
    found = survey(p)
    if found.trouble is not None or "x" not in found.headers:
        return None
    if (now := _shape(found)) != shape:
        return Text(
            "each sample has the shape {now}; it was {before}", now=_said(now), before=_said(shape)
        )
    was, are = _classes(then, look), _classes(p, found.look)
    if was != are:
        return Text("the classes are {now}; they were {before}", now=are, before=was)
    return None


def _shape(found: Survey) -> list[int]:
    return list(found.headers["x"].shape[1:]) if "x" in found.headers else []


def _classes(p: Values, look: Look | None) -> str:
    if look is None:
        return Text("none")
    plan = target_plan(look, p["target_type"], p["renumber"])
    return classes_text(plan) if plan["is_class"] else Text("none")


def _said(shape: list[int]) -> str:
    return "×".join(map(str, shape)) or Text("a single number")


def _told(kept: Any) -> tuple[list[int], Mapping[str, Any] | None]:
    try:
        shape, look = list(kept["shape"]), kept["look"]
        if look is not None:
            target_plan(look, "auto", False)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise ValueError(f"{kept!r} tells of no arrays") from error
    return shape, look
