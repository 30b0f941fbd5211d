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
    kind=st.sampled_from(["add", "multiply"]),
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
