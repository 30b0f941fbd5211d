"""Epochs in rounds: which can be compared, and which tell a mixture."""

import math

import pytest

from hornstudio.engine.watch.events import Epoch, Knob
from hornstudio.engine.watch.rounds import Rounds


def epoch(number: int, figure: float, name: str = "val_loss") -> Epoch:
    return Epoch(epoch=number, seconds=1.0, metrics={"accuracy": 0.5, name: figure})


def turned(number: int, step: int, *changes: str) -> Knob:
    return Knob(node="a", param="p", old=1, new=2, epoch=number, step=step, changes=list(changes))


TOTAL = ("loss", "val_loss")


def test_a_turn_of_the_total_begins_a_round_with_the_first_epoch_after_it() -> None:
    rounds = Rounds()
    told = [epoch(1, 0.5), turned(1, 18, *TOTAL), epoch(2, 3.0), epoch(3, 2.0), epoch(4, 2.5)]
    assert [rounds.hear(event) for event in told] == [True, False, True, True, False]
    assert rounds.each == [{1: 0.5}, {2: 3.0, 3: 2.0, 4: 2.5}]
    assert (rounds.last_epoch, rounds.since) == (4, 2)


def test_other_turns_begin_none() -> None:
    told = [epoch(1, 0.5), turned(2, 3), turned(2, 5, "accuracy", "val_accuracy"), epoch(2, 0.6)]
    rounds = Rounds(told)
    assert (rounds.each, rounds.since) == ([{1: 0.5, 2: 0.6}], 0)


@pytest.mark.parametrize(
    ("name", "step", "each"),
    [
        ("loss", 3, [{1: 0.5, 2: math.inf}, {3: 4.0}]),
        ("loss", 0, [{1: 0.5}, {2: 3.0, 3: 4.0}]),
        ("val_loss", 3, [{1: 0.5}, {2: 3.0, 3: 4.0}]),
    ],
)
def test_what_is_measured_as_steps_go_is_a_mixture_in_the_epoch_of_a_turn(
    name: str, step: int, each: list[dict[int, float]]
) -> None:
    told = [epoch(1, 0.5, name), turned(2, step, *TOTAL), epoch(2, 3.0, name), epoch(3, 4.0, name)]
    assert Rounds(told).each == each


def test_what_is_no_number_begins_no_round() -> None:
    rounds = Rounds([epoch(1, 0.5), turned(1, 18, *TOTAL), epoch(2, math.nan)])
    assert [list(each) for each in rounds.each] == [[1, 2]]
    assert rounds.hear(epoch(3, 7.0))
    assert rounds.each[1:] == [{3: 7.0}]
