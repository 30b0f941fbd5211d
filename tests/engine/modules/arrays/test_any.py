"""Arrays of any type, layout and shape: the rule, what is trained on, and what a script loads."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from hornstudio.engine.errors import DataError, ShapeError
from hornstudio.engine.modules.arrays import loading, looking, opening
from hornstudio.engine.modules.arrays.arrays import ARRAYS
from hornstudio.engine.modules.arrays.loading import load_arrays, open_arrays

from .array_files import given as given_of
from .array_files import values

NUMBERS = ("?", "u1", "i1", ">i2", "u4", "<i8", "u8", "f2", ">f4", "f8")


@st.composite
def files(draw: Any) -> tuple[dict[str, np.ndarray], Callable[..., None], dict[str, Any]]:
    """Arrays by their names, how they are saved, and settings to read them by."""
    rows = draw(st.lists(st.integers(1, 3), max_size=3))
    kind, lay = draw(st.sampled_from(NUMBERS)), draw(st.sampled_from([np.array, np.asfortranarray]))
    target = draw(st.sampled_from((*NUMBERS, "U2", "S2")))
    target_rows = draw(st.sampled_from([(), (1,), (2,), (2, 2)]))
    parts = ["_train", *draw(st.sets(st.sampled_from(["_val", "_test"])))]
    found = {}
    for part in parts:
        count = draw(st.integers(1, 9))
        small = {"elements": {"min_value": 0, "max_value": 3}} if draw(st.booleans()) else {}
        drawn = arrays.arrays(np.dtype(target), (count, *target_rows), **_elements(target, small))
        found[f"x{part}"] = lay(draw(arrays.arrays(np.dtype(kind), (count, *rows))))
        found[f"y{part}"] = lay(draw(drawn))
    params = {
        "scaling": draw(st.sampled_from(["none", "divide_by_255", "standardize"])),
        "target_type": draw(st.sampled_from(["auto", "int", "categorical", "number"])),
        "renumber": draw(st.booleans()),
        "test_split": draw(st.sampled_from([0.0, 0.4])),
    }
    if params["scaling"] == "none":
        params["dtype"] = draw(st.sampled_from(["float32", "int32"]))
    return found, draw(st.sampled_from([np.savez, np.savez_compressed])), params


def _elements(kind: str, small: dict[str, Any]) -> dict[str, Any]:
    """Class numbers from 0 on, where the type has any."""
    return small if np.dtype(kind).kind in "iuf" else {}


@pytest.mark.parametrize("is_large", [False, True])
@settings(max_examples=120, deadline=None)
@given(file=files())
def test_the_rule_the_engine_and_a_script_agree(is_large: bool, file: Any) -> None:
    found, save, params = file
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        if is_large:
            patch.setattr(loading, "SMALL_BYTES", 1)
            patch.setattr(opening, "LARGE_BYTES", 1)
            patch.setattr(looking, "BLOCK_NUMBERS", 5)
        path = Path(folder) / "a.npz"
        save(path, **found)
        p = values(path, **params)
        if ARRAYS.own.why_not(p):
            return
        try:
            specs = ARRAYS.infer_outputs(p)
            ours = open_arrays(**given_of(p))
        except (ShapeError, DataError):
            return
        theirs = load_arrays(None, **given_of(p))
        counts = ARRAYS.examples(p)
        for mine, other, count in zip(ours, theirs, counts, strict=True):
            assert mine.keys() == other.keys()
            assert len(mine.get("x", ())) == len(mine.get("y", ())) == count
            for port, array in mine.items():
                assert array.shape[1:] == specs[port].shape
                assert array.dtype == specs[port].dtype == other[port].dtype
                np.testing.assert_array_equal(array[:], other[port])
                if specs[port].classes:
                    assert array[:].min() >= 0
                    assert array[:].max() < specs[port].classes
