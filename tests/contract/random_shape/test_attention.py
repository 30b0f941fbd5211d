"""Shape rules of attention over random shapes, axes and open ports."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hornstudio.engine.shapes import Spec
from tests.contract.case import Case
from tests.contract.random_shape.agree import agree, few, length

two = st.tuples(length, length)


PLACES = {None: (0, 1), (1,): (0,), (2,): (1,), (2, 1): (1, 0), (-2,): (1,)}
"""Places in a shape that are attended over, by attention_axes."""


@few
@given(
    query=st.tuples(length, length, length),
    other=st.tuples(length, length, length),
    axes=st.sampled_from(list(PLACES)),
    is_causal=st.sampled_from([False, False, True]),
    wrong=st.sampled_from([*[""] * 6, "value", "key", "mask"]),
)
def test_several_heads(query: Any, other: Any, axes: Any, is_causal: bool, wrong: str) -> None:
    """What is not attended to is as long in queries and values, and values as many as keys."""
    places = PLACES[axes]
    steps = [other[i] if i in places else query[i] for i in (0, 1)]
    pairs = [query[i] for i in places] + [steps[i] for i in places]
    value, key, mask = (*steps, 2), (*steps, other[2]), tuple(pairs)
    if wrong:
        value = value[1:] if wrong == "value" else value
        key = (steps[0], steps[1] + 1, 3) if wrong == "key" else key
        mask = mask[1:] if wrong == "mask" else mask
    params = {"num_heads": 2, "key_dim": 3, "attention_axes": axes and list(axes)}
    params["use_causal_mask"] = is_causal
    ports = tuple(Spec(shape) for shape in (query, value, key, mask))
    accepted = agree(Case("attention", "multi_head_attention", ports, params))
    assert accepted == (not wrong and not (is_causal and places != (0,)))


@few
@given(kind=st.sampled_from(["attention", "additive_attention"]), steps=two, features=two)
def test_features_of_queries_and_keys_are_as_many(kind: str, steps: Any, features: Any) -> None:
    q, k = (Spec(shape) for shape in zip(steps, features, strict=True))
    assert agree(Case("attention", kind, (q, k, None))) == (features[0] == features[1])
    assert agree(Case("attention", kind, (q, Spec((steps[1], 5)), k))) == (
        features[0] == features[1]
    )
