"""HornStudio's own `train` on graphs made through the engine, its events read as a window does."""

from dataclasses import replace
from typing import Any

import numpy as np

from hornstudio.engine.catalog import catalog
from hornstudio.engine.graph import Graph
from hornstudio.engine.module import Array, Module, Port
from hornstudio.engine.shapes import Spec
from hornstudio.engine.storage import files
from hornstudio.engine.training_settings import MIXED
from hornstudio.paths import resource
from training.net import Net, on_data
from training.turns import Turns
from training.workload import Workload

PLAIN: dict[str, Any] = {"padding": "same", "use_bias": False}


def data_module(x: np.ndarray, y: np.ndarray, classes: int) -> Module:
    """Arrays as a data module, as a user would write one. classes: 0 where targets are numbers."""
    none = {"x": x[:0], "y": y[:0]}
    return Module(
        kind="bench_data",
        title="Bench data",
        category="data",
        help="The arrays that all peers get.",
        inputs=(),
        outputs=(Port("x"), Port("y")),
        infer=lambda p: {
            "x": Spec(x.shape[1:], str(x.dtype)),
            "y": Spec(y.shape[1:], str(y.dtype), classes=classes or None),
        },
        flops=lambda p: 0,
        load=lambda find: ({"x": x, "y": y}, none),
    )


def add_places(w, x):  # type: ignore[no-untyped-def]
    return x + w["places"]


PLACES = Module(
    kind="bench_places",
    title="Learned places",
    category="core",
    help="Adds a learned vector to each step of a sequence.",
    infer=lambda p, x: x,
    weights=lambda p, x: (Array("places", x.shape, "random_uniform"),),
    apply=add_places,
)


def template(name: str) -> Graph:
    """A ready graph on the bench's data instead of its own."""
    graph = files.load(resource("templates", f"{name}.horn"))
    return on_data(graph, "mnist", "bench_data", {"image": "x", "label": "y"})


def lstm(net: Net, work: Workload) -> None:
    net.add("embedding", input_dim=10_000, output_dim=64)
    net.add("lstm", units=64)
    net.add("dense", units=1, activation="sigmoid")
    net.train("binary_crossentropy", "binary_accuracy", "adam", learning_rate=work.rate)


def transformer(net: Net, work: Workload) -> None:
    sizes = work.sizes
    net.add("embedding", input_dim=sizes.tokens, output_dim=sizes.width)
    net.add("bench_places")
    of_head: dict[str, Any] = {"num_heads": sizes.heads, "key_dim": sizes.width // sizes.heads}
    for _ in range(sizes.blocks):
        into = net.last
        net.add("layer_normalization")
        attended = net.add("multi_head_attention", port="query", **of_head)
        middle = net.add("add", into, attended, port="inputs")
        net.add("layer_normalization")
        net.add("dense", units=sizes.wide, activation="gelu")
        narrow = net.add("dense", units=sizes.width)
        net.add("add", middle, narrow, port="inputs")
    net.add("layer_normalization")
    net.add("global_average_pooling1d")
    net.add("dense", units=10, activation="softmax")
    net.train("categorical_crossentropy", "accuracy", "adam", learning_rate=work.rate)


def resnet(net: Net, work: Workload) -> None:
    channels = work.sizes.filters[0]
    net.add("conv2d", filters=channels, kernel_size=3, **PLAIN)
    net.add("batch_normalization")
    net.add("relu")
    for filters, stride in work.sizes.stages():
        block(net, filters, stride, is_wider=channels != filters)
        channels = filters
    net.add("global_average_pooling2d")
    net.add("dense", units=10, activation="softmax")
    net.train("categorical_crossentropy", "accuracy", "sgd", learning_rate=work.rate, momentum=0.9)


def block(net: Net, filters: int, stride: int, is_wider: bool) -> None:
    into = net.last
    net.add("conv2d", filters=filters, kernel_size=3, strides=[stride] * 2, **PLAIN)
    net.add("batch_normalization")
    net.add("relu")
    net.add("conv2d", filters=filters, kernel_size=3, **PLAIN)
    out = net.add("batch_normalization")
    if is_wider:
        net.add("conv2d", into, filters=filters, kernel_size=1, strides=[stride] * 2, **PLAIN)
        into = net.add("batch_normalization")
    net.add("add", into, out, port="inputs")
    net.add("relu")


def tabular(net: Net, work: Workload) -> None:
    for _ in range(3):
        net.add("dense", units=256, activation="relu")
    net.add("dense", units=1)
    net.train("mean_squared_error", "", "adam", learning_rate=work.rate)


def wide_mlp(net: Net, work: Workload) -> None:
    net.add("flatten")
    for _ in range(2):
        net.add("dense", units=1024, activation="relu")
    net.add("dense", units=10, activation="softmax")
    net.train("categorical_crossentropy", "accuracy", "adam", learning_rate=work.rate)


BUILDERS = {
    "lstm": lstm,
    "transformer": transformer,
    "resnet": resnet,
    "tabular": tabular,
    "wide_mlp": wide_mlp,
}


def graph_of(work: Workload, x: np.ndarray, y: np.ndarray) -> Graph:
    """The workload as a graph on these arrays, whose module is in the catalog from now on."""
    for module in (data_module(x, y, work.classes), PLACES):
        if catalog().get(module.kind) is None:
            catalog().add(module)
    if work.builder in BUILDERS:
        net = Net("bench_data", "x", "y")
        BUILDERS[work.builder](net, work)
        graph = net.graph(work.batch)
        precision = MIXED if work.is_mixed else graph.training.precision
        return replace(graph, training=replace(graph.training, precision=precision))
    return template({"seed_mlp": "mnist_mlp"}.get(work.name, work.name))


def run(work: Workload, x: np.ndarray, y: np.ndarray, epochs: int, turns: Turns) -> None:
    from hornstudio.engine.train.run import train
    from hornstudio.engine.train.steps.cores import open_cores
    from hornstudio.engine.train.steps.memory.heap import keep_memory
    from hornstudio.engine.watch.events import Epoch, Failed

    keep_memory()  # as the computing process and the command line do
    open_cores()
    graph = graph_of(work, x, y)
    turns.begin()
    for event in train(graph, epochs=epochs, batch_size=work.batch, checkpoints=False):
        if isinstance(event, Failed):
            raise SystemExit(str(event.reason))
        if isinstance(event, Epoch):
            turns.end(**event.metrics)
            turns.begin()
