"""What an equation refuses, and how its kernel starts."""

from typing import Any

import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.graph import Graph
from hornstudio.engine.params import complete
from hornstudio.engine.shapes import Spec
from tests.engine.modules.refusal import labels, mended, refusal, row


def summed(shape: list[int], equation: str, output_shape: list[int | None], **more: Any) -> Graph:
    params = {"equation": equation, "output_shape": output_shape, **more}
    return row(("input", {"shape": shape}), ("einsum_dense", params))


@pytest.mark.parametrize(
    ("graph", "reason", "remedies"),
    [
        (summed([4], "a,b", [5]), "equation is a,b; need one such as abc,cd->abd", []),
        (summed([4], "aab,bc->ac", [5]), "with each letter once in a part", []),
        (summed([4], "...ab,bc->ac", [5]), "need one such as", []),
        (summed([4], "abc,cd->abd", [3, 5]), "takes 3 dimensions with the batch; the input 4", []),
        (summed([4, 6], "ab,bc->ac", [5]), "the input 4×6 has 3", []),
        (summed([4], "ab,bc->ca", [5]), "its first letter, a, is the batch", []),
        (summed([4], "ab,abc->ac", [5]), "not in the kernel", []),
        (summed([4], "ab,bc->acd", [5, 2]), "has d in the output only", []),
        (summed([4], "ab,bce->ac", [5]), "has e in the kernel only", []),
        (summed([4], "ab,bc->ac", [5, 6]), "has 2 numbers, but equation has 1 letters", []),
        (summed([4], "ab,bc->ac", [None]), "leaves c open", []),
        (
            summed([4, 6], "abc,cd->abd", [3, 5]),
            "output_shape has 3 for b, but the input has 4",
            ["Set output_shape to ?, 5"],
        ),
        (
            summed([4], "ab,bc->ac", [5], bias_axes="b"),
            "bias_axes has b, which is no dimension of the output",
            ["Set bias_axes to none"],
        ),
    ],
)
def test_refuses_with_a_reason_and_remedies(graph: Graph, reason: str, remedies: list[str]) -> None:
    problem = refusal(graph, "einsum_dense")
    assert reason in str(problem.reason)
    assert labels(problem) == remedies
    for label in remedies:
        assert mended(graph, problem, label).facts["einsum_dense"].is_settled


def test_refuses_a_length_that_weights_need() -> None:
    module = catalog().get("einsum_dense")
    p = complete(module.params, {}, catalog().find)
    with pytest.raises(Exception, match="dimension x is unknown; the weights need its length"):
        module.infer_outputs(p, Spec((3, "T")))


def test_fans_are_those_of_the_equation() -> None:
    """Heads of an attention layer: 6 inputs, 2 times 5 outputs."""
    module = catalog().get("einsum_dense")
    given = {"equation": "abc,cde->abde", "output_shape": [None, 2, 5]}
    (kernel,) = module.weights(complete(module.params, given, catalog().find), Spec((3, 6)))
    assert kernel.shape == (6, 2, 5)
    assert kernel.drawn_as == (6, 10)
