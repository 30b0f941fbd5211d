"""Shape rules against JAX over random shapes and params."""

import functools
from typing import Any

import jax
import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.shapes import Spec
from tests.contract import array
from tests.contract.case import Case

few = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
length = st.integers(1, 9)
shapes = st.lists(length, min_size=0, max_size=4).map(tuple)
pair = st.tuples(st.integers(1, 4), st.integers(1, 4)).map(list)
padding = st.sampled_from(["valid", "same"])


def agree(case: Case) -> bool:
    """Whether the rule accepts the case; where it does, it must tell the truth."""
    try:
        (spec,) = case.module.infer_outputs(case.values, *case.inputs).values()
    except ShapeError:
        return False
    held, tensors = array.arguments(case)
    real = jax.eval_shape(functools.partial(array.call, case), held, tensors)
    assert real.shape == (() if spec.is_loss else array.shape_of(spec))
    assert real.dtype == spec.dtype
    return True


@few
@given(shape=shapes, units=length)
def test_dense(shape: tuple[int, ...], units: int) -> None:
    case = Case("core", "dense", (Spec(shape),), {"units": units})
    assert agree(case) == bool(shape)


@few
@given(
    shape=st.tuples(length, length, st.integers(1, 3)),
    size=pair,
    strides=pair,
    padding=padding,
    dilation=pair,
    groups=st.integers(1, 2),
)
def test_conv2d(
    shape: Any, size: Any, strides: Any, padding: str, dilation: Any, groups: int
) -> None:
    params = {
        "filters": 4,
        "kernel_size": size,
        "strides": strides,
        "padding": padding,
        "dilation_rate": dilation,
        "groups": groups,
    }
    assume(max(strides) == 1 or max(dilation) == 1)
    assume(shape[2] % groups == 0)
    reach = [d * (n - 1) + 1 for n, d in zip(size, dilation, strict=True)]
    fits = padding == "same" or (reach[0] <= shape[0] and reach[1] <= shape[1])
    assert agree(Case("convolution", "conv2d", (Spec(shape),), params)) == fits


@few
@given(
    kind=st.sampled_from(["max_pooling2d", "average_pooling2d"]),
    shape=st.tuples(length, length, st.integers(1, 3)),
    size=pair,
    strides=st.none() | pair,
    padding=padding,
)
def test_pooling(kind: str, shape: Any, size: Any, strides: Any, padding: str) -> None:
    params = {"pool_size": size, "strides": strides, "padding": padding}
    fits = padding == "same" or (size[0] <= shape[0] and size[1] <= shape[1])
    assert agree(Case("pooling", kind, (Spec(shape),), params)) == fits


@few
@given(shape=shapes, axis=st.integers(-5, 5))
def test_softmax_takes_every_axis_but_the_batch(shape: tuple[int, ...], axis: int) -> None:
    rank = len(shape) + 1
    legal = -rank < axis < rank and axis != 0
    assert agree(Case("activation", "softmax", (Spec(shape),), {"axis": axis})) == legal


@few
@given(shape=shapes, axis=st.integers(-5, 5), center=st.booleans(), scale=st.booleans())
def test_batch_normalization(shape: Any, axis: int, center: bool, scale: bool) -> None:
    rank = len(shape) + 1
    legal = -rank < axis < rank and axis != 0
    params = {"axis": axis, "center": center, "scale": scale}
    case = Case("normalization", "batch_normalization", (Spec(shape),), params)
    assert agree(case) == legal


@few
@given(shape=shapes, axes=st.lists(st.integers(-4, 4), min_size=1, max_size=3))
def test_layer_normalization(shape: Any, axes: list[int]) -> None:
    rank = len(shape) + 1
    legal = all(-rank < axis < rank and axis != 0 for axis in axes)
    case = Case("normalization", "layer_normalization", (Spec(shape),), {"axis": axes})
    assume(not legal or len({a % rank for a in axes}) == len(axes))
    assert agree(case) == legal


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
@given(shape=st.lists(length, min_size=1, max_size=3).map(tuple), axis=st.integers(-3, 3))
def test_categorical_crossentropy_takes_labels_along_any_axis(shape: Any, axis: int) -> None:
    rank = len(shape) + 1
    assume(-rank < axis < rank and axis != 0)
    place = axis % rank - 1
    labels = Spec((*shape[:place], *shape[place + 1 :]), "int32")
    case = Case("loss", "categorical_crossentropy", (Spec(shape), labels, None), {"axis": axis})
    assert agree(case)


@few
@given(
    kind=st.sampled_from(["mean_squared_error", "binary_crossentropy"]),
    shape=st.lists(st.integers(1, 3), max_size=3).map(tuple),
    other=st.lists(st.integers(1, 3), max_size=3).map(tuple),
)
def test_numbers_are_compared_only_with_as_many(kind: str, shape: Any, other: Any) -> None:
    same = shape in (other, (*other, 1)) or other == (*shape, 1)
    case = Case("loss", kind, (Spec(shape), Spec(other), None))
    assert agree(case) == same
