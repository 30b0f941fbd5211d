"""Whether a shape rule tells the truth, and what random cases are made of."""

import functools
from typing import Any

import jax
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from hornstudio.engine.errors import ShapeError
from tests.contract import array
from tests.contract.case import Case

few = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
length = st.integers(1, 9)
shapes = st.lists(length, min_size=0, max_size=4).map(tuple)
padding: st.SearchStrategy[str] = st.sampled_from(["valid", "same"])


def agree(case: Case) -> bool:
    """Whether the rule accepts the case; where it does, it must tell the truth."""
    try:
        outputs = case.module.infer_outputs(case.values, *case.inputs)
    except ShapeError:
        return False
    held, tensors = array.arguments(case)
    real = jax.eval_shape(functools.partial(array.call, case), held, tensors)
    for spec, one in zip(outputs.values(), array.outputs_of(real), strict=True):
        assert one.shape == (() if spec.is_loss else array.shape_of(spec))
        assert one.dtype == spec.dtype
    return True


def several(dimensions: int, low: int = 1, high: int = 4) -> st.SearchStrategy[list[int]]:
    """A number for each dimension."""
    return st.lists(st.integers(low, high), min_size=dimensions, max_size=dimensions)


def places(dimensions: int, longest: int = 9) -> st.SearchStrategy[tuple[int, ...]]:
    """A shape of so many dimensions, and channels."""
    inner = st.lists(st.integers(1, longest), min_size=dimensions, max_size=dimensions)
    return st.tuples(inner, st.integers(1, 3)).map(lambda two: (*two[0], two[1]))


def fits(size: list[int], dilation: Any, shape: tuple[int, ...]) -> bool:
    """Whether a window reaches no further than the shape."""
    reach = [d * (n - 1) + 1 for n, d in zip(size, dilation, strict=True)]
    return all(r <= n for r, n in zip(reach, shape, strict=False))
