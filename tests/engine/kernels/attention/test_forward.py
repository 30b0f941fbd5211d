"""Attention by a kernel makes what NumPy makes, and touches no memory but its own."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hornstudio.engine.kernels.attention.forward import room, write_forward
from hornstudio.engine.kernels.attention.heads import Heads
from hornstudio.engine.kernels.machine_code import Processor
from tests.engine.kernels.attention.some_heads import Given, given_for, made_of, some_heads
from tests.engine.kernels.guarded import all_by_hand, needs_kernels, processors

pytestmark = needs_kernels


def made_by(some: Given, processor: Processor, *, parts: int = 1, at_end: bool = True):
    lanes = processor.lanes
    arrays = some.query, some.keys, some.values, *some.masks(lanes)
    made = some.query.shape, (parts, room(some.heads, lanes).size)
    write = partial(write_forward, heads=some.heads)
    return all_by_hand(write, arrays, made, processor, parts=parts, at_end=at_end)[0]


@pytest.mark.parametrize("processor", processors(), ids=lambda p: f"{p.lanes} lanes")
def test_any_heads_make_what_numpy_makes(processor: Processor) -> None:
    @settings(max_examples=12, deadline=None, derandomize=True)
    @given(some_heads(), st.sampled_from([1, 2, 3, 7]), st.booleans())
    def compare(heads: Heads, parts: int, at_end: bool) -> None:
        some = given_for(heads)
        made = made_by(some, processor, parts=parts, at_end=at_end)
        np.testing.assert_allclose(made, made_of(some)[0], rtol=1e-5, atol=1e-5)

    compare()


def test_parts_make_the_same_bits_as_the_whole() -> None:
    some = given_for(Heads(19, 21, 3, 3, 10), samples=3)
    one, other = (made_by(some, processors()[0], parts=parts) for parts in (1, 5))
    np.testing.assert_array_equal(one, other)


def test_large_scores_do_not_run_over() -> None:
    some = given_for(Heads(5, 21, 1, 1, 10))
    some.query[...] *= 1e4
    np.testing.assert_allclose(made_by(some, processors()[0]), made_of(some)[0], rtol=1e-3)


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_what_is_no_number_stays_in_its_row(wrong: float) -> None:
    some = given_for(Heads(5, 21, 1, 1, 10))
    some.query[0, 2] = wrong
    made = made_by(some, processors()[0])
    assert np.isnan(made[0, 2]).all()
    assert np.isfinite(np.delete(made[0], 2, axis=0)).all()
    assert np.isfinite(made[1]).all()
