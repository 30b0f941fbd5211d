"""Small graphs on the shipped digits that together use what graphs can do. For tests only."""

from dataclasses import replace
from itertools import pairwise

from hornstudio.engine.catalog import catalog
from hornstudio.engine.composite.grouping import group_nodes
from hornstudio.engine.graph import Graph, Node, Training, Wire, freeze

EVEN = 120
"""Samples in a batch: the last one of an epoch has as many, so one program is compiled for all."""
UNEVEN = 128
"""With this the last batch is a smaller one."""


def graph(
    nodes: dict[str, Node], wires: list[tuple[str, str]], epochs: int = 1, batch_size: int = EVEN
) -> Graph:
    """A graph of nodes and wires."""
    return Graph(
        name="sample",
        nodes=freeze(nodes),
        wires=tuple(Wire(*w) for w in wires),
        training=Training(epochs=epochs, batch_size=batch_size, seed=3),
    )


def node(kind: str, **params: object) -> Node:
    """A node with some params set."""
    return Node(kind, freeze(params))


def chain(*ids: str) -> list[tuple[str, str]]:
    """Wires from output to input along a row of nodes."""
    return [(f"{a}.output", f"{b}.input") for a, b in pairwise(ids)]


def judged(prediction: str, label: str, loss: str, *metrics: str) -> list[tuple[str, str]]:
    """Wires from a prediction and its labels into a loss and metrics."""
    return [
        wire
        for judge in (loss, *metrics)
        for wire in ((f"{prediction}.output", f"{judge}.prediction"), (label, f"{judge}.target"))
    ]


def of_table(path: str, **training: int) -> Graph:
    """Two layers that learn the last column of a table, a number."""
    return graph(
        {
            "table": node("table", path=path, target_type="number"),
            "hidden": node("dense", units=3),
            "out": node("dense", units=1),
            "loss": node("mean_squared_error"),
            "sgd": node("sgd", learning_rate=1e-3, momentum=0.9),
        },
        [
            ("table.features", "hidden.input"),
            *chain("hidden", "out"),
            *judged("out", "table.target", "loss"),
            ("loss.loss", "sgd.loss"),
        ],
        **training,
    )


def mlp(**training: int) -> Graph:
    """The seed model, on digits, with validation."""
    return graph(
        {
            "digits": node("digits", validation_split=0.1),
            "flatten": node("flatten"),
            "hidden": node("dense", units=16),
            "relu": node("relu"),
            "scores": node("dense", units=10),
            "softmax": node("softmax"),
            "loss": node("categorical_crossentropy"),
            "accuracy": node("accuracy"),
            "sgd": node("sgd", learning_rate=0.1),
        },
        [
            ("digits.image", "flatten.input"),
            *chain("flatten", "hidden", "relu", "scores", "softmax"),
            *judged("softmax", "digits.label", "loss", "accuracy"),
            ("loss.loss", "sgd.loss"),
        ],
        **training,
    )


def with_body(*inner: str, **training: int) -> Graph:
    """The seed model with some of its layers in a composite `body`."""
    return group_nodes(mlp(**training), inner, "Body", catalog())[0]


def convolutional() -> Graph:
    """Convolution, both poolings, batch normalization, dropout, a skip, penalties, a schedule.

    Its ids are names that Python or the script have taken, and one loss is only reported.
    """
    wires = [
        ("data.image", "conv2d.input"),
        *chain("conv2d", "weights", "max", "branch"),
        ("max.output", "add.inputs"),
        ("branch.output", "add.inputs"),
        *chain("add", "average", "dropout", "skipped", "flatten", "len", "dense"),
        *judged("dense", "data.label", "loss", "accuracy", "reported"),
        ("loss.loss", "adam.loss"),
    ]
    return graph(_convolutional_nodes(), wires, batch_size=125)


def _convolutional_nodes() -> dict[str, Node]:
    l2 = {"kind": "l2", "params": {"l2": 0.001}}
    leaky = {"kind": "relu", "params": {"negative_slope": 0.1}}
    normal = {"kind": "random_normal", "params": {"stddev": 0.1}}
    decay = {
        "kind": "cosine_decay",
        "params": {"initial_learning_rate": 0.01, "decay_steps": 40},
    }
    return {
        "data": node("digits", validation_split=0.125),
        "conv2d": node(
            "conv2d",
            filters=4,
            kernel_size=[3, 3],
            padding="same",
            activation=leaky,
            kernel_regularizer=l2,
            kernel_initializer=normal,
        ),
        "weights": node("batch_normalization"),
        "max": node("max_pooling2d"),
        "branch": node("conv2d", filters=4, kernel_size=[3, 3], padding="same"),
        "add": node("add"),
        "average": node("average_pooling2d"),
        "dropout": node("dropout", rate=0.25),
        "skipped": Node("dropout", freeze({"rate": 0.9}), bypassed=True),
        "flatten": node("flatten"),
        "len": node("layer_normalization"),
        "dense": node("dense", units=10, activation={"kind": "softmax"}),
        "loss": node("categorical_crossentropy", label_smoothing=0.1, weight=0.5),
        "accuracy": node("accuracy"),
        "reported": node("categorical_crossentropy"),
        "adam": node("adam", learning_rate=decay, clipnorm=1.0),
    }


def two_in_two_out() -> Graph:
    """Two inputs through shared and frozen layers to two outputs, two losses with weights."""
    shared = Node("dense", freeze({"units": 24, "activation": "relu"}))
    return graph(
        {
            "left": node("digits"),
            "right": node("digits", order=1),
            "flat_left": node("flatten"),
            "flat_right": node("flatten"),
            "encoder": shared,
            "encoder_2": Node("dense", shared.params, weights_of="encoder"),
            "fixed": Node("dense", freeze({"units": 20}), frozen=True),
            "both": node("concatenate"),
            "left_out": node("dense", units=10, activation="softmax"),
            "right_out": node("dense", units=10),
            "loss": node("categorical_crossentropy"),
            "right_loss": node("categorical_crossentropy", from_logits=True, weight=0.3),
            "right_accuracy": node("accuracy"),
            "optimizer": node("adamw", use_ema=True, ema_momentum=0.9),
        },
        [
            ("left.image", "flat_left.input"),
            ("right.image", "flat_right.input"),
            *chain("flat_left", "encoder", "fixed"),
            *chain("flat_right", "encoder_2"),
            ("fixed.output", "both.inputs"),
            ("encoder_2.output", "both.inputs"),
            ("both.output", "left_out.input"),
            ("both.output", "right_out.input"),
            *judged("left_out", "left.label", "loss"),
            *judged("right_out", "right.label", "right_loss", "right_accuracy"),
            ("loss.loss", "optimizer.loss"),
            ("right_loss.loss", "optimizer.loss"),
        ],
        batch_size=96,
    )


def bounded() -> Graph:
    """Weights within bounds, and penalties on what layers give out."""
    l1 = {"kind": "l1", "params": {"l1": 0.001}}
    return graph(
        {
            "digits": node("digits"),
            "flatten": node("flatten"),
            "hidden": node("dense", units=16, activation="relu", activity_regularizer=l1),
            "scores": node(
                "dense",
                units=10,
                activation="softmax",
                kernel_constraint={"kind": "max_norm", "params": {"max_value": 0.5}},
                bias_constraint="non_neg",
                kernel_regularizer="l2",
            ),
            "loss": node("categorical_crossentropy"),
            "sgd": node("sgd", learning_rate=0.1),
        },
        [
            ("digits.image", "flatten.input"),
            *chain("flatten", "hidden", "scores"),
            *judged("scores", "digits.label", "loss"),
            ("loss.loss", "sgd.loss"),
        ],
        batch_size=UNEVEN,
    )


def strips() -> Graph:
    """A picture as a sequence of four strips, each looked at with the same filters.

    Its optimizer trains other weights than it validates and keeps.
    """
    return graph(
        {
            "digits": node("digits", validation_split=0.125),
            "cut": node("reshape", target_shape=[4, 7, 28, 1]),
            "filters": replace(node("conv2d", filters=4, strides=2), over_time=True),
            "drop": replace(node("dropout", rate=0.1), over_time=True),
            "mean": replace(node("global_average_pooling2d"), over_time=True),
            "row": node("flatten"),
            "scores": node("dense", units=10, activation="softmax"),
            "loss": node("categorical_crossentropy"),
            "optimizer": node("schedule_free_adamw", learning_rate=0.01, beta_1=0.5),
        },
        [
            ("digits.image", "cut.input"),
            *chain("cut", "filters", "drop", "mean", "row", "scores"),
            *judged("scores", "digits.label", "loss"),
            ("loss.loss", "optimizer.loss"),
        ],
        batch_size=125,
    )


def fitted() -> Graph:
    """Pictures brought to a mean of 0 by what the training data shows, twice."""
    return graph(
        {
            "digits": node("digits"),
            "first": node("normalization", axis=None),
            "mean": node("average_pooling2d", pool_size=7),
            "row": node("flatten"),
            "second": node("normalization"),
            "bins": node("discretization", num_bins=4, output_mode="one_hot"),
            "wide": node("flatten"),
            "scores": node("dense", units=10, activation="softmax"),
            "loss": node("categorical_crossentropy"),
            "sgd": node("sgd", learning_rate=0.1),
        },
        [
            ("digits.image", "first.input"),
            *chain("first", "mean", "row", "second", "bins", "wide", "scores"),
            *judged("scores", "digits.label", "loss"),
            ("loss.loss", "sgd.loss"),
        ],
        batch_size=UNEVEN,
    )


def augmented() -> Graph:
    """Pictures changed at random while training, mixed in pairs together with their labels."""
    unit = {"value_range": [0.0, 1.0]}
    return graph(
        {
            "digits": node("digits"),
            "small": node("resizing", height=9, width=9, antialias=True),
            "turn": node("random_rotation", factor=0.05, fill_mode="constant"),
            "wipe": node("random_erasing", factor=0.5, **unit),
            "shares": node("category_encoding", output_mode="one_hot"),
            "mix": node("mix_up", alpha=0.4),
            "row": node("flatten"),
            "scores": node("dense", units=10, activation="softmax"),
            "loss": node("categorical_crossentropy"),
            "sgd": node("sgd", learning_rate=0.1),
        },
        [
            ("digits.image", "small.input"),
            *chain("small", "turn", "wipe", "mix", "row", "scores"),
            ("digits.label", "shares.input"),
            ("shares.output", "mix.labels"),
            *judged("scores", "mix.labels", "loss"),
            ("loss.loss", "sgd.loss"),
        ],
        batch_size=400,
    )


def recurrent() -> Graph:
    """Labels as a masked sequence, tagged step by step, and pictures read four rows at a time.

    A 0 does not count as a step. The state of the one begins the other, and has a penalty too.
    """
    l2 = {"kind": "l2", "params": {"l2": 0.001}}
    return graph(
        {
            "left": node("digits", validation_split=0.0),
            "right": node("digits", order=1, validation_split=0.0),
            "first": node("reshape", target_shape=[1]),
            "second": node("reshape", target_shape=[1]),
            "ids": node("concatenate"),
            "vectors": node("embedding", input_dim=10, output_dim=4, mask_zero=True),
            "tagger": node(
                "lstm",
                units=6,
                return_sequences=True,
                bidirectional="concat",
                dropout=0.1,
                activity_regularizer=l2,
            ),
            "tags": node("dense", units=10, activation="softmax"),
            "rows": node("reshape", target_shape=[7, 112]),
            "reader": node("gru", units=12, go_backwards=True),
            "scores": node("dense", units=10, activation="softmax"),
            "tag_loss": node("categorical_crossentropy"),
            "loss": node("categorical_crossentropy", weight=0.5),
            "tag_accuracy": node("accuracy"),
            "adam": node("adam"),
        },
        [
            ("left.label", "first.input"),
            ("right.label", "second.input"),
            ("first.output", "ids.inputs"),
            ("second.output", "ids.inputs"),
            *chain("ids", "vectors", "tagger", "tags"),
            *judged("tags", "ids.output", "tag_loss", "tag_accuracy"),
            ("left.image", "rows.input"),
            *chain("rows", "reader", "scores"),
            ("tagger.state_h", "reader.initial_h"),
            *judged("scores", "left.label", "loss"),
            ("tag_loss.loss", "adam.loss"),
            ("loss.loss", "adam.loss"),
        ],
        batch_size=250,
    )


def attending() -> Graph:
    """Rows of pictures look at one another: a block of a transformer, and attention of each kind.

    The scores of one of them are used too.
    """
    return graph(
        {
            "digits": node("digits", validation_split=0.1),
            "rows": node("reshape", target_shape=[28, 28]),
            "words": node("dense", units=8),
            "heads": node("multi_head_attention", num_heads=2, key_dim=4, use_causal_mask=True),
            "sum": node("add"),
            "norm": node("layer_normalization"),
            "groups": node("group_query_attention", head_dim=4, num_query_heads=2, dropout=0.1),
            "near": node("attention", use_scale=True),
            "far": node("additive_attention", use_causal_mask=True),
            "both": node("concatenate"),
            "mean": node("global_average_pooling1d"),
            "scores": node("dense", units=10, activation="softmax"),
            "loss": node("categorical_crossentropy"),
            "adam": node("adam", learning_rate=0.01),
        },
        [
            ("digits.image", "rows.input"),
            *chain("rows", "words"),
            ("words.output", "heads.query"),
            ("words.output", "sum.inputs"),
            ("heads.output", "sum.inputs"),
            *chain("sum", "norm"),
            ("norm.output", "groups.query"),
            ("words.output", "groups.value"),
            ("groups.output", "near.query"),
            ("words.output", "near.key"),
            ("norm.output", "near.value"),
            ("near.output", "far.query"),
            ("far.output", "both.inputs"),
            ("far.scores", "both.inputs"),
            *chain("both", "mean", "scores"),
            *judged("scores", "digits.label", "loss"),
            ("loss.loss", "adam.loss"),
        ],
        batch_size=400,
    )


ALL = {
    "attending": attending,
    "augmented": augmented,
    "fitted": fitted,
    "strips": strips,
    "bounded": bounded,
    "mlp": mlp,
    "convolutional": convolutional,
    "two_in_two_out": two_in_two_out,
    "recurrent": recurrent,
}
