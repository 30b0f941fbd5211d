"""The repair that sets a param says its value as a person would write it."""

import pytest

from hornstudio.engine.problem import UPSTREAM, SetParam, set_to


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (7, "7"),
        (1.0, "1"),
        (0.25, "0.25"),
        ("same", "same"),
        (None, "none"),
        (False, "false"),
        ([1, 1], "1"),
        ([2, 1, 2], "2, 1, 2"),
        ([-1], "-1"),
        ((0.5, None), "0.5, none"),
    ],
)
def test_the_value_is_written_plainly(value, said) -> None:
    remedy = set_to("width", value)
    assert str(remedy.label) == f"Set width to {said}"
    assert remedy.action == SetParam("width", value)


def test_another_spelling_a_place_and_a_shape_are_handed_on() -> None:
    remedy = set_to("target_shape", [7, 7], UPSTREAM, shown="7×7", result="7×7×1")
    assert str(remedy.label) == "Set target_shape to 7×7"
    assert (remedy.action, remedy.result) == (SetParam("target_shape", [7, 7], UPSTREAM), "7×7×1")
