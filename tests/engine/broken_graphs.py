"""Graphs with one fault each: where it is, what is said of it, and what is offered. For tests."""

from dataclasses import replace

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Wire, freeze
from tests.engine import sample_graph
from tests.engine.fault import (
    IMAGE,
    Fault,
    change,
    cut,
    merged,
    one_wire_into,
    row,
    shared_in_a_circle,
    shares,
    shortcut,
    tokens,
    twice,
    two_optimizers,
    with_wires,
    without,
)
from tests.engine.sample_graph import graph, node

TO_10 = "scores: Set units to 10"
CIRCLE = (("softmax.output", "hidden.input"),)

FAULTS: dict[str, Fault] = {
    "an open input": Fault(
        lambda: cut("flatten.output", "hidden.input"),
        "hidden.input",
        "input is open; it needs a wire",
        ("Wire flatten.output here",),
    ),
    "no labels": Fault(
        lambda: cut("digits.label", "loss.target"),
        "loss.target",
        "target is open; it needs a wire",
        ("Wire digits.label here",),
    ),
    "two wires into a port for one": Fault(
        lambda: with_wires(("digits.label", "relu.input")),
        "relu.input",
        "input takes one wire; digits.label is one more",
        ("Remove the wire",),
    ),
    "a bypass around what has two inputs": Fault(
        lambda: change("loss", bypassed=True),
        "loss",
        "is bypassed, but only what has one input and one output can be",
        ("Stop bypassing",),
    ),
    "a loss that nothing takes": Fault(
        lambda: cut("loss.loss", "sgd.loss"),
        "sgd.loss",
        "takes no loss yet; wire a loss into it",
        ("Wire loss.loss here",),
    ),
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
    "a circle": Fault(
        lambda: edits.connect(sample_graph.mlp(), Wire(*CIRCLE[0])),
        "softmax",
        "the wires run in a circle: hidden → relu → scores → softmax → hidden",
        ("Remove the wire",),
    ),
    "a circle with a chord": Fault(
        lambda: graph(
            {k: node("add") for k in "abcd"},
            [("a.output", "b.inputs"), ("b.output", "c.inputs"), ("c.output", "d.inputs"),
             ("d.output", "a.inputs"), ("b.output", "d.inputs")],
        ),
        "a",
        "the wires run in a circle: a → b → c → d → a",
        ("Remove the wire",),
    ),
    "a node that feeds itself": Fault(
        lambda: graph({"add": node("add")}, [("add.output", "add.inputs")]),
        "add",
        "the wires run in a circle: add → add",
        ("Remove the wire",),
    ),
    "no loss": Fault(
        lambda: without("loss"),
        "",
        "there is no loss; training needs one to know what to improve",
        ("Add Categorical crossentropy",),
    ),
    "no optimizer": Fault(
        lambda: without("sgd"),
        "",
        "there is no optimizer; training needs one to change the weights",
        ("Add Adam", "Add SGD"),
    ),
    "no data": Fault(
        lambda: without("digits"),
        "",
        "there is no data; training needs a data module such as MNIST",
        ("Add MNIST", "Add Digits"),
    ),
    "two optimizers": Fault(
        two_optimizers, "adam", "is a second optimizer; wire all losses into sgd"
    ),
    "a free input": Fault(
        lambda: tokens("int32", "embedding"),
        "input",
        "is a free input without data, fine for checking and export; to train, wire a data "
        "module such as MNIST in its place",
    ),
    "data of unequal length": Fault(
        lambda: twice("mnist"),
        "more",
        "has 60,000 samples, digits has 4,000; samples are paired",
    ),
    "data that is split otherwise": Fault(
        lambda: twice("digits", validation_split=0.5),
        "more.validation_split",
        "validation_split differs from that of digits; samples are paired",
        ("Set validation_split to 0.1",),
    ),
    "weights of another shape": Fault(
        lambda: shares(units=8),
        "twin",
        "needs weights of kernel 784×8, bias 8, but hidden has kernel 784×16, bias 16",
        ("Give it weights of its own",),
    ),
    "weights of another input": Fault(
        lambda: shares(after=True),
        "twin",
        "needs weights of kernel 16×16, but hidden has kernel 784×16",
        ("Give it weights of its own",),
    ),
    "weights of another kind": Fault(
        lambda: shares("layer_normalization"),
        "twin",
        "shares the weights of hidden, which is another kind",
        ("Give it weights of its own",),
    ),
    "weights of nobody": Fault(
        lambda: change("hidden", weights_of="gone"),
        "hidden",
        "shares the weights of gone, which does not exist",
        ("Give it weights of its own",),
    ),
    "weights in a circle": Fault(
        shared_in_a_circle,
        "hidden",
        "shares weights with scores in a circle; one must own them",
        ("Give it weights of its own",),
    ),
    "weights of itself": Fault(
        lambda: change("hidden", weights_of="hidden"),
        "hidden",
        "shares weights with hidden in a circle; one must own them",
        ("Give it weights of its own",),
    ),
    "an unknown kind": Fault(
        lambda: change("hidden", kind="dens"),
        "hidden",
        "dens is not a known kind of module",
        ("Replace by dense",),
    ),
    "an unknown kind like no other": Fault(
        lambda: change("hidden", kind="zzzz"), "hidden", "zzzz is not a known kind of module"
    ),
    "unknown kinds in a circle": Fault(
        lambda: graph(
            {"a": node("dens"), "b": node("relu"), "c": node("relu")},
            [("a.output", "b.input"), ("b.output", "a.input"), ("b.output", "c.input")],
        ),
        "a",
        "dens is not a known kind of module",
        ("Replace by dense",),
    ),
    "an input that no longer exists": Fault(
        lambda: with_wires(("relu.output", "scores.mask")),
        "scores",
        "the wire relu.output to scores.mask ends at scores.mask, which does not exist",
        ("Remove the wire",),
    ),
    "an output that no longer exists": Fault(
        lambda: with_wires(("digits.depth", "sgd.loss")),
        "sgd",
        "the wire digits.depth to sgd.loss ends at digits.depth, which does not exist",
        ("Remove the wire",),
    ),
    "a wire from nowhere": Fault(
        lambda: with_wires(("gone.output", "sgd.loss")),
        "sgd",
        "the wire gone.output to sgd.loss ends at gone.output, which does not exist",
        ("Remove the wire",),
    ),
    "a wire to nowhere": Fault(
        lambda: with_wires(("relu.output", "gone.input")),
        "relu",
        "the wire relu.output to gone.input ends at gone.input, which does not exist",
        ("Remove the wire",),
    ),
    "a wire between strangers": Fault(
        lambda: with_wires(("gone.output", "lost.input")),
        "",
        "the wire gone.output to lost.input ends at gone.output, which does not exist",
        ("Remove the wire",),
    ),
    "a bad number": Fault(
        lambda: change("hidden", params=freeze({"units": 0})),
        "hidden.units",
        "units is 0; need an integer of at least 1",
        ("Set units to 32",),
    ),
    "an unknown setting": Fault(
        lambda: change("hidden", params=freeze({"unit": 5})),
        "hidden.unit",
        "unit is not a param here; known are units, activation",
    ),
    "a bad number in a setting": Fault(
        lambda: change("hidden", params=freeze(
            {"kernel_initializer": {"kind": "random_normal", "params": {"stddev": "wide"}}}
        )),
        "hidden.kernel_initializer",
        "kernel_initializer.stddev is 'wide'; need a number",
    ),
    "a tensor for an optimizer": Fault(
        lambda: edits.connect(sample_graph.mlp(), Wire("relu.output", "sgd.loss"), many=True),
        "sgd.loss",
        "gets a tensor (16); needs a loss",
        ("Remove the wire",),
    ),
    "a loss for a layer": Fault(
        lambda: edits.connect(sample_graph.mlp(), Wire("loss.loss", "accuracy.prediction")),
        "accuracy.prediction",
        "gets a loss; needs a tensor",
        ("Remove the wire",),
    ),
    "a loss that counts for nothing": Fault(
        lambda: change("loss", params=freeze({"weight": 0.0})),
        "loss.weight",
        "has weight 0, so there is nothing that training could lower",
        ("Set weight to 1",),
    ),
    "weights for samples of another shape": Fault(
        lambda: with_wires(("hidden.output", "loss.sample_weight")),
        "loss.sample_weight",
        "sample_weight is 16; need one number a sample",
    ),
    "a rule that fails": Fault(
        lambda: change("relu", kind="wild", params=freeze({})),
        "relu",
        "the shape rule of wild failed: ZeroDivisionError: not my day",
    ),
    "everything frozen": Fault(
        lambda: edits.set_attribute(
            edits.set_attribute(sample_graph.mlp(), "hidden", "frozen", True),
            "scores", "frozen", True,
        ),
        "hidden",
        "all weights are frozen, so there is nothing to learn",
        severity="warning",
    ),
    "probabilities taken for scores": Fault(
        lambda: change("loss", params=freeze({"from_logits": True})),
        "loss.from_logits",
        "softmax already gives probabilities, but from_logits expects raw scores",
        ("Turn from_logits off",),
        severity="warning",
    ),
    "scores taken for probabilities": Fault(
        lambda: row("flatten", node("dense", units=10)),
        "loss.from_logits",
        "dense gives raw scores, but this loss expects probabilities",
        ("Insert Softmax", "Turn from_logits on"),
        severity="warning",
    ),
    "a loss beside the optimizer": Fault(
        sample_graph.convolutional,
        "reported.loss",
        "is only reported: no optimizer takes it",
        ("Train on it too",),
        severity="info",
    ),
}  # fmt: skip
