"""Pooling: shape rules over random shapes and params."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hornstudio.engine.shapes import Spec
from tests.contract.case import Case
from tests.contract.random_shape.agree import agree, few, fits, padding, places, several, shapes


@pytest.mark.parametrize("dimensions", [1, 2, 3])
@few
@given(data=st.data())
def test_pooling_by_windows(dimensions: int, data: st.DataObject) -> None:
    shape, size = data.draw(places(dimensions)), data.draw(several(dimensions))
    params = {
        "pool_size": size,
        "strides": data.draw(st.none() | several(dimensions)),
        "padding": data.draw(padding),
    }
    kind = data.draw(st.sampled_from(["max", "average"]))
    legal = params["padding"] == "same" or fits(size, [1] * dimensions, shape)
    case = Case("pooling", f"{kind}_pooling{dimensions}d", (Spec(shape),), params)
    assert agree(case) == legal


@few
@given(
    shape=shapes,
    kind=st.sampled_from(["average", "max"]),
    dimensions=st.integers(1, 3),
    keepdims=st.booleans(),
)
def test_global_pooling(shape: tuple[int, ...], kind: str, dimensions: int, keepdims: bool) -> None:
    kind = f"global_{kind}_pooling{dimensions}d"
    case = Case("pooling", kind, (Spec(shape),), {"keepdims": keepdims})
    assert agree(case) == (len(shape) == dimensions + 1)


@few
@given(shape=places(2), kind=st.sampled_from(["average", "max"]), size=several(2, high=12))
def test_adaptive_pooling(shape: tuple[int, ...], kind: str, size: list[int]) -> None:
    case = Case("pooling", f"adaptive_{kind}_pooling2d", (Spec(shape),), {"output_size": size})
    assert agree(case)
