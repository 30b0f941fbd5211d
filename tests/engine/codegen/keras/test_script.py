"""The script for Keras: idiomatic, whole, and silent about nothing that it cannot say."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from hornstudio import paths
from hornstudio.engine.catalog import Catalog, catalog
from hornstudio.engine.codegen.keras.script import export_keras
from hornstudio.engine.editing import edits
from hornstudio.engine.errors import ExportError
from hornstudio.engine.graph import Graph, Wire
from hornstudio.engine.module import Module
from hornstudio.engine.storage import files
from tests.engine import sample_graph
from tests.engine.codegen.exported import lay, run_alone, run_here
from tests.engine.sample_graph import node


def test_a_chain_is_a_sequential_model() -> None:
    text = export_keras(sample_graph.mlp())
    assert "keras.Sequential(" in text
    assert 'layers.Dense(16, name="hidden"),' in text
    assert 'loss="sparse_categorical_crossentropy",' in text
    assert 'metrics=["accuracy"],' in text
    assert "optimizer=keras.optimizers.SGD(learning_rate=0.1)," in text
    assert "hornstudio" not in re.sub(r'^""".*?"""', "", text, flags=re.S).lower().replace(
        "$hornstudio_data", ""
    ).replace('"hornstudio_data"', "")


def test_a_graph_is_a_functional_model_with_shared_layers() -> None:
    text = export_keras(sample_graph.two_in_two_out())
    assert re.search(r"return keras.Model\(\[\w+, \w+\], \[\w+, \w+\]\)", text)
    assert re.search(r"(\w+_layer) = layers.Dense\(.*\n    \w+ = \1\(\w+\)", text)


def test_settings_that_differ_from_keras_are_written_and_no_others() -> None:
    text = export_keras(sample_graph.bounded())
    assert "keras.constraints.MaxNorm(max_value=0.5)" in text
    assert 'bias_constraint="non_neg"' in text
    assert 'kernel_regularizer="l2"' in text
    assert "kernel_initializer" not in text


def test_a_shared_table_is_called_in_reverse() -> None:
    sizes = {"input_dim": 10, "output_dim": 3}
    back = node("reversible_embedding", **sizes, reverse=True)
    tied = sample_graph.graph(
        {
            "digits": node("digits"),
            "table": node("reversible_embedding", **sizes),
            "scores": replace(back, weights_of="table"),
            "softmax": node("softmax"),
            "loss": node("categorical_crossentropy"),
            "sgd": node("sgd"),
        },
        [
            ("digits.label", "table.input"),
            *sample_graph.chain("table", "scores", "softmax"),
            *sample_graph.judged("softmax", "digits.label", "loss"),
            ("loss.loss", "sgd.loss"),
        ],
    )
    text = export_keras(tied)
    assert 'table_layer = layers.ReversibleEmbedding(10, 3, name="table")' in text
    assert "    scores = table_layer(table, reverse=True)" in text


def test_nothing_is_imported_twice() -> None:
    script = export_keras(files.load(paths.resource("templates", "mnist_mlp.horn")))
    imports = re.findall(r"^(?:import|from) .*", script, flags=re.MULTILINE)
    assert "import os" in imports
    assert len(imports) == len(set(imports))


@pytest.mark.parametrize("name", ["strips", "two_in_two_out"])
def test_the_script_trains(name: str, tmp_path: Path) -> None:
    graph = sample_graph.ALL[name]()
    graph = replace(graph, training=replace(graph.training, epochs=1, batch_size=500))
    run = run_alone if name == "strips" else run_here
    printed = run(lay(export_keras(graph), tmp_path))
    assert "'loss':" in printed.splitlines()[-1]
    epochs = [line for line in printed.splitlines() if re.match(r"\d+/\d+ - ", line)]
    assert len(epochs) == 1, "who reads it is not on a terminal: a line an epoch, no bar"


def test_all_that_keras_cannot_say_is_named() -> None:
    graph = sample_graph.mlp()
    second = edits.add_node(graph, "second", node("mean_squared_error"))
    for wire in (("softmax.output", "second.prediction"), ("scores.output", "second.target")):
        second = edits.connect(second, Wire(*wire))
    with pytest.raises(ExportError, match="second: compares with what a layer gives"):
        export_keras(second)


def test_weights_of_classes_become_the_loss_of_keras_that_has_them() -> None:
    graph = edits.set_param(sample_graph.mlp(), "loss", "class_weight", [1.0] * 9 + [5.0])
    script = export_keras(graph)
    assert "losses.CategoricalFocalCrossentropy(" in script
    assert "gamma=0.0" in script
    graph = edits.set_param(graph, "loss", "from_logits", True)
    with pytest.raises(ExportError, match="loss: weighs classes of raw scores, which Keras"):
        export_keras(graph)


def test_weights_of_no_and_yes_are_said_to_be_none_of_keras() -> None:
    graph = sample_graph.graph(
        {
            "table": node("penguins"),
            "sex": node("dense", units=1, activation="sigmoid"),
            "loss": node("binary_crossentropy", class_weight=[1, 5]),
            "sgd": node("sgd"),
        },
        [
            ("table.measures", "sex.input"),
            *sample_graph.judged("sex", "table.sex", "loss"),
            ("loss.loss", "sgd.loss"),
        ],
    )
    with pytest.raises(ExportError, match="loss: weighs a no and a yes, which no loss of Keras"):
        export_keras(graph)
    plain = export_keras(edits.set_param(graph, "loss", "class_weight", None))
    assert "binary_crossentropy" in plain


def test_what_keras_lacks_is_named_once_with_all_its_nodes_and_a_way_out() -> None:
    gate = Module(
        kind="gate", title="Gate", category="core", help="", infer=lambda p, x: x, apply=lambda x: x
    )
    known = Catalog([*catalog().modules.values(), gate])
    graph = sample_graph.mlp()
    for name in ("one", "two"):
        graph = edits.add_node(graph, name, node("gate"))
        graph = edits.connect(graph, Wire("hidden.output", f"{name}.input"))
    with pytest.raises(ExportError) as caught:
        export_keras(graph, known)
    assert str(caught.value) == (
        "one, two: Gate has no counterpart in Keras; a script for JAX or Flax can have it"
    )


def test_a_graph_with_errors_is_not_exported() -> None:
    with pytest.raises(ExportError, match="empty"):
        export_keras(Graph())


def test_an_output_without_a_loss_is_named_beside_the_others() -> None:
    spare = edits.add_node(sample_graph.mlp(), "spare", node("dense", units=2))
    text = export_keras(edits.connect(spare, Wire("hidden.output", "spare.input")))
    assert '"softmax": "sparse_categorical_crossentropy"' in text
    assert '"spare": None' in text
    assert 'y = {"softmax": data["digits.label"], "spare": None}' in text
    assert re.search(r"return keras.Model\(\w+, \[softmax, spare\]\)", text)
