"""Which samples train and which validate. Plain NumPy that stands alone: exports quote it."""

import zlib

from hornstudio.engine.lazy import np


def split_rows(count: int, share: float, seed: int) -> "tuple[np.ndarray, np.ndarray]":
    """Numbers of the rows to train on and of those kept back, both in the order of the file.

    count: how many samples. share: part kept back, from 0 to below 1.
    """
    rows = np.random.default_rng([seed, zlib.crc32(b"validation")]).permutation(count)
    kept = round(count * share)
    return np.sort(rows[: count - kept]), np.sort(rows[count - kept :])


def deal_rows(arrays: "dict[str, np.ndarray]", order: int) -> "dict[str, np.ndarray]":
    """The same samples in an order of their own; 0 keeps the order of the file."""
    if order == 0 or not arrays:
        return arrays
    count = len(next(iter(arrays.values())))
    rows = np.random.default_rng([order, zlib.crc32(b"order")]).permutation(count)
    return {name: array[rows] for name, array in arrays.items()}


def training_rows(rows: "np.ndarray", share: float, order: int, seed: int) -> "np.ndarray":
    """Those of some rows that train where a share of them validates, in the order of the file."""
    dealt = deal_rows({"rows": rows}, order)["rows"]
    return np.sort(dealt[split_rows(len(rows), share, seed)[0]])


def hold_back(
    arrays: "dict[str, np.ndarray]", own: "dict[str, np.ndarray]", share: float, seed: int
) -> "tuple[dict[str, np.ndarray], dict[str, np.ndarray]]":
    """Arrays to train on and to validate with: the latter `own`, or without any a share of all."""
    if own:
        return arrays, own
    count = len(next(iter(arrays.values())))
    rows, kept = split_rows(count, share, seed)
    held_back = {name: array[kept] for name, array in arrays.items()} if len(kept) else {}
    return {name: array[rows] for name, array in arrays.items()}, held_back
