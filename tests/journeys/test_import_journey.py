"""A model of Keras is imported, given data by mouse, and trained on from the weights it has."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt

from hornstudio.engine.watch.events import Started
from hornstudio.ui.window.incoming.report import ImportReport
from tests.cli.test_importing import write_model


def import_model(person, path: Path) -> None:
    """Choose it in the menu's dialog, and close the report."""
    window = person.window
    person.choose_file(window.table["import"].trigger, path)

    def wait() -> None:
        person.qtbot.waitUntil(lambda: not window.incoming.keras.is_running, timeout=60_000)

    person.in_dialog(ImportReport, lambda report: report.reject(), wait)


def wire_digits(person) -> None:
    """Put a data module in the place of the two free inputs."""
    for node in ("x", "scores_target"):
        person.select(node)
        person.press(Qt.Key.Key_Delete)
    data = person.drop("digits", QPoint(60, 60))
    person.press(Qt.Key.Key_F)
    person.wire(f"{data}.image", "flat.input")
    for judge in ("loss", "accuracy"):
        person.wire(f"{data}.label", f"{judge}.target")


@pytest.mark.usefixtures("no_jax")
def test_an_imported_model_trains_on_from_its_weights(person, tmp_path):
    import_model(person, write_model(tmp_path / "digits_net.keras"))
    box = person.training.controls.inherited
    person.qtbot.waitUntil(box.isVisible)  # words follow 20 times a second
    assert box.isChecked()
    wire_digits(person)
    person.type_into(person.field(person.training, "Epochs"), "1")
    result = person.train()
    [started] = [event for event in result["events"] if isinstance(event, Started)]
    assert "weights kept: scores; begun anew: none" in str(started.notes[-1])
    run = person.training.trainer.inheritance.of_front.run
    assert Path(run).name.startswith("digits_net-")
    person.click(box)
    result = person.train()
    [started] = [event for event in result["events"] if isinstance(event, Started)]
    assert not any("weights kept" in note for note in started.notes)
