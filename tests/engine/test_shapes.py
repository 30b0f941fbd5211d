"""Symbolic shapes: known dimensions are calculated, unknown ones are carried along."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hornstudio.engine.shapes import Spec, map_dim, product, shape_text, window_length


def test_a_spec_describes_one_sample() -> None:
    spec = Spec((28, 28, 1))
    assert (spec.rank, spec.size, str(spec)) == (3, 784, "28×28×1")
    assert spec.dtype == "float32"
    assert not spec.is_label


def test_one_number_a_sample() -> None:
    spec = Spec(())
    assert (spec.rank, spec.size, str(spec)) == (0, 1, "()")


def test_unknown_lengths() -> None:
    spec = Spec(("T", 8))
    assert (spec.rank, spec.size, str(spec)) == (2, None, "T×8")


def test_only_single_integers_are_labels() -> None:
    assert Spec((), "int32").is_label
    assert not Spec((3,), "int32").is_label
    assert not Spec(()).is_label


def test_another_shape_is_a_float_tensor_without_classes() -> None:
    assert Spec((), "int32", classes=10).with_shape((4,)) == Spec((4,))


def test_rules_apply_to_numbers_and_are_written_on_symbols() -> None:
    assert map_dim(3, lambda n: 2 * n, "2{}") == 6
    assert map_dim("T", lambda n: 2 * n, "2{}") == "2T"


@given(
    n=st.integers(1, 40), size=st.integers(1, 7), stride=st.integers(1, 5), gap=st.integers(1, 3)
)
def test_window_length_is_the_number_of_places(n: int, size: int, stride: int, gap: int) -> None:
    """Counted one by one: where a window that starts at each stride still fits."""
    reach = gap * (size - 1) + 1
    assume(reach <= n)
    valid = len([i for i in range(0, n, stride) if i + reach <= n])
    assert window_length(n, size, stride, "valid", gap) == valid
    assert window_length(n, size, stride, "same", gap) == len(range(0, n, stride))


def test_a_window_that_does_not_fit_has_no_places() -> None:
    assert window_length(2, 3, 1, "valid") == 0


@pytest.mark.parametrize(("padding", "text"), [("same", "⌈T/2⌉"), ("valid", "⌊(T-3)/2⌋+1")])
def test_window_over_an_unknown_length(padding: str, text: str) -> None:
    assert window_length("T", 3, 2, padding) == text


@given(st.lists(st.integers(0, 9), max_size=4))
def test_product_of_numbers(dims: list[int]) -> None:
    assert product(tuple(dims)) == np.prod(dims, dtype=int)


def test_product_with_symbols_is_text() -> None:
    assert product(("T", 8)) == "T·8"


def test_shape_text() -> None:
    assert shape_text(()) == "()"
    assert shape_text((28, "T")) == "28×T"
