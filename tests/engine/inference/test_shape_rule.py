"""Shape rules of strangers: whatever they raise or give becomes a problem at their node."""

from typing import Any

import pytest

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.inference.shape_rule import settle
from hornstudio.engine.module import Array, Module
from hornstudio.engine.params import Values
from hornstudio.engine.shapes import Spec


def refusal(**given: Any) -> str:
    module = Module(kind="gate", title="", category="core", help="", **given)
    with pytest.raises(ShapeError) as caught:
        settle(NodeFacts(module, Values({}), {"input": (Spec((3,)),)}))
    return str(caught.value)


def raises(p: Values, x: Spec) -> Spec:
    return x.nothing_like_it


def test_what_a_rule_raises_is_told_with_its_line() -> None:
    line = raises.__code__.co_firstlineno + 1
    assert refusal(infer=raises) == (
        "the shape rule of gate failed: AttributeError: 'Spec' object has no attribute "
        f"'nothing_like_it' (test_shape_rule.py, line {line})"
    )


@pytest.mark.parametrize(
    ("result", "given"),
    [
        (None, "output: None"),
        ((3,), "output: (3,)"),
        ({"out": Spec(())}, "out: Spec"),
        ({}, "noth"),
    ],
)
def test_what_is_no_shape_of_its_ports_is_refused(result: Any, given: str) -> None:
    said = refusal(infer=lambda p, x: result)
    assert said.startswith(f"the shape rule of gate gives {given}")
    assert said.endswith("for each of its output ports: output")


def test_weights_that_cannot_be_reckoned_are_told() -> None:
    def weights(p: Values, x: Spec) -> tuple[Array, ...]:
        return (Array("kernel", (x.shape[5],), "zeros"),)

    assert "failed: IndexError" in refusal(infer=lambda p, x: x, weights=weights)


def flops(category: str = "core", arrays: tuple[Array, ...] = (), **given: Any) -> int | None:
    rules = {"infer": lambda p, x: x, "weights": lambda p, x: arrays} | given
    module = Module(kind="gate", title="", category=category, help="", **rules)
    return settle(NodeFacts(module, Values({}), {"input": (Spec((3,)),)})).flops


def test_operations_that_no_rule_counts_are_one_a_number_or_unknown() -> None:
    gain, kernel = Array("gain", (3,), "ones"), Array("kernel", (3, 3), "zeros")
    assert flops() == 3
    assert flops(arrays=(gain,)) == 3
    assert flops(arrays=(kernel,)) is None
    assert flops(arrays=(kernel,), flops=lambda p, x: 18) == 18
    assert flops("data") == 0
