"""Words as a search sees them."""

import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.spelling import is_slip_of, is_subsequence, plain


def test_case_and_signs_do_not_count() -> None:
    assert plain("nn.Conv 2D") == plain("NNconv2d") == "nnconv2d"


@pytest.mark.parametrize("typed", ["ㅎ", "하", "합", "핪", "합서", "합성", "합성고", "합성곱"])
def test_every_stage_of_a_korean_word_begins_it(typed: str) -> None:
    assert plain("합성곱").startswith(plain(typed))


def test_another_syllable_does_not_begin_it() -> None:
    assert not plain("합성곱").startswith(plain("핟"))


def test_letters_in_order_are_enough_from_two_on() -> None:
    assert is_subsequence("dns", "dense")
    assert not is_subsequence("d", "dense")
    assert not is_subsequence("nds", "dense")


def test_slips_of_the_fingers_are_known_as_such() -> None:
    assert is_slip_of("desne", ["dense"])
    assert not is_slip_of("qqqq", ["dense"])


@pytest.mark.parametrize(
    ("typed", "kind"),
    [("핪", "conv2d"), ("드로", "dropout"), ("convolusion", "conv2d"), ("flaten", "flatten")],
)
def test_the_catalog_finds_what_is_half_typed_or_misspelled(typed: str, kind: str) -> None:
    assert kind in [m.kind for m in catalog().search(typed)]


def test_the_most_used_comes_first_among_equals() -> None:
    assert catalog().search("", {"relu": 2, "dense": 5})[:2] == [
        catalog().get("dense"),
        catalog().get("relu"),
    ]
    assert catalog().search("max_pooling2d", {"dense": 9})[0].kind == "max_pooling2d"
