"""Shape rules of recurrent layers over random shapes, directions and initial states."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hornstudio.engine.shapes import Spec
from tests.contract.case import Case
from tests.contract.random_shape.agree import agree, few, length, shapes

STATES = {"simple_rnn": 1, "lstm": 2, "gru": 1}


@few
@given(
    kind=st.sampled_from(list(STATES)),
    shape=shapes | st.tuples(length, length),
    units=length,
    begin=st.sampled_from([0, 1, 2]),
    way=st.sampled_from([None, "concat", "sum", "mul", "ave"]),
    sequences=st.booleans(),
    backwards=st.booleans(),
)
def test_layers_of_vectors(
    kind: str, shape: Any, units: int, begin: int, way: Any, sequences: bool, backwards: bool
) -> None:
    params = {
        "units": units,
        "bidirectional": way,
        "return_sequences": sequences,
        "go_backwards": backwards,
    }
    states = [Spec((begin * units,)) if begin else None] * STATES[kind]
    case = Case("recurrent", kind, (Spec(shape), *states), params)
    fits = begin in (0, 2 if way else 1)
    assert agree(case) == (len(shape) == 2 and fits and not (way and backwards))
