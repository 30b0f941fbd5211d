"""An .npz of one's own is dropped on the canvas, wired by mouse, mended in a click and trained."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from hornstudio.engine.watch.events import Epoch

PLACES = {
    "flatten": (1, 1),
    "dense": (2, 1),
    "softmax": (3, 1),
    "categorical_crossentropy": (4, 1),
    "accuracy": (4, 2),
    "adam": (5, 1),
}
WIRES = (
    ("arrays.x", "flatten.input"),
    ("flatten.output", "dense.input"),
    ("dense.output", "softmax.input"),
    ("softmax.output", "categorical_crossentropy.prediction"),
    ("arrays.y", "categorical_crossentropy.target"),
    ("softmax.output", "accuracy.prediction"),
    ("arrays.y", "accuracy.target"),
    ("categorical_crossentropy.loss", "adam.loss"),
)


def banded(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Pictures [N, 6, 6] of bytes with a bright band at the top, in the middle or below."""
    place = np.arange(count) % 3
    x = np.random.default_rng(count).integers(0, 80, (count, 6, 6), np.uint8)
    for picture, band in zip(x, place, strict=True):
        picture[2 * band : 2 * band + 2] += 150
    return x, place


@pytest.mark.usefixtures("no_jax")
def test_arrays_are_dropped_wired_mended_and_trained(person, tmp_path):
    (x, y), (x_test, y_test) = banded(600), banded(90)
    np.savez(tmp_path / "bands.npz", x_train=x, y_train=y, x_test=x_test, y_test=y_test)
    person.drop_file(tmp_path / "bands.npz", QPoint(100, 250))
    document = person.window.document
    person.qtbot.waitUntil(lambda: "arrays" in person.graph.nodes)
    assert document.report.facts["arrays"].outputs["y"].classes == 3
    for kind, (column, row) in PLACES.items():
        assert person.drop(kind, QPoint(60 + 215 * column, 50 + 170 * row)) == kind
    person.click_ground()
    person.press(Qt.Key.Key_F)
    for source, target in WIRES:
        person.wire(source, target)
    person.set_param("dense", "Units", "3")
    (problem,) = document.report.problems
    assert (problem.severity, problem.node) == ("warning", "flatten")
    person.select("flatten")
    person.window.table["mend"].trigger()
    assert person.graph.nodes["arrays"].params["scaling"] == "divide_by_255"
    assert document.report.problems == ()
    person.type_into(person.field(person.training, "Epochs"), "20")
    result = person.train()
    epochs = [event for event in result["events"] if isinstance(event, Epoch)]
    assert epochs[-1].metrics["loss"] < epochs[0].metrics["loss"]
    assert result["finished"].metrics["test_accuracy"] > 0.9
