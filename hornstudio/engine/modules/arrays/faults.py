"""Numbers that nothing can be learned from, found and named before a training begins."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hornstudio.engine.errors import DataError
from hornstudio.engine.lazy import np
from hornstudio.engine.modules.arrays.looking import BLOCK_NUMBERS
from hornstudio.engine.text import Text, at_path

_LOW, _HIGH = -(1 << 31), (1 << 31) - 1


def why_no_numbers(name: str, array: Any) -> Text | None:
    """Which numbers of an array are none, or too large for the 32 bits of a network; or None."""
    if array.dtype.kind != "f":
        return None
    count, first = 0, ""
    for start, block in _blocks(array):
        with np.errstate(over="ignore"):
            odd = ~np.isfinite(block.astype(np.float32))
        if odd.any():
            first = first or _told(name, start, block, odd)
            count += int(odd.sum())
    if not count:
        return None
    return Text(
        "numbers in {name} that are missing (nan), infinite or too large for 32 bits: {count}; "
        "the first is {first}, counted from 0. Leave such samples out, or put a number there, as "
        "numpy.nan_to_num does",
        name=name,
        count=f"{count:,}",
        first=first,
    )


def why_no_whole_numbers(name: str, array: Any) -> Text | None:
    """Which number of an array is no whole one of 32 bits; or None."""
    if array.dtype.kind in "biu" and array.dtype.itemsize < 4:
        return None
    for start, block in _blocks(array):
        block = block.astype(np.float64) if block.dtype.kind == "f" else block
        odd = (block < _LOW) | (block > _HIGH) | (block != np.floor(block))
        if odd.any():
            return Text(
                "{first}, counted from 0, is no whole number of 32 bits; let dtype be float32, or "
                "put whole numbers there",
                first=_told(name, start, block, odd),
            )
    return None


def refuse(reason: Text | None) -> None:
    """Raises: DataError where there is a reason to."""
    if reason is not None:
        raise DataError(reason)


@contextmanager
def naming(file: Path) -> Iterator[None]:
    """What is refused meanwhile is refused with the name of the file. Raises: DataError."""
    try:
        yield
    except DataError as error:
        raise DataError(at_path(str(file), error.text)) from None


def _blocks(array: Any) -> Iterator[tuple[int, "np.ndarray"]]:
    size = max(1, BLOCK_NUMBERS // max(1, array[:1].size))
    for start in range(0, len(array), size):
        yield start, np.asarray(array[start : start + size])


def _told(name: str, start: int, block: "np.ndarray", odd: "np.ndarray") -> str:
    """`x_train[3, 17] = nan`."""
    row, *place = (int(n) for n in np.argwhere(odd)[0])
    return f"{name}[{', '.join(map(str, [start + row, *place]))}] = {block[(row, *place)]:g}"
