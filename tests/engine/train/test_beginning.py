"""Where a run begins: an epoch that was begun is gone on with, or begun anew in words."""

from typing import Any

import numpy as np

from hornstudio.engine.graph import Training
from hornstudio.engine.train.beginning import Beginning, first_walk
from hornstudio.engine.train.kept.mark import Mark
from hornstudio.engine.train.steps.walk import Walk


def walk_of(epoch: int) -> Walk:
    """Ten samples in steps of four, four and two."""
    return Walk(epoch, 10, Training(batch_size=4), lambda rows, key: {"n": np.zeros(len(rows))})


def began(mark: Mark, *logged: float, **facts: Any) -> tuple[int, int, list[str]]:
    beginning = Beginning({}, mark, {"seed": 0}, [[np.array(logged)]])
    walk, words = first_walk(beginning, walk_of, {"seed": 0} | facts)
    return walk.epoch, walk.step, [str(each) for each in words]


def test_an_epoch_that_was_begun_is_gone_on_with() -> None:
    assert began(Mark(0)) == (1, 0, [])
    assert began(Mark(3)) == (4, 0, [])
    assert began(Mark(3, 1), 4.0) == (3, 1, [])


def test_one_of_other_samples_or_figures_begins_anew_and_says_so() -> None:
    for epoch, step, words in (began(Mark(3, 1), 4.0, seed=7), began(Mark(3, 3), 4.0, 4.0, 4.0)):
        assert (epoch, step) == (3, 0)
        assert words[0].startswith("epoch 3 begins anew from epoch-0003-step-00000")


def test_data_that_has_changed_between_two_epochs_is_told() -> None:
    beginning = Beginning({}, Mark(3), {"data_hash": "a"})
    assert first_walk(beginning, walk_of, {"data_hash": "a"})[1] == []
    _, words = first_walk(beginning, walk_of, {"data_hash": "b"})
    assert str(words[0]).startswith("the data is not that on which epoch-0003 was trained")
