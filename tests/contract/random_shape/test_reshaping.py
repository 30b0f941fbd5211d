"""Reshaping: shape rules over random shapes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hornstudio.engine.shapes import Spec
from tests.contract.case import Case
from tests.contract.random_shape.agree import agree, few, places, several, shapes


@few
@given(shape=shapes, target=st.lists(st.sampled_from([-1, 0, 1, 2, 3, 4]), max_size=3))
def test_reshape(shape: tuple[int, ...], target: list[int]) -> None:
    try:
        np.zeros(shape).reshape(target)
        legal = target.count(-1) <= 1 and 0 not in target
    except ValueError:
        legal = False
    assert agree(Case("reshape", "reshape", (Spec(shape),), {"target_shape": target})) == legal


@few
@given(shape=shapes, dims=st.permutations([1, 2, 3]), count=st.integers(0, 3))
def test_permute(shape: tuple[int, ...], dims: list[int], count: int) -> None:
    dims = dims[:count]
    legal = sorted(dims) == list(range(1, len(shape) + 1))
    assert agree(Case("reshape", "permute", (Spec(shape),), {"dims": dims})) == legal


@few
@given(shape=shapes, n=st.integers(1, 4))
def test_repeat_vector(shape: tuple[int, ...], n: int) -> None:
    assert agree(Case("reshape", "repeat_vector", (Spec(shape),), {"n": n})) == (len(shape) == 1)


@pytest.mark.parametrize("dimensions", [1, 2, 3])
@few
@given(data=st.data())
def test_cropping(dimensions: int, data: st.DataObject) -> None:
    shape, ends = data.draw(places(dimensions)), data.draw(several(2 * dimensions, low=0))
    left = [n - a - b for n, a, b in zip(shape, ends[::2], ends[1::2], strict=False)]
    case = Case("reshape", f"cropping{dimensions}d", (Spec(shape),), {"cropping": ends})
    assert agree(case) == (min(left) > 0)


@pytest.mark.parametrize("dimensions", [1, 2, 3])
@few
@given(data=st.data())
def test_zero_padding_and_up_sampling(dimensions: int, data: st.DataObject) -> None:
    spec = Spec(data.draw(places(dimensions, longest=4)))
    padding = {"padding": data.draw(several(2 * dimensions, low=0))}
    size = {"size": data.draw(several(dimensions))}
    assert agree(Case("reshape", f"zero_padding{dimensions}d", (spec,), padding))
    assert agree(Case("reshape", f"up_sampling{dimensions}d", (spec,), size))
