"""Comparing trees of arrays bit for bit. For tests only."""

from typing import Any

import numpy as np


def assert_equal_trees(one: Any, two: Any, place: str = "") -> None:
    """Both hold the same arrays at the same places."""
    if isinstance(one, dict):
        assert one.keys() == two.keys(), place
        for key, value in one.items():
            assert_equal_trees(value, two[key], f"{place}/{key}")
    elif isinstance(one, list):
        assert len(one) == len(two), place
        for i, value in enumerate(one):
            assert_equal_trees(value, two[i], f"{place}/{i}")
    else:
        assert np.array_equal(one, two), place
