"""The script for Flax: classes of `nnx` where they are the same, else what the engine runs."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from hornstudio.engine.codegen.flax.script import export_flax
from hornstudio.engine.errors import ExportError
from hornstudio.engine.graph import Graph, freeze
from tests.engine import sample_graph
from tests.engine.codegen.exported import lay, run_alone, run_here


def test_layers_are_classes_of_nnx() -> None:
    text = export_flax(sample_graph.convolutional())
    assert "self.branch = nnx.Conv(\n            4,\n            4,\n            (3, 3)," in text
    assert "self.dropout = nnx.Dropout(0.25, rngs=rngs)" in text
    assert re.search(r"self.weights = nnx.BatchNorm\(.*epsilon=0.001", text)
    assert "max_ = nnx.max_pool(weights_, (2, 2), strides=(2, 2))" in text
    assert "nnx.leaky_relu(self.conv2d(data_image), 0.1)" in text
    assert "skipped = dropout  # dropout, bypassed" in text


def test_shared_layers_are_made_once_and_frozen_ones_are_not_trained() -> None:
    text = export_flax(sample_graph.two_in_two_out())
    assert len(re.findall(r"self\.encoder = nnx\.Linear", text)) == 1
    assert len(re.findall(r"self\.encoder\(", text)) == 2
    assert "FROZEN = ('fixed',)" in text
    assert "optax.softmax_cross_entropy_with_integer_labels(right_out, right_label)" in text


def test_a_graph_of_which_no_layer_is_judged_is_refused() -> None:
    idle = sample_graph.graph(
        {
            "digits": sample_graph.node("digits"),
            "loss": sample_graph.node("mean_squared_error"),
            "sgd": sample_graph.node("sgd"),
        },
        [
            ("digits.image", "loss.prediction"),
            ("digits.image", "loss.target"),
            ("loss.loss", "sgd.loss"),
        ],
    )
    with pytest.raises(ExportError, match="nothing judges what a layer gives"):
        export_flax(idle)


def test_layers_over_time_take_steps_as_samples() -> None:
    text = export_flax(sample_graph.strips())
    assert "drop = over_time(self.drop, filters)" in text
    assert "model = finished(model, optimizer)" in text


@pytest.mark.parametrize("name", ["strips", "fitted"])
def test_the_script_trains(name: str, tmp_path: Path) -> None:
    graph = sample_graph.ALL[name]()
    graph = replace(graph, training=replace(graph.training, epochs=1, batch_size=500))
    run = run_alone if name == "strips" else run_here
    printed = run(lay(export_flax(graph), tmp_path))
    title, word, loss = printed.splitlines()[-1].split()[:3]
    assert (title, word) == ("test", "loss")
    assert 0.0 < float(loss) < 2.4


def test_an_optimizer_that_asks_for_the_loss_is_refused_by_name() -> None:
    graph = sample_graph.mlp()
    nodes = {**graph.nodes, "sgd": sample_graph.node("sophia")}
    with pytest.raises(ExportError, match="sgd: Sophia asks for the loss"):
        export_flax(replace(graph, nodes=freeze(nodes)))


def test_a_graph_with_errors_is_not_exported() -> None:
    with pytest.raises(ExportError, match="empty"):
        export_flax(Graph())
