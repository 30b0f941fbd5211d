"""Targets: which classes they are, or why they cannot be any."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.modules.arrays.arrays import ARRAYS
from hornstudio.engine.shapes import Spec

from .array_files import values

ROWS = np.zeros((3, 2))


def specs(path: Path | str, **given: Any) -> dict[str, Spec]:
    return ARRAYS.infer_outputs(values(path, **given))


def saved(folder: Path, **arrays: Any) -> Path:
    np.savez(folder / "a.npz", **arrays)
    return folder / "a.npz"


@pytest.mark.parametrize(
    ("y", "given", "spec"),
    [
        (np.zeros((3, 2)), {}, Spec((2,))),
        (np.eye(3), {"target_type": "int"}, Spec((), "int32", classes=3, names=("0", "1", "2"))),
        (np.eye(3), {"target_type": "categorical"}, Spec((3,), names=("0", "1", "2"))),
        (np.eye(3), {}, Spec((3,))),
        (np.array([[1], [0], [1]]), {}, Spec((), "int32", classes=2, names=("0", "1"))),
        (np.array([5, -1, 5]), {"renumber": True}, Spec((), "int32", classes=2, names=("-1", "5"))),
        (np.array(["b", "a", "b"]), {}, Spec((), "int32", classes=2, names=("a", "b"))),
        (np.arange(12).reshape(3, 2, 2), {}, Spec((2, 2), "int32", classes=12)),
        (np.arange(6).reshape(3, 2), {"target_type": "categorical"}, Spec((2, 6))),
        (np.array([0.5, 1, 2]), {}, Spec((1,))),
        (np.array([True, False, True]), {}, Spec((), "int32", classes=2, names=("0", "1"))),
    ],
)
def test_targets_of_all_kinds(tmp_path: Path, y, given, spec: Spec) -> None:
    assert specs(saved(tmp_path, x=np.zeros((3, 2)), y=y), **given)["y"] == spec


@pytest.mark.parametrize(
    ("arrays", "given", "param", "told"),
    [
        (
            {"x": ROWS, "y": np.array(["a", "b", "a"])},
            {"target_type": "number"},
            "target_type",
            "y has words in it, such as a; need numbers, or classes",
        ),
        (
            {"x": ROWS, "y": np.array([0.5, 1, 2])},
            {"target_type": "int"},
            "target_type",
            "y has numbers with a fraction, which cannot be the numbers of classes",
        ),
        ({"x": ROWS, "y": np.array([1, 2, 3])}, {}, "y", "y has the class numbers 1, 2, 3; need 0"),
        ({"x": ROWS, "y": np.array([0, 1, 3])}, {}, "y", "y has the class numbers 0, 1, 3"),
        ({"x": ROWS, "y": np.array([-1, 0, 1])}, {}, "y", "y has the class numbers -1, 0, 1"),
        (
            {"x": ROWS, "y": np.array([[0, 1], [0, 1 << 40], [1, 1]])},
            {"target_type": "categorical"},
            "target_type",
            "y has numbers up to 1,099,511,627,776; the number of a class can be 999,999 at most",
        ),
        ({"x": ROWS, "y": np.full((3, 2), -1)}, {"target_type": "int"}, "y", "class numbers -1"),
    ],
)
def test_what_cannot_be_classes_is_refused_at_its_setting(
    tmp_path, arrays, given, param, told
) -> None:
    with pytest.raises(ShapeError) as refused:
        specs(saved(tmp_path, **arrays), **given)
    assert told in str(refused.value)
    assert refused.value.param == param


def test_too_many_values_are_no_classes(tmp_path: Path) -> None:
    x = np.zeros((1200, 2))
    words = saved(tmp_path, x=x, y=np.arange(1200).astype(str))
    with pytest.raises(ShapeError, match="y has more than 1,000 different values"):
        specs(words)
    whole = saved(tmp_path, x=x, y=np.arange(1200))
    assert specs(whole)["y"] == Spec((1,))
    assert specs(whole, target_type="int")["y"] == Spec((), "int32", classes=1200)
    with pytest.raises(ShapeError, match="y has more than 1,000 different values"):
        specs(whole, target_type="int", renumber=True)


@pytest.mark.parametrize("place", [0, 1])
def test_class_numbers_with_gaps_are_mended_in_one_click(tmp_path: Path, place: int) -> None:
    path = saved(tmp_path, x=ROWS, y=np.array([1, 2, 4]))
    with pytest.raises(ShapeError) as refused:
        specs(path)
    action = refused.value.remedies[place].action
    found = specs(path, **{action.param: action.value})["y"]
    assert found == [Spec((), "int32", classes=3, names=("1", "2", "4")), Spec((1,))][place]


def test_many_numbers_with_gaps_are_rather_numbers(tmp_path: Path) -> None:
    path = saved(tmp_path, x=np.zeros((300, 2)), y=np.arange(300) * 100)
    with pytest.raises(ShapeError) as refused:
        specs(path)
    labels = [str(remedy.label) for remedy in refused.value.remedies]
    assert labels == ["Take them as numbers", "Number them anew"]
