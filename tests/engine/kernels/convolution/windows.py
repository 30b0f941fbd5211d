"""Windows by chance, and what NumPy makes of pictures through them, in double precision."""

import numpy as np
from hypothesis import strategies as st

from hornstudio.engine.kernels.convolution.window import Window


@st.composite
def windows(draw: st.DrawFn) -> Window:
    """Of any kind whose pictures are not too small to be seen."""
    size = draw(st.tuples(st.integers(1, 4), st.integers(1, 4)))
    strides = draw(st.tuples(st.integers(1, 3), st.integers(1, 3)))
    dilation = draw(st.tuples(st.integers(1, 2), st.integers(1, 2)))
    margins = draw(st.tuples(*[st.tuples(st.integers(-1, 4), st.integers(0, 4))] * 2))
    reach = [(s - 1) * d + 1 for s, d in zip(size, dilation, strict=True)]
    least = [max(1, r - sum(m)) for r, m in zip(reach, margins, strict=True)]
    height, width = (draw(st.integers(n, n + 18)) for n in least)
    groups = draw(st.sampled_from([1, 1, 1, 2, 3]))
    channels = draw(st.sampled_from([1, 2, 3, 5, 8, 16, 19])) * groups
    filters = draw(st.sampled_from([1, 3, 4, 8, 10, 16, 17, 32, 40, 67])) * groups
    return Window(height, width, channels, filters, size, strides, dilation, margins, groups)


def arrays_for(window: Window, samples: int = 2) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pictures, a kernel, and slopes of what is made."""
    rng = np.random.default_rng(0)
    shapes = (
        (samples, window.height, window.width, window.channels),
        (*window.size, window.of_group[0], window.filters),
        (samples, *window.made, window.filters),
    )
    pictures, kernel, slopes = (rng.standard_normal(shape, np.float32) for shape in shapes)
    return pictures, kernel, slopes


def seen(pictures: np.ndarray, window: Window) -> np.ndarray:
    """What each weight sees at each place: [h, w, N, H', W', C]; zeros in margins."""
    (before, behind), (left, right) = window.margins
    wide = np.zeros(
        (
            len(pictures),
            window.height + max(before, 0) + behind + 8,
            window.width + max(left, 0) + right + 8,
            window.channels,
        )
    )
    top, aside = max(before, 0), max(left, 0)
    wide[:, top : top + window.height, aside : aside + window.width] = pictures
    wide = wide[:, top - before :, aside - left :]
    places = [
        [first * step for first in range(count)]
        for count, step in zip(window.size, window.dilation, strict=True)
    ]
    ends = [(n - 1) * stride + 1 for n, stride in zip(window.made, window.strides, strict=True)]
    down, across = window.strides
    rows = [
        [wide[:, i : i + ends[0] : down, j : j + ends[1] : across] for j in places[1]]
        for i in places[0]
    ]
    return np.stack([np.stack(row) for row in rows])


def grouped(numbers: np.ndarray, window: Window) -> np.ndarray:
    """The last axis as groups."""
    return numbers.reshape(*numbers.shape[:-1], window.groups, -1)
