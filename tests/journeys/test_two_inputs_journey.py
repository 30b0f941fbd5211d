"""Two inputs through one shared encoder, two answers, two losses: wired by mouse and trained."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from hornstudio.engine.watch.events import Epoch

CONTROL = Qt.KeyboardModifier.ControlModifier

# Node -> kind, column, row; in this order, so that ids come out as written.
PLACES = {
    "digits": ("digits", 0, 1),
    "digits_2": ("digits", 0, 2),
    "flatten": ("flatten", 1, 1),
    "flatten_2": ("flatten", 1, 2),
    "dense": ("dense", 2, 1),
    "dense_2": ("dense", 2, 2),
    "concatenate": ("concatenate", 3, 1),
    "dense_3": ("dense", 4, 1),
    "dense_4": ("dense", 4, 2),
    "softmax": ("softmax", 5, 1),
    "softmax_2": ("softmax", 5, 2),
    "categorical_crossentropy": ("categorical_crossentropy", 6, 1),
    "categorical_crossentropy_2": ("categorical_crossentropy", 6, 2),
    "accuracy": ("accuracy", 6, 0),
    "accuracy_2": ("accuracy", 6, 3),
    "adam": ("adam", 7, 1),
}
WIRES = (
    ("digits.image", "flatten.input"),
    ("digits_2.image", "flatten_2.input"),
    ("flatten.output", "dense.input"),
    ("flatten_2.output", "dense_2.input"),
    ("dense.output", "concatenate.inputs"),
    ("dense_2.output", "concatenate.inputs"),
    ("concatenate.output", "dense_3.input"),
    ("concatenate.output", "dense_4.input"),
    ("dense_3.output", "softmax.input"),
    ("dense_4.output", "softmax_2.input"),
    ("softmax.output", "categorical_crossentropy.prediction"),
    ("digits.label", "categorical_crossentropy.target"),
    ("softmax_2.output", "categorical_crossentropy_2.prediction"),
    ("digits_2.label", "categorical_crossentropy_2.target"),
    ("softmax.output", "accuracy.prediction"),
    ("digits.label", "accuracy.target"),
    ("softmax_2.output", "accuracy_2.prediction"),
    ("digits_2.label", "accuracy_2.target"),
    ("categorical_crossentropy.loss", "adam.loss"),
    ("categorical_crossentropy_2.loss", "adam.loss"),
)


def zoom_out_for_sixteen(person):
    person.click_ground()
    for _ in range(20):
        if person.canvas.view.zoom <= 0.6:
            break
        person.press(Qt.Key.Key_Minus, CONTROL)
    assert 0.4 < person.canvas.view.zoom <= 0.6


def share_weights(person):
    person.select("dense_2")
    QTest.qWait(20)
    person.click(person.field(person.window.workspace.inspector, "Weights of: dense"))
    assert person.graph.nodes["dense_2"].weights_of == "dense"


def build(person):
    zoom_out_for_sixteen(person)
    for node, (kind, column, row) in PLACES.items():
        at = QPoint(60 + 128 * column, 50 + 150 * row)
        assert person.drop(kind, at) == node
        if node == "dense_2":
            share_weights(person)
    person.click_ground()
    person.press(Qt.Key.Key_F)
    for source, target in WIRES:
        person.wire(source, target)
    person.set_param("digits_2", "Order", "1")
    person.set_param("dense_3", "Units", "10")
    person.set_param("dense_4", "Units", "10")
    person.set_param("categorical_crossentropy_2", "Weight", "0.5")


@pytest.mark.usefixtures("no_jax")
def test_two_inputs_and_two_outputs(person):
    build(person)
    document = person.window.document
    assert document.report.problems == ()
    # The encoder's weights are counted once: one of 784 or 64 inputs, two heads of 10.
    encoder = document.report.facts["dense"].weight_count
    heads = sum(document.report.facts[i].weight_count for i in ("dense_3", "dense_4"))
    assert document.report.weight_count == encoder + heads
    person.type_into(person.field(person.training, "Epochs"), "8")
    result = person.train()
    epochs = [e for e in result["events"] if isinstance(e, Epoch)]
    names = {"loss", "accuracy", "accuracy_2", "categorical_crossentropy"}
    assert names <= set(epochs[-1].metrics)
    first, last = epochs[0].metrics, epochs[-1].metrics
    assert last["loss"] < 0.5 * first["loss"]
    parts = last["categorical_crossentropy"] + 0.5 * last["categorical_crossentropy_2"]
    assert last["loss"] == pytest.approx(parts, rel=1e-4)
    test = result["finished"].metrics
    assert test["test_accuracy"] > 0.8
    assert test["test_accuracy_2"] > 0.7
    assert len(result["grown"][-1]) >= len(names)
