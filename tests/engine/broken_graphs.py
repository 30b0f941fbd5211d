"""Graphs with one fault each: where it is, what is said of it, and what is offered. For tests."""

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Wire, freeze
from tests.engine import sample_graph
from tests.engine.fault import (
    Fault,
    change,
    cut,
    row,
    shared_in_a_circle,
    shares,
    tokens,
    twice,
    two_optimizers,
    with_wires,
    without,
)
from tests.engine.misfit_graphs import MISFITS
from tests.engine.sample_graph import graph, node

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
    **MISFITS,
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
        "has 60,000 samples to train on, digits has 4,000; samples are paired",
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
        "sample_weight is 16 numbers for each sample; need one number",
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
