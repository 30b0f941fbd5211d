"""Which samples train and which validate. Plain NumPy that stands alone: exports quote it."""

import zlib

import numpy as np


def split_rows(count: int, share: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Numbers of the rows to train on and of those kept back, both in the order of the file.

    count: how many samples. share: part kept back, from 0 to below 1.
    """
    rows = np.random.default_rng([seed, zlib.crc32(b"validation")]).permutation(count)
    kept = round(count * share)
    return np.sort(rows[: count - kept]), np.sort(rows[count - kept :])


def deal_rows(arrays: dict[str, np.ndarray], order: int) -> dict[str, np.ndarray]:
    """The same samples in an order of their own; 0 keeps the order of the file."""
    if order == 0:
        return arrays
    count = len(next(iter(arrays.values())))
    rows = np.random.default_rng([order, zlib.crc32(b"order")]).permutation(count)
    return {name: array[rows] for name, array in arrays.items()}
