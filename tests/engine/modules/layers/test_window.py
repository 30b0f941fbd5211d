"""What layers of neighbouring places refuse, and that each remedy mends it."""

from hornstudio.engine.graph import Graph
from tests.engine.modules.refusal import Case, each_of, expect_refusal, ints, picture, row

REFUSALS: list[Case] = [
    (
        row(("input", picture(784)), ("conv2d", {})),
        "conv2d",
        "gets 784; needs a picture",
        ["Insert Reshape to 28×28×1"],
    ),
    (
        row(("input", picture(6, 5)), ("max_pooling2d", {})),
        "max_pooling2d",
        "gets 6×5; needs a picture",
        ["Insert Reshape to 6×5×1"],
    ),
    (row(("input", picture(10)), ("conv2d", {})), "conv2d", "gets 10; needs a picture", []),
    (
        row(("input", picture(10)), ("conv1d", {})),
        "conv1d",
        "gets 10; needs a sequence: steps and features",
        ["Insert Reshape to 10×1"],
    ),
    (
        row(("input", picture(6, 5, 2)), ("depthwise_conv1d", {})),
        "depthwise_conv1d",
        "gets 6×5×2; needs a sequence",
        ["Insert Reshape to 6×10"],
    ),
    (
        row(("input", picture(6, 5, 4)), ("conv3d", {})),
        "conv3d",
        "needs a volume: depth, height, width and channels",
        ["Insert Reshape to 6×5×4×1"],
    ),
    (
        row(("input", picture(4, 2)), ("separable_conv1d", {"kernel_size": 5})),
        "separable_conv1d",
        "covers 5, but the sequence is only 4",
        ["Set padding to same", "Set kernel_size to 4"],
    ),
    (
        row(("input", picture(2, 9, 9, 1)), ("conv3d", {})),
        "conv3d",
        "covers 3×3×3, but the volume is only 2×9×9",
        ["Set padding to same", "Set kernel_size to 2×3×3"],
    ),
    (
        row(("input", picture(6, 5, 2)), ("conv2d_transpose", {"output_padding": [0, 1]})),
        "conv2d_transpose",
        "output_padding is 0×1; each number must be below its stride (1×1)",
        ["Set output_padding to none"],
    ),
    (
        row(
            ("input", picture(1, 3)),
            ("conv1d_transpose", {"kernel_size": 2, "padding": "same", "output_padding": 0}),
        ),
        "conv1d_transpose",
        "leaves nothing of 1",
        ["Set output_padding to none"],
    ),
    (
        row(("input", ints(6, 5, 1)), ("conv2d", {})),
        "conv2d",
        "needs numbers with a fraction",
        ["input: Set dtype to float32"],
    ),
    (
        row(("input", picture(6, 5, 1)), ("conv2d", {"kernel_size": [3, 7]})),
        "conv2d",
        "covers 3×7, but the picture is only 6×5",
        ["Set padding to same", "Set kernel_size to 3×5"],
    ),
    (
        row(("input", picture(6, 5, 1)), ("conv2d", {"dilation_rate": 3})),
        "conv2d",
        "covers 7×7",
        ["Set padding to same", "Set kernel_size to 2×2"],
    ),
    (
        row(("input", picture(1, 5, 1)), ("average_pooling2d", {})),
        "average_pooling2d",
        "covers 2×2",
        ["Set padding to same", "Set pool_size to 1×2"],
    ),
    (
        row(("input", picture(6, 5, 1)), ("conv2d", {"strides": 2, "dilation_rate": 2})),
        "conv2d",
        "both above 1",
        ["Set strides to 1", "Set dilation_rate to 1"],
    ),
    (
        row(("input", picture(6, 5, 3)), ("conv2d", {"groups": 2})),
        "conv2d",
        "must divide",
        ["Set groups to 1"],
    ),
    (
        row(("input", picture(6, 2, 1)), ("global_max_pooling1d", {})),
        "global_max_pooling1d",
        "needs a sequence",
        ["Insert Reshape to 6×2"],
    ),
]


@each_of(REFUSALS)
def test_refuses_with_a_reason_and_remedies(
    graph: Graph, node: str, reason: str, remedies: list[str]
) -> None:
    expect_refusal(graph, node, reason, remedies)
