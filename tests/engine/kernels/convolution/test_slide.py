"""The kernel of a convolution's weights' gradient, against NumPy and on guarded memory."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hornstudio.engine.kernels.convolution.slide import is_by_channels, write_slide
from hornstudio.engine.kernels.convolution.window import Window
from hornstudio.engine.kernels.machine_code import Processor
from tests.engine.kernels.convolution.windows import arrays_for, grouped, seen, windows
from tests.engine.kernels.guarded import by_hand, needs_kernels, processors

pytestmark = needs_kernels


def check(window: Window, processor: Processor, *, parts: int = 1, at_end: bool = True) -> None:
    pictures, kernel, slopes = arrays_for(window)
    shape = kernel.shape if is_by_channels(window) else (parts, *kernel.shape)
    write = partial(write_slide, window=window)
    found = by_hand(write, (pictures, slopes), shape, processor, parts=parts, at_end=at_end)
    split = grouped(slopes.astype(float), window)
    wanted = np.einsum("ijnhwgc,nhwgf->ijcgf", grouped(seen(pictures, window), window), split)
    total = found.reshape(-1, *kernel.shape).astype(float).sum(axis=0)
    np.testing.assert_allclose(total, wanted.reshape(kernel.shape), rtol=1e-4, atol=1e-3)


@pytest.mark.parametrize("processor", processors(), ids=lambda p: f"{p.lanes} lanes")
def test_any_window_finds_what_numpy_finds(processor: Processor) -> None:
    @settings(max_examples=12, deadline=None, derandomize=True)
    @given(windows(), st.sampled_from([1, 2, 3, 7]), st.booleans())
    def compare(window: Window, parts: int, at_end: bool) -> None:
        check(window, processor, parts=parts, at_end=at_end)

    compare()


@pytest.mark.parametrize("processor", processors(), ids=lambda p: f"{p.lanes} lanes")
@pytest.mark.parametrize("parts", [1, 3, 50])
@pytest.mark.parametrize("channels", [130, 256])
def test_many_weights_are_shared_by_channels(
    processor: Processor, parts: int, channels: int
) -> None:
    """Also where there are more parts than pieces, and one piece is smaller than the others."""
    window = Window(3, 2, channels, 130, (3, 5), margins=((1, 1), (2, 2)))
    assert is_by_channels(window)
    check(window, processor, parts=parts)


def test_weights_that_see_margins_alone_have_no_gradient() -> None:
    window = Window(1, 1, 256, 130, (3, 5), margins=((1, 1), (2, 2)))
    assert is_by_channels(window)
    check(window, processors()[0], parts=2)
