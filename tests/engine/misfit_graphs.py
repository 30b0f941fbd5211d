"""Graphs in which a node gets what does not fit it, with one fault each. For tests."""

from dataclasses import replace

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Wire, freeze
from tests.engine import sample_graph
from tests.engine.fault import IMAGE, Fault, change, merged, one_wire_into, row, shortcut, tokens
from tests.engine.sample_graph import graph, node

TO_10 = "scores: Set units to 10"

MISFITS: dict[str, Fault] = {
    "a picture for a convolution in a row": Fault(
        lambda: row("flatten", "conv2d", "flatten", node("dense", units=10)),
        "conv2d.input",
        "gets 784; needs a picture: height, width and channels",
        ("Insert Reshape to 28×28×1",),
    ),
    "a picture for a loss": Fault(
        lambda: row("conv2d"),
        "loss.prediction",
        "prediction is 26×26×32 for one label a sample; need one row of scores",
        ("Insert Flatten", "Insert Global average pooling 2D"),
    ),
    "labels for a layer": Fault(
        lambda: edits.connect(sample_graph.mlp(), Wire("digits.label", "hidden.input")),
        "hidden.input",
        "gets integer class labels; needs at least a vector",
        ("Insert Embedding",),
    ),
    "too few scores": Fault(
        lambda: change("scores", params=freeze({"units": 5})),
        "loss.prediction",
        "5 scores for 10 classes; need one score for each class",
        (TO_10,),
    ),
    "too few filters": Fault(
        lambda: row(node("conv2d", filters=4), "global_average_pooling2d"),
        "loss.prediction",
        "4 scores for 10 classes; need one score for each class",
        ("conv2d: Set filters to 10",),
    ),
    "too few scores behind what cannot be set": Fault(
        lambda: row(node("conv2d", filters=1), node("conv2d", filters=1, kernel_size=[26, 26]),
                    node("reshape", target_shape=[1])),
        "loss.prediction",
        "1 scores for 10 classes; need one score for each class",
    ),
    "several scores for one label": Fault(
        lambda: change("loss", kind="mean_squared_error"),
        "loss.prediction",
        "prediction is 10 for one label a sample; need one score",
        ("Replace by categorical_crossentropy",),
    ),
    "yes or no about ten classes": Fault(
        lambda: replace(
            change("loss", kind="binary_crossentropy"),
            nodes=freeze({
                **change("loss", kind="binary_crossentropy").nodes,
                "scores": node("dense", units=1),
            }),
        ),
        "loss.target",
        "target has 10 classes; this loss only knows yes and no",
        (f"Replace by categorical_crossentropy; {TO_10}",),
    ),
    "a window larger than the picture": Fault(
        lambda: row(node("conv2d", kernel_size=[30, 3]), "flatten"),
        "conv2d.input",
        "the window covers 30×3, but the picture is only 28×28",
        ("Set padding to same", "Set kernel_size to 28×3"),
    ),
    "strides and dilation": Fault(
        lambda: row(node("conv2d", strides=[2, 2], dilation_rate=[2, 2]), "flatten"),
        "conv2d",
        "strides and dilation_rate are both above 1; only one of them can be",
        ("Set strides to 1", "Set dilation_rate to 1"),
    ),
    "groups that do not divide": Fault(
        lambda: row(node("conv2d", groups=3), "flatten"),
        "conv2d.input",
        "groups is 3; it must divide both the 1 channels of the input and the 32 filters",
        ("Set groups to 1",),
    ),
    "a shape that is not filled": Fault(
        lambda: row(node("reshape", target_shape=[5, 28]), "flatten"),
        "reshape.input",
        "28×28×1 holds 784 numbers, which do not fill 5×28",
        ("Set target_shape to 28×28", "Set target_shape to -1"),
    ),
    "rows of unequal length": Fault(
        lambda: graph(
            {"digits": node("digits"), "conv2d": node("conv2d"), "flatten": node("flatten"),
             "error": node("mean_squared_error")},
            [(IMAGE, "conv2d.input"), (IMAGE, "flatten.input"),
             ("conv2d.output", "error.prediction"), ("flatten.output", "error.target")],
        ),
        "error.prediction",
        "prediction is 26×26×32, target is 784; need equal shapes",
    ),  # flattened, they would still be unequal
    "an axis that is not there": Fault(
        lambda: change("softmax", params=freeze({"axis": 4})),
        "softmax.input",
        "axis is 4, but the input is 10; need 1 or -1",
        ("Set axis to -1",),
    ),
    "fractions to look up": Fault(
        lambda: tokens("float32", "embedding"),
        "embedding.input",
        "gets float32 numbers (7); needs integers",
        ("input: Set dtype to int32",),
    ),
    "fractions that a layer in between makes": Fault(
        lambda: tokens("float32", "relu", "embedding"),
        "embedding.input",
        "gets float32 numbers (7); needs integers",
    ),
    "integers to normalize": Fault(
        lambda: tokens("int32", "layer_normalization"),
        "layer_normalization.input",
        "gets integers (7); needs numbers with a fraction",
        ("input: Set dtype to float32",),
    ),
    "one wire into a sum": Fault(
        lambda: one_wire_into("add"), "merge.inputs", "gets one input; needs at least 2"
    ),
    "unequal parts of a sum": Fault(
        lambda: edits.connect(
            one_wire_into("add"), Wire("scores.output", "merge.inputs"), many=True
        ),
        "merge.inputs",
        "gets 16 and 10; need equal shapes",
        ("scores: Set units to 16", "Insert Dense"),
    ),
    "a shortcut of other channels": Fault(
        lambda: shortcut(node("conv2d", filters=8), node("conv2d", filters=16)),
        "add.inputs",
        "gets 26×26×8 and 26×26×16; need equal shapes",
        ("side: Set filters to 8", "Insert Conv2D"),
    ),
    "a shortcut past a window that loses the border": Fault(
        lambda: shortcut(node("conv2d", filters=8, padding="same"), node("conv2d", filters=8)),
        "add.inputs",
        "gets 28×28×8 and 26×26×8; need equal shapes",
        ("side: Set padding to same",),
    ),
    "a shortcut past a stride": Fault(
        lambda: shortcut(
            node("conv2d", filters=8, strides=[2, 2], padding="same"),
            node("conv2d", filters=4, padding="same"),
        ),
        "add.inputs",
        "gets 14×14×8 and 28×28×4; need equal shapes",
        ("Insert Conv2D",),
    ),
    "a picture behind a row": Fault(
        lambda: merged(-1, node("dense"), node("conv2d")),
        "both.inputs",
        "gets 32 and 26×26×32; need the same number of dimensions",
        ("Insert Flatten",),
    ),
}  # fmt: skip
