"""Files that are chosen together become modules."""

from pathlib import Path

import numpy as np
import pytest

from hornstudio.engine.modules.arrays.choosing import is_of_arrays, settings_for


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["a.npz", "b.npz"], [{"path": "a.npz"}, {"path": "b.npz"}]),
        (["y.npy", "x.npy"], [{"path": "x.npy"}]),
        (["x.npy"], [{"path": "x.npy"}]),
        (["x_train.npy", "y_train.npy", "x_test.npy", "y_test.npy"], [{"path": "x_train.npy"}]),
        (
            ["x.npy", "y.npy", "odd.npy", "c.npz"],
            [{"path": n} for n in ("c.npz", "x.npy", "odd.npy")],
        ),
        (["left.npy", "right.npy"], [{"path": "left.npy"}, {"path": "right.npy"}]),
        (["images.npy", "digit.npy"], [{"path": "images.npy", "y": "digit"}]),
    ],
)
def test_what_belongs_together_becomes_one_module(tmp_path: Path, names, expected) -> None:
    for name in names:
        np.save(tmp_path / name, np.ones(2)) if name.endswith("npy") else None
    found = settings_for([tmp_path / name for name in names])
    assert found == [e | {"path": str(tmp_path / e["path"])} for e in expected]


def test_files_are_of_arrays_by_their_names(tmp_path: Path) -> None:
    for name in ("a.NPZ", "b.csv"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "c.npz").mkdir()
    assert [is_of_arrays(tmp_path / n) for n in ("a.NPZ", "b.csv", "c.npz", "d.npz")] == [
        True,
        False,
        False,
        False,
    ]
