"""Convolutions: shape rules over random shapes and params."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hornstudio.engine.shapes import Spec
from tests.contract.case import Case
from tests.contract.random_shape.agree import agree, few, fits, padding, places, several


@pytest.mark.parametrize("dimensions", [1, 2, 3])
@few
@given(data=st.data())
def test_convolution(dimensions: int, data: st.DataObject) -> None:
    shape = data.draw(places(dimensions))
    size, strides, dilation = (data.draw(several(dimensions)) for _ in range(3))
    paddings = padding | st.just("causal") if dimensions == 1 else padding
    params = {
        "filters": 4,
        "kernel_size": size,
        "strides": strides,
        "padding": data.draw(paddings),
        "dilation_rate": dilation,
        "groups": data.draw(st.integers(1, 2)),
    }
    legal = max(strides) == 1 or max(dilation) == 1
    legal = legal and shape[-1] % params["groups"] == 0
    legal = legal and (params["padding"] != "valid" or fits(size, dilation, shape))
    assert agree(Case("convolution", f"conv{dimensions}d", (Spec(shape),), params)) == legal


@pytest.mark.parametrize("kind", ["depthwise_conv", "separable_conv"])
@pytest.mark.parametrize("dimensions", [1, 2])
@few
@given(data=st.data())
def test_convolution_of_each_channel(kind: str, dimensions: int, data: st.DataObject) -> None:
    shape = data.draw(places(dimensions))
    size, strides, dilation = (data.draw(several(dimensions)) for _ in range(3))
    params = {
        "kernel_size": size,
        "strides": strides,
        "padding": data.draw(padding),
        "dilation_rate": dilation,
        "depth_multiplier": data.draw(st.integers(1, 3)),
    }
    legal = params["padding"] == "same" or fits(size, dilation, shape)
    assert agree(Case("convolution", f"{kind}{dimensions}d", (Spec(shape),), params)) == legal


@pytest.mark.parametrize("dimensions", [1, 2, 3])
@settings(few, max_examples=20)
@given(data=st.data())
def test_transposed_convolution(dimensions: int, data: st.DataObject) -> None:
    shape = data.draw(places(dimensions, longest=4))
    size, strides, dilation = (data.draw(several(dimensions)) for _ in range(3))
    assume(max(strides) == 1 or max(dilation) == 1)
    more = data.draw(st.none() | several(dimensions, low=0, high=3))
    params = {
        "filters": 2,
        "kernel_size": size,
        "strides": strides,
        "padding": data.draw(padding),
        "output_padding": more,
        "dilation_rate": dilation,
    }
    legal = more is None or all(m < s for m, s in zip(more, strides, strict=True))
    if legal and more and params["padding"] == "same":
        # One place of an even reach leaves nothing where nothing is added.
        reach = [(k - 1) * d + 1 for k, d in zip(size, dilation, strict=True)]
        legal = not any(
            n == 1 and r % 2 == 0 and m == 0 for n, r, m in zip(shape, reach, more, strict=False)
        )
    case = Case("convolution", f"conv{dimensions}d_transpose", (Spec(shape),), params)
    assert agree(case) == legal
