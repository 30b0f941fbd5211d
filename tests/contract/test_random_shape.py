"""Shape rules against JAX over random shapes and params."""

from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from hornstudio.engine.shapes import Spec
from tests.contract.case import Case
from tests.contract.random_shape.agree import agree, few, length, shapes


@few
@given(shape=shapes, units=length)
def test_dense(shape: tuple[int, ...], units: int) -> None:
    case = Case("core", "dense", (Spec(shape),), {"units": units})
    assert agree(case) == bool(shape)


@few
@given(shape=shapes, axis=st.integers(-5, 5))
def test_softmax_takes_every_axis_but_the_batch(shape: tuple[int, ...], axis: int) -> None:
    rank = len(shape) + 1
    legal = -rank < axis < rank and axis != 0
    assert agree(Case("activation", "softmax", (Spec(shape),), {"axis": axis})) == legal


@few
@given(shape=shapes, axis=st.integers(-5, 5), center=st.booleans(), scale=st.booleans())
def test_batch_normalization(shape: Any, axis: int, center: bool, scale: bool) -> None:
    rank = len(shape) + 1
    legal = -rank < axis < rank and axis != 0
    params = {"axis": axis, "center": center, "scale": scale}
    case = Case("normalization", "batch_normalization", (Spec(shape),), params)
    assert agree(case) == legal


@few
@given(shape=shapes, axes=st.lists(st.integers(-4, 4), min_size=1, max_size=3))
def test_layer_normalization(shape: Any, axes: list[int]) -> None:
    rank = len(shape) + 1
    legal = all(-rank < axis < rank and axis != 0 for axis in axes)
    case = Case("normalization", "layer_normalization", (Spec(shape),), {"axis": axes})
    assume(not legal or len({a % rank for a in axes}) == len(axes))
    assert agree(case) == legal


@few
@given(shape=st.lists(length, min_size=1, max_size=3).map(tuple), axis=st.integers(-3, 3))
def test_categorical_crossentropy_takes_labels_along_any_axis(shape: Any, axis: int) -> None:
    rank = len(shape) + 1
    assume(-rank < axis < rank and axis != 0)
    place = axis % rank - 1
    labels = Spec((*shape[:place], *shape[place + 1 :]), "int32")
    case = Case("loss", "categorical_crossentropy", (Spec(shape), labels, None), {"axis": axis})
    assert agree(case)


@few
@given(
    kind=st.sampled_from(["mean_squared_error", "binary_crossentropy"]),
    shape=st.lists(st.integers(1, 3), max_size=3).map(tuple),
    other=st.lists(st.integers(1, 3), max_size=3).map(tuple),
)
def test_numbers_are_compared_only_with_as_many(kind: str, shape: Any, other: Any) -> None:
    same = shape in (other, (*other, 1)) or other == (*shape, 1)
    case = Case("loss", kind, (Spec(shape), Spec(other), None))
    assert agree(case) == same
