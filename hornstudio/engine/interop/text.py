"""JSON of unknown origin as plain data, in bounded time and depth."""

import json
import math
from typing import Any

from hornstudio.engine.disk.reason import reason_of
from hornstudio.engine.errors import FileError
from hornstudio.engine.text import Text

DEEPEST = 256
"""Lists and objects within one another; models within models need about ten for each."""
DEEPEST_KEPT = 24
LONGEST_KEPT = 10_000
"""Depth and number of values of the settings that a placeholder keeps."""


def parse_json(content: bytes | str, what: str) -> Any:
    """Data of a JSON text. what: names it in errors. Raises: FileError."""
    try:
        data = json.loads(content)
    except RecursionError:
        raise FileError("{what} is nested too deep", what=what) from None
    except ValueError as error:
        is_known = isinstance(error, json.JSONDecodeError | UnicodeDecodeError)
        reason = reason_of(error) if is_known else Text("a number in it is too long")
        raise FileError(
            "{what} cannot be read: {reason}; save the model again", what=what, reason=reason
        ) from None
    if depth_exceeds(data, DEEPEST):
        raise FileError("{what} is nested too deep", what=what)
    return data


def depth_exceeds(data: Any, most: int) -> bool:
    """Whether lists and objects lie within one another more than so many times."""
    level = [data]
    for _ in range(most):
        level = [item for parent in level for item in _items(parent)]
        if not level:
            return False
    return True


def _items(parent: Any) -> list[Any]:
    if isinstance(parent, dict):
        return list(parent.values())
    return list(parent) if isinstance(parent, list) else []


def keepable(data: Any) -> Any:
    """Settings as a placeholder keeps them: what a file can hold; None where that is too much."""
    if depth_exceeds(data, DEEPEST_KEPT) or _count(data) > LONGEST_KEPT:
        return None
    return _written(data)


def _count(data: Any) -> int:
    level, count = [data], 0
    while level and count <= LONGEST_KEPT:
        count += len(level)
        level = [item for parent in level for item in _items(parent)]
    return count


def _written(data: Any) -> Any:
    if isinstance(data, dict):
        return {str(key): _written(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_written(value) for value in data]
    is_lost = isinstance(data, float) and not (math.isfinite(data) and abs(data) <= 1e300)
    is_huge = isinstance(data, int) and abs(data) > 10**300
    return str(data) if is_lost or is_huge else data
