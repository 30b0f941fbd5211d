"""What sets runs apart, as data and as a dialog."""

from PySide6.QtGui import QGuiApplication

from hornstudio.engine import edits
from hornstudio.engine.runs.index import RunIndex
from hornstudio.ui.runs.compare_dialog import CompareDialog
from hornstudio.ui.runs.comparison import Comparison, compare
from tests.engine.sample_graph import mlp


def compared(root, *folders: str) -> Comparison:
    with RunIndex(root) as index:
        index.refresh()
        found = {r.folder: r for r in index.records()}
    return compare([found[folder] for folder in folders])


def rows(comparison: Comparison) -> dict[str, tuple[str, ...]]:
    return {row.title: row.cells for _, rows in comparison.sections for row in rows}


def test_settings_figures_and_graphs_are_compared(root, make_run):
    make_run("a", 0.5, 0.3)
    make_run("b", 0.4, graph=edits.set_param(mlp(), "hidden", "units", 64))
    make_run("c", 0.4, graph=edits.remove_nodes(mlp(), ["relu"]))
    found = rows(compared(root, "a", "b", "c"))
    assert found["hidden.units"] == ("16", "64", "16")
    assert found["relu"] == ("relu", "relu", "–")
    assert found["Epochs"] == ("2/2", "1/1", "1/1")
    assert found["Seed"] == ("0", "0", "0")
    assert found["val_loss"] == ("0.3000", "0.4000", "0.4000")


def test_a_graph_that_cannot_be_read_says_so(root, make_run):
    make_run("a", 0.5)
    (make_run("b", 0.5) / "graph.horn").write_text("{")
    assert rows(compared(root, "a", "b"))["File of the graph"] == ("–", "cannot be read")


def test_the_dialog_shows_at_first_only_what_differs(root, make_run, qtbot):
    make_run("a", 0.5)
    make_run("b", 0.5, graph=edits.set_param(mlp(), "hidden", "units", 64))
    dialog = CompareDialog(compared(root, "a", "b"))
    qtbot.addWidget(dialog)
    dialog.show()

    def shown() -> list[str]:
        return [dialog.table.item(row, 0).text() for row in range(dialog.table.rowCount())]

    assert "hidden.units" in shown()
    assert "Seed" not in shown()
    dialog.only.click()
    assert "Seed" in shown()
    dialog.only.click()
    dialog.copy()
    assert "hidden.units\t16\t64" in QGuiApplication.clipboard().text()


def test_runs_that_are_alike_are_said_to_be(qtbot):
    dialog = CompareDialog(Comparison(("a", "b"), ()))
    qtbot.addWidget(dialog)
    assert "alike in everything" in dialog.table.item(0, 0).text()
