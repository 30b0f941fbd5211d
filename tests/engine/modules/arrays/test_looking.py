"""What targets are, and how they become numbers for a network."""

import json
from typing import Any

import numpy as np
import pytest

from hornstudio.engine.modules.arrays import looking
from hornstudio.engine.modules.arrays.looking import (
    MOST_VALUES,
    look_at_targets,
    row_blocks,
    target_plan,
)


def plan(y: Any, target_type: str = "auto", renumber: bool = False) -> dict[str, Any]:
    return target_plan(look_at_targets(np.asarray(y)), target_type, renumber)


def test_blocks_hold_all_rows_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "BLOCK_NUMBERS", 6)
    array = np.arange(15).reshape(5, 3)
    assert [len(block) for block in row_blocks(array)] == [2, 2, 1]
    assert np.concatenate(list(row_blocks(array, np.array([4, 0, 1]))))[:, 0].tolist() == [12, 0, 3]


@pytest.mark.parametrize("kind", ["?", "u1", ">i8", "u8", "f2", "f4", "f8", "g", "U2", "S2"])
def test_a_look_can_be_kept_with_a_run(kind: str) -> None:
    look = look_at_targets(np.array([1, 0, 1]).astype(kind))
    assert json.loads(json.dumps(look)) == look | {"shape": []}


def test_a_look_is_the_same_in_blocks_of_any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = np.random.default_rng(0)
    arrays = [
        draw.integers(-3, 9, 50),
        draw.normal(size=(50, 2)).astype(np.float16),
        np.eye(5, dtype=bool)[draw.integers(0, 5, 50)],
        draw.choice(["cat", "dog"], 50).astype("S"),
        draw.integers(0, 5000, 3000).astype(">i8"),
    ]
    whole = [look_at_targets(array) for array in arrays]
    monkeypatch.setattr(looking, "BLOCK_NUMBERS", 7)
    assert [look_at_targets(array) for array in arrays] == whole


def test_what_is_told_of_targets() -> None:
    look = look_at_targets(np.array([3, 1, 3], np.uint8))
    assert (look["low"], look["high"], look["values"]) == (1, 3, [1, 3])
    assert (look["is_whole"], look["is_integer"], look["is_text"]) == (True, True, False)
    look = look_at_targets(np.array([1.0, 2.0]))
    assert (look["is_whole"], look["is_integer"]) == (True, False)
    assert not look_at_targets(np.array([1.0, 2.5]))["is_whole"]
    assert look_at_targets(np.array(["b", "a", "b"]))["values"] == ["a", "b"]
    assert look_at_targets(np.arange(MOST_VALUES))["values"] is not None
    assert look_at_targets(np.arange(MOST_VALUES + 1))["values"] is None


@pytest.mark.parametrize(
    ("y", "is_one_hot"),
    [
        ([[0, 1], [1, 0]], True),
        ([[0.0, 1.0, 0.0]], True),
        ([[0, 1], [1, 1]], False),
        ([[0, 1], [0, 0]], False),
        ([[0, 2], [1, 0]], False),
        ([[1], [1]], False),
        ([0, 1], False),
        ([[[0, 1], [1, 0]]], True),
    ],
)
def test_one_hot_vectors_have_a_single_one(y, is_one_hot: bool) -> None:
    assert look_at_targets(np.array(y))["is_one_hot"] is is_one_hot


@pytest.mark.parametrize(
    ("y", "is_class", "classes"),
    [
        ([0, 2, 1], True, 3),
        ([[0], [1]], True, 2),
        (np.array([True, False]), True, 2),
        (["a", "b"], True, 2),
        ([0.0, 1.0], False, 0),
        ([[0, 1], [1, 0]], False, 0),  # one-hot, as it is
        ([[0, 3], [1, 2]], True, 4),  # of each place, such as a mask
        (np.arange(MOST_VALUES + 1), False, 0),
    ],
)
def test_by_itself_whole_numbers_and_words_are_classes(y, is_class: bool, classes: int) -> None:
    found = plan(y)
    assert (found["is_class"], found["classes"]) == (is_class, classes)


def test_what_targets_are_can_be_told() -> None:
    assert plan([0.0, 1.0], "int")["classes"] == 2
    assert not plan([0, 1], "number")["is_class"]
    assert plan([[0, 1], [1, 0]], "int")["is_one_hot"]
    assert plan([0, 1], "categorical")["to_one_hot"]
    assert plan([1, 4], renumber=True)["values"] == [1, 4]
    assert plan([1, 4], renumber=True)["classes"] == 2
    assert plan([1, 4])["values"] is None
    assert plan([[0, 1], [1, 0]], "categorical", True)["values"] is None
