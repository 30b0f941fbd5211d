"""The gradients of attention by a kernel are NumPy's, and touch no memory but their own."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hornstudio.engine.kernels.attention.backward import room, write_backward
from hornstudio.engine.kernels.attention.heads import Heads
from hornstudio.engine.kernels.machine_code import Processor
from tests.engine.kernels.attention.some_heads import Given, given_for, made_of, some_heads
from tests.engine.kernels.guarded import all_by_hand, needs_kernels, processors

pytestmark = needs_kernels


def made_by(some: Given, processor: Processor, *, parts: int = 1, at_end: bool = True):
    lanes = processor.lanes
    arrays = some.query, some.keys, some.values, some.slopes, *some.masks(lanes)
    made = [array.shape for array in arrays[:3]]
    made.append((parts, room(some.heads, lanes).size))
    write = partial(write_backward, heads=some.heads)
    return all_by_hand(write, arrays, made, processor, parts=parts, at_end=at_end)[:3]


@pytest.mark.parametrize("processor", processors(), ids=lambda p: f"{p.lanes} lanes")
def test_any_heads_have_the_slopes_that_numpy_finds(processor: Processor) -> None:
    @settings(max_examples=12, deadline=None, derandomize=True)
    @given(some_heads(), st.sampled_from([1, 2, 3, 7]), st.booleans())
    def compare(heads: Heads, parts: int, at_end: bool) -> None:
        some = given_for(heads)
        made = made_by(some, processor, parts=parts, at_end=at_end)
        for mine, other in zip(made, made_of(some)[1:], strict=True):
            np.testing.assert_allclose(mine, other, rtol=1e-4, atol=2e-5)

    compare()


def test_parts_make_the_same_bits_as_the_whole() -> None:
    some = given_for(Heads(19, 21, 6, 3, 10), samples=3)
    one, other = (made_by(some, processors()[0], parts=parts) for parts in (1, 5))
    for a, b in zip(one, other, strict=True):
        np.testing.assert_array_equal(a, b)
