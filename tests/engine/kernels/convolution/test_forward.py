"""The kernel of a convolution makes what NumPy makes, and touches no memory but its own."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hornstudio.engine.kernels.convolution.forward import filters_side_by_side, write_forward
from hornstudio.engine.kernels.convolution.window import Window
from hornstudio.engine.kernels.machine_code import Processor
from tests.engine.kernels.convolution.windows import arrays_for, grouped, seen, windows
from tests.engine.kernels.guarded import by_hand, needs_kernels, processors

pytestmark = needs_kernels


def expected(pictures: np.ndarray, kernel: np.ndarray, window: Window) -> np.ndarray:
    split = grouped(kernel.astype(float), window)
    made = np.einsum("ijnhwgc,ijcgf->nhwgf", grouped(seen(pictures, window), window), split)
    return made.reshape(len(pictures), *window.made, window.filters)


def check(window: Window, processor: Processor, *, parts: int = 1, at_end: bool = True) -> None:
    pictures, kernel, slopes = arrays_for(window)
    given = kernel
    if count := filters_side_by_side(window, processor.lanes):
        given = np.moveaxis(kernel.reshape(*kernel.shape[:3], -1, count), 3, 0).copy()
    write = partial(write_forward, window=window)
    made = by_hand(write, (pictures, given), slopes.shape, processor, parts=parts, at_end=at_end)
    np.testing.assert_allclose(made, expected(pictures, kernel, window), rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("processor", processors(), ids=lambda p: f"{p.lanes} lanes")
def test_any_window_makes_what_numpy_makes(processor: Processor) -> None:
    @settings(max_examples=12, deadline=None, derandomize=True)
    @given(windows(), st.sampled_from([1, 2, 3, 7]), st.booleans())
    def compare(window: Window, parts: int, at_end: bool) -> None:
        check(window, processor, parts=parts, at_end=at_end)

    compare()


@pytest.mark.parametrize("processor", processors(), ids=lambda p: f"{p.lanes} lanes")
def test_many_weights_are_read_side_by_side(processor: Processor) -> None:
    window = Window(4, 5, 256, 64, (3, 3), margins=((1, 1), (1, 1)))
    assert filters_side_by_side(window, processor.lanes)
    check(window, processor, parts=3)


def test_parts_make_the_same_bits_as_the_whole() -> None:
    window = Window(9, 11, 5, 20, (3, 3), margins=((1, 1), (1, 1)))
    pictures, kernel, slopes = arrays_for(window)
    write = partial(write_forward, window=window)
    made = [
        by_hand(write, (pictures, kernel), slopes.shape, processors()[0], parts=parts)
        for parts in (1, 5)
    ]
    np.testing.assert_array_equal(*made)
