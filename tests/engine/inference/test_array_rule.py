"""What a param holds may refuse the arrays that it is for."""

from typing import Any

import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.errors import ShapeError
from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.graph import Graph
from hornstudio.engine.inference.array_rule import refuse_arrays
from hornstudio.engine.module import Array, Module
from hornstudio.engine.params import Values
from tests.engine.modules.refusal import labels, mended, refusal, row


def held(shape: list[int], kind: str, param: str, value: Any) -> Graph:
    """A layer that gets one input of a shape."""
    return row(("input", {"shape": shape}), (kind, {param: value}))


def scheduled(**params: Any) -> Graph:
    """An optimizer whose rate changes from one value to another."""
    rate = {"kind": "piecewise_constant_decay", "params": params}
    return row(
        ("digits", {}),
        ("flatten", {}),
        ("dense", {"units": 10}),
        ("categorical_crossentropy", {}),
        ("adam", {"learning_rate": rate}),
        wires=(
            ("digits.image", "flatten.input"),
            ("flatten.output", "dense.input"),
            ("dense.output", "categorical_crossentropy.prediction"),
            ("digits.label", "categorical_crossentropy.target"),
            ("categorical_crossentropy.loss", "adam.loss"),
        ),
    )


@pytest.mark.parametrize(
    ("graph", "node", "reason", "remedy"),
    [
        (
            held([4], "dense", "bias_initializer", "orthogonal"),
            "dense",
            "bias_initializer is orthogonal, which needs at least a matrix, not an array of 32",
            "Set bias_initializer to zeros",
        ),
        (
            held([5, 5, 2], "conv2d", "kernel_initializer", "identity"),
            "conv2d",
            "kernel_initializer is identity, which starts matrices only, not an array of 3×3×2×32",
            "Set kernel_initializer to glorot_uniform",
        ),
        (
            held([1], "dense", "kernel_regularizer", "orthogonal_regularizer"),
            "dense",
            "which compares rows; an array of 1×32 has only one",
            "Set kernel_regularizer to none",
        ),
        (
            held([4, 4], "dense", "activity_regularizer", "orthogonal_regularizer"),
            "dense",
            "which takes matrices only, not an array of B×4×32",
            "Set activity_regularizer to none",
        ),
        (
            scheduled(boundaries=[5, 9], values=[0.1, 0.2]),
            "adam",
            "learning_rate is piecewise_constant_decay, which has 2 boundaries and 2 values; needs "
            "one value more",
            "Set learning_rate to 0.001",
        ),
        (
            scheduled(boundaries=[9, 5], values=[0.1, 0.2, 0.3]),
            "adam",
            "has boundaries [9, 5]; needs some that rise",
            "Set learning_rate to 0.001",
        ),
        (
            scheduled(boundaries=[], values=[0.1]),
            "adam",
            "has boundaries []; needs some that rise",
            "Set learning_rate to 0.001",
        ),
    ],
)
def test_refuses_and_the_default_mends_it(
    graph: Graph, node: str, reason: str, remedy: str
) -> None:
    problem = refusal(graph, node)
    assert reason in str(problem.reason)
    assert labels(problem) == [remedy]
    assert not mended(graph, problem, remedy).problems_of(node)


def test_takes_what_fits() -> None:
    graph = held([4], "dense", "kernel_initializer", "orthogonal")
    with pytest.raises(ValueError, match="not enough values"):
        refusal(graph, "dense")


@pytest.mark.parametrize(
    ("array", "reason"),
    [
        (
            Array("kernel", (3,), "glorot"),
            "its array kernel starts with 'glorot', which is neither a param of it nor a kind of "
            "initializer; known are glorot_uniform",
        ),
        (
            Array("kernel", ("T", 3), "zeros"),  # type: ignore[arg-type]
            "its array kernel has the shape T×3; need whole numbers",
        ),
    ],
)
def test_what_a_module_of_ones_own_declares_wrongly_is_told(array: Array, reason: str) -> None:
    module = Module(kind="gate", title="", category="core", help="")
    with pytest.raises(ShapeError) as caught:
        refuse_arrays(NodeFacts(module, Values({}), {}, weights=(array,)), catalog())
    assert str(caught.value).startswith(reason)
