"""Merging: shape rules over random shapes."""

from typing import Any

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from hornstudio.engine.shapes import Spec
from tests.contract.case import Case
from tests.contract.random_shape.agree import agree, few, length, shapes


@few
@given(
    kind=st.sampled_from(["add", "multiply", "average", "maximum", "minimum"]),
    several=st.lists(
        st.lists(st.sampled_from([1, 2, 3]), max_size=3).map(tuple), min_size=2, max_size=3
    ),
)
def test_merging_refuses_just_what_cannot_be_repeated(kind: str, several: Any) -> None:
    """The rule is NumPy's, on the shapes of single samples."""
    try:
        np.broadcast_shapes(*several)
        legal = True
    except ValueError:
        legal = False
    assert agree(Case("reshape", kind, (tuple(Spec(s) for s in several),))) == legal


@few
@given(shape=shapes, lengths=st.lists(length, min_size=2, max_size=3), axis=st.integers(-4, 4))
def test_concatenate(shape: tuple[int, ...], lengths: list[int], axis: int) -> None:
    rank = len(shape) + 1
    legal = -rank < axis < rank and axis != 0
    place = axis % rank - 1 if legal else 0
    several = tuple(Spec((*shape[:place], n, *shape[place + 1 :])) for n in lengths)
    assume(legal or shape)
    assert agree(Case("reshape", "concatenate", (several,), {"axis": axis})) == legal


@few
@given(shapes=st.lists(st.sampled_from([(), (2,), (1, 2), (3, 2)]), min_size=1, max_size=3))
def test_subtract_takes_just_two(shapes: list[tuple[int, ...]]) -> None:
    case = Case("reshape", "subtract", (tuple(Spec(s) for s in shapes),))
    assert agree(case) == (len(shapes) == 2)


@few
@given(
    one=st.lists(st.integers(1, 3), max_size=3).map(tuple),
    other=st.lists(st.integers(1, 3), max_size=3).map(tuple),
    axes=st.tuples(st.integers(-4, 4), st.integers(-4, 4)).map(list),
)
def test_dot(one: tuple[int, ...], other: tuple[int, ...], axes: list[int]) -> None:
    lengths = [
        (1, *shape)[axis] if -len(shape) <= axis <= len(shape) and axis else None
        for shape, axis in zip((one, other), axes, strict=True)
    ]
    legal = None not in lengths and lengths[0] == lengths[1]
    assert agree(Case("reshape", "dot", ((Spec(one), Spec(other)),), {"axes": axes})) == legal
