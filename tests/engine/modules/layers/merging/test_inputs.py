"""What merging refuses, and that each remedy mends it."""

from hornstudio.engine.check import check
from hornstudio.engine.graph import Graph
from tests.engine.modules.refusal import Case, each_of, expect_refusal, inputs_into, picture

REFUSALS: list[Case] = [
    (inputs_into("add", picture(4)), "add", "at least 2", []),
    (inputs_into("subtract", picture(4)), "subtract", "gets one input; needs 2", []),
    (
        inputs_into("subtract", picture(4), picture(4), picture(4)),
        "subtract",
        "gets 3 inputs; needs just 2",
        ["Remove the wire"],
    ),
    (
        inputs_into("dot", picture(4), picture(3, 5)),
        "dot",
        "gets 4 and 3×5; the lengths along axes -1 and -1 are 4 and 5, and must be equal",
        [],
    ),
    (
        inputs_into("dot", picture(4), picture(3, 4), params={"axes": [1, 3]}),
        "dot",
        "axes is 3, but the input is 3×4; need 1 to 2, or -2 to -1",
        ["Set axes to -1"],
    ),
    (
        inputs_into("add", picture(4), picture(5)),
        "add",
        "gets 4 and 5; need equal shapes",
        ["Insert Dense"],
    ),
    (
        inputs_into("add", picture(14, 14, 64), picture(28, 28, 32)),
        "add",
        "gets 14×14×64 and 28×28×32; need equal shapes",
        ["Insert Conv2D"],
    ),
    (
        inputs_into("average", picture(4, 6), picture(24)),
        "average",
        "gets 4×6 and 24; need equal shapes",
        ["Insert Reshape to 4×6"],
    ),
    (inputs_into("maximum", picture(14, 14, 8), picture(7, 7, 8)), "maximum", "need equal", []),
    (
        inputs_into("multiply", picture(16), picture(4, 4)),
        "multiply",
        "gets 16 and 4×4",
        ["Insert Flatten"],
    ),
    (
        inputs_into("concatenate", picture(16), picture(4), picture(4, 4)),
        "concatenate",
        "same number of dimensions",
        ["Insert Flatten"],
    ),
    (
        inputs_into("concatenate", picture(4, 2), picture(5, 2)),
        "concatenate",
        "except for axis -1",
        [],
    ),
]


@each_of(REFUSALS)
def test_refuses_with_a_reason_and_remedies(
    graph: Graph, node: str, reason: str, remedies: list[str]
) -> None:
    expect_refusal(graph, node, reason, remedies)


def test_concatenated_unknown_lengths_add_up() -> None:
    graph = inputs_into("concatenate", {"shape": [None, 2]}, {"shape": [3, 2]}, params={"axis": 1})
    assert str(check(graph).facts["concatenate"].outputs["output"]) == "T+3×2"
