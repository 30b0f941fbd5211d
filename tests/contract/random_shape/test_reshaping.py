"""Reshaping: shape rules over random shapes."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hornstudio.engine.shapes import Spec
from tests.contract.case import Case
from tests.contract.random_shape.agree import agree, few, shapes


@few
@given(shape=shapes, target=st.lists(st.sampled_from([-1, 0, 1, 2, 3, 4]), max_size=3))
def test_reshape(shape: tuple[int, ...], target: list[int]) -> None:
    try:
        np.zeros(shape).reshape(target)
        legal = target.count(-1) <= 1 and 0 not in target
    except ValueError:
        legal = False
    assert agree(Case("reshape", "reshape", (Spec(shape),), {"target_shape": target})) == legal
