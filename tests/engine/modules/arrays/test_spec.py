"""Shapes that are seen before anything is loaded, and what does not fit."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.modules.arrays import survey as survey_module
from hornstudio.engine.modules.arrays.arrays import ARRAYS
from hornstudio.engine.modules.patience import in_a_hurry
from hornstudio.engine.shapes import Spec

from .array_files import small_pictures, values


def specs(path: Path | str, **given: Any) -> dict[str, Spec]:
    return ARRAYS.infer_outputs(values(path, **given))


def saved(folder: Path, **arrays: Any) -> Path:
    np.savez(folder / "a.npz", **arrays)
    return folder / "a.npz"


def test_shapes_and_classes_are_known_before_anything_is_loaded(tmp_path: Path) -> None:
    path = small_pictures(tmp_path / "a.npz")
    found = specs(path)
    assert found["x"] == Spec((4, 4))
    assert found["y"] == Spec((), "int32", classes=4, names=("0", "1", "2", "3"))
    assert specs(path, dtype="int32")["x"] == Spec((4, 4), "int32")
    found = specs(path, target_type="categorical")
    assert found["y"] == Spec((4,), names=("0", "1", "2", "3"))
    assert specs(path, target_type="number")["y"] == Spec((1,))


def test_one_number_for_each_sample_is_a_row(tmp_path: Path) -> None:
    assert specs(saved(tmp_path, x=np.zeros(3), y=np.zeros(3)))["x"] == Spec((1,))


def test_without_targets_y_is_x(tmp_path: Path) -> None:
    found = specs(saved(tmp_path, x=np.zeros((3, 5))))
    assert found["y"] == found["x"] == Spec((5,))


def test_without_the_file_a_graph_still_has_shapes(tmp_path: Path) -> None:
    found = specs(tmp_path / "elsewhere.npz")
    assert (found["x"], found["y"].is_label) == (Spec(("features",)), True)
    assert specs("", target_type="number")["y"] == Spec((1,))
    assert specs("", target_type="categorical")["y"] == Spec(("classes",))


def test_shapes_of_inputs_are_told_at_once_where_targets_take_a_while(tmp_path, monkeypatch):
    monkeypatch.setattr(survey_module, "_LARGE_BYTES", 10)
    path = small_pictures(tmp_path / "a.npz")
    with in_a_hurry():
        found = specs(path)
    assert (found["x"], found["y"].is_label) == (Spec((4, 4)), True)


ROWS = np.zeros((3, 2))


@pytest.mark.parametrize(
    ("arrays", "given", "param", "told"),
    [
        (
            {"a": ROWS, "b": ROWS, "y": ROWS},
            {},
            "x",
            "does not tell which of its arrays",
        ),
        ({"x": ROWS}, {"x": "X"}, "x", "has no array X; there are x"),
        ({"x": ROWS}, {"y": "labels"}, "y", "has no array labels; there are x"),
        ({"x": ROWS, "y": np.zeros(3)}, {"x_test": "x"}, "y_test", "names no targets for x"),
        ({"x": np.float32(3)}, {}, "x", "x is a single number; need a row for each sample"),
        ({"x": ROWS, "y": np.int64(3)}, {}, "y", "y is a single number"),
        ({"x": ROWS[:0], "y": np.zeros(0)}, {}, "x", "x is empty (0×2); need one sample or more"),
        ({"x": ROWS[:, :0], "y": np.zeros(3)}, {}, "x", "x is empty (3×0)"),
        ({"x": ROWS, "y": ROWS[:, :0]}, {}, "y", "y is empty (3×0)"),
        ({"x": ROWS, "y": np.zeros(2)}, {}, "y", "x has 3 samples, y has 2; need as many of each"),
        (
            {"x": ROWS, "y": np.zeros(3), "x_test": ROWS, "y_test": np.zeros(9)},
            {},
            "y_test",
            "x_test has 3 samples, y_test has 9",
        ),
        (
            {"x": ROWS, "y": np.zeros(3), "x_test": np.zeros((3, 4)), "y_test": np.zeros(3)},
            {},
            "x_test",
            "a sample of x_test is 4 numbers, one of x is 2 numbers; need the same",
        ),
        ({"x": np.array(["a", "b"]), "y": np.zeros(2)}, {}, "x", "x has words in it"),
        ({"x": ROWS}, {"dtype": "int32", "scaling": "standardize"}, "scaling", "have fractions"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_setting(tmp_path, arrays, given, param, told) -> None:
    with pytest.raises(ShapeError) as refused:
        specs(saved(tmp_path, **arrays), **given)
    assert told in str(refused.value)
    assert refused.value.param == param


def test_a_wrong_name_and_an_unknown_one_are_mended_in_one_click(tmp_path: Path) -> None:
    path = saved(tmp_path, left=ROWS, right=ROWS, y=np.zeros(3))
    with pytest.raises(ShapeError) as refused:
        specs(path)
    assert [remedy.action.value for remedy in refused.value.remedies] == ["left", "right"]
    with pytest.raises(ShapeError) as refused:
        specs(path, x="lefd")
    assert [remedy.action.value for remedy in refused.value.remedies] == ["left"]
