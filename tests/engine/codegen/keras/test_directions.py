"""States of bidirectional layers go to Keras in halves, and come back whole."""

import json
import zipfile
from pathlib import Path

import keras
import numpy as np
import pytest

from hornstudio.engine.codegen.keras.archive import keras_file
from hornstudio.engine.codegen.keras.script import export_keras
from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.compile.program import Program
from hornstudio.engine.editing import edits
from hornstudio.engine.errors import ExportError
from hornstudio.engine.graph import Graph, Node, Wire
from hornstudio.engine.interop.keras_file import read_keras
from tests.engine.sample_graph import chain, graph, judged, node


def both_ways(*wires: tuple[str, str]) -> Graph:
    """A reader whose states another takes, and one that begins with what a layer gives."""
    return graph(
        {
            "x": node("input", shape=[5, 3]),
            "reader": node("lstm", units=2, bidirectional="concat"),
            "writer": node("lstm", units=2, bidirectional="sum", return_sequences=True),
            "deep": node("dense", units=4),
            "gru": node("gru", units=2, bidirectional="ave"),
            "out": node("dense", units=2),
            "y": node("input", shape=[2]),
            "loss": node("mean_squared_error"),
            "sgd": node("sgd"),
        },
        [
            *chain("x", "reader"),
            ("x.output", "writer.input"),
            ("reader.state_h", "writer.initial_h"),
            *wires,
            ("reader.state_h", "deep.input"),
            ("deep.output", "gru.initial_h"),
            *chain("writer", "gru", "out"),
            *judged("out", "y.output", "loss"),
            ("loss.loss", "sgd.loss"),
        ],
    )


WHOLE = both_ways(("reader.state_c", "writer.initial_c"))


def test_states_go_on_in_halves_and_are_joined_for_others() -> None:
    text = export_keras(WHOLE)
    halves = "reader_forward_h, reader_forward_c, reader_backward_h, reader_backward_c"
    assert f"initial_state=[{halves}]" in text
    assert "([reader_forward_h, reader_backward_h])" in text
    assert "reader_state_c" not in text
    assert "keras.ops.split(deep, indices_or_sections=2, axis=-1)" in text


def test_a_joined_state_goes_on_through_a_bypassed_layer() -> None:
    through = edits.add_node(WHOLE, "noise", Node("dropout", bypassed=True))
    wires = (Wire("reader.state_h", "noise.input"), Wire("noise.output", "deep.input"))
    through = edits.connect(edits.connect(through, wires[0]), wires[1])
    assert export_keras(through) == export_keras(WHOLE)


def test_a_file_of_them_predicts_the_same_and_comes_back(tmp_path: Path) -> None:
    program = Program(plan_graph(WHOLE, own_data=True))
    carry = program.start(0)
    path = tmp_path / "m.keras"
    path.write_bytes(keras_file(WHOLE, carry["weights"], carry["state"], carry["optimizer"]))
    x = np.random.default_rng(0).normal(size=(2, 5, 3)).astype(np.float32)
    ours = program.predict(carry["weights"], carry["state"], {"x.output": x})["out.output"]
    np.testing.assert_allclose(keras.saving.load_model(path)(x), ours, atol=1e-6)
    back = read_keras(path)
    assert back.report.remarks == []
    states = {(w.source, w.target) for w in back.graph.wires if "state" in w.source}
    assert states == {(w.source, w.target) for w in WHOLE.wires if "state" in w.source}
    np.testing.assert_array_equal(
        back.weights["gru"]["backward_bias"], carry["weights"]["gru"]["backward_bias"]
    )


def test_one_of_two_initial_states_is_refused() -> None:
    with pytest.raises(ExportError, match="writer: Keras takes all initial states or none"):
        export_keras(both_ways())


def test_the_way_back_is_written_as_keras_writes_it(tmp_path: Path) -> None:
    """Else Keras mixes the layers of a file up where several are bidirectional."""
    program = Program(plan_graph(WHOLE, own_data=True))
    carry = program.start(0)
    path = tmp_path / "m.keras"
    path.write_bytes(keras_file(WHOLE, carry["weights"], carry["state"], carry["optimizer"]))
    with zipfile.ZipFile(path) as file:
        layers = json.loads(file.read("config.json"))["config"]["layers"]
    found = [each["config"] for each in layers if each["class_name"] == "Bidirectional"]
    assert len(found) == 3
    for config in found:
        forth, back = config["layer"]["config"], config["backward_layer"]["config"]
        assert back == {**forth, "go_backwards": True}
        assert not forth.get("go_backwards")
