"""The kernel of products of matrices, against NumPy and on guarded memory."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hornstudio.engine.kernels.dense.matrices import (
    Matrices,
    across,
    back,
    back_turned,
    cut,
    forward,
)
from hornstudio.engine.kernels.dense.multiply import write_multiply
from hornstudio.engine.kernels.machine_code import Processor
from tests.engine.kernels.guarded import all_by_hand, needs_kernels, processors

pytestmark = needs_kernels
each_processor = pytest.mark.parametrize(
    "processor", processors(), ids=lambda p: f"{p.lanes} lanes"
)


def first_and_second(matrices: Matrices) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(matrices.work)
    rows, inner, columns = matrices.rows, matrices.inner, matrices.columns
    first = rng.normal(size=(inner, rows) if matrices.is_across else (rows, inner))
    second = rng.normal(size=(columns, inner) if matrices.is_turned else (inner, columns))
    return first.astype(np.float32), second.astype(np.float32)


def check(matrices: Matrices, processor: Processor, *, parts: int = 1, at_end: bool = True) -> None:
    first, second = first_and_second(matrices)
    how = cut(matrices, processor.lanes, parts)
    shape = (how.parts,) if how.shared == "inner" else ()
    found, _ = all_by_hand(
        partial(write_multiply, matrices=matrices, cut=how),
        (first, second),
        [(*shape, matrices.rows, matrices.columns), (how.parts, how.room)],
        processor,
        parts=how.parts,
        at_end=at_end,
    )
    a = first.astype(float).T if matrices.is_across else first.astype(float)
    b = second.astype(float).T if matrices.is_turned else second.astype(float)
    total = found.reshape(-1, matrices.rows, matrices.columns).astype(float).sum(axis=0)
    np.testing.assert_allclose(total, a @ b, rtol=1e-4, atol=3e-4)


@st.composite
def products(draw: st.DrawFn) -> Matrices:
    kind = draw(st.sampled_from([forward, back, back_turned, across]))
    lengths = st.one_of(st.integers(1, 20), st.integers(21, 300))
    return kind(draw(lengths), draw(lengths), draw(lengths))


@each_processor
def test_any_product_is_numpys(processor: Processor) -> None:
    @settings(max_examples=12, deadline=None, derandomize=True)
    @given(products(), st.sampled_from([1, 2, 3, 7]), st.booleans())
    def compare(matrices: Matrices, parts: int, at_end: bool) -> None:
        check(matrices, processor, parts=parts, at_end=at_end)

    compare()


@each_processor
@pytest.mark.parametrize("kind", [forward, back, across])
@pytest.mark.parametrize(
    ("lengths", "parts"), [((32, 600, 130), 2), ((700, 65, 40), 2), ((1537, 37, 70), 5)], ids=str
)
def test_shares_make_the_whole(
    processor: Processor, kind: type[Matrices], parts: int, lengths: tuple[int, int, int]
) -> None:
    check(kind(*lengths), processor, parts=parts)


def test_sums_are_shared_where_samples_are_many() -> None:
    assert cut(across(1024, 256, 256), 16, 2).shared == "inner"
    assert cut(across(1024, 256, 256), 16, 8).shared == "rows"
    assert cut(forward(1024, 256, 256), 16, 2).shared == "rows"
    assert cut(forward(32, 784, 1024), 16, 2).shared == "columns"


@pytest.mark.parametrize("lanes", [8, 16])
@pytest.mark.parametrize("parts", [1, 2, 3, 16, 100])
def test_no_part_is_without_work(lanes: int, parts: int) -> None:
    for samples in (1, 7, 64, 257, 600, 25700):
        for kind in (forward, back, across):
            matrices = kind(samples, 40, 64)
            how = cut(matrices, lanes, parts)
            length = getattr(matrices, how.shared)
            size = {"rows": how.high, "columns": how.wide, "inner": how.depth}[how.shared]
            assert 1 <= how.parts <= min(parts, -(-length // size))
