"""Large tables that have come do not hold the window up."""

import threading
from collections.abc import Callable, Iterator

import pytest

from hornstudio.engine.graph import Graph, Node, freeze
from hornstudio.engine.modules.patience import in_a_hurry
from hornstudio.engine.modules.tables import survey
from hornstudio.engine.storage import files

_PATIENCE_S = 60
"""For threads on a machine that is busy."""


class Gate(threading.Event):
    """Nothing is looked through before this is set. begun: something is about to be."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = threading.Event()

    def close(self) -> None:
        """Wait for the next look, too."""
        self.clear()
        self.begun.clear()


@pytest.fixture
def gate(monkeypatch) -> Iterator[Gate]:
    """Every table is a large one, and none is known before this is set."""
    gate, look_at_columns = Gate(), survey.look_at_columns

    def look(*how: object) -> object:
        gate.begun.set()
        gate.wait(_PATIENCE_S)
        return look_at_columns(*how)

    monkeypatch.setattr(survey, "_LARGE_BYTES", 4)
    monkeypatch.setattr(survey, "look_at_columns", look)
    yield gate
    gate.set()  # else a test that fails leaves a thread behind


def wait_until(qtbot, is_so: Callable[[], bool]) -> None:
    qtbot.waitUntil(is_so, timeout=_PATIENCE_S * 1000)


def test_a_network_is_opened_before_its_large_table_is_looked_through(
    window, qtbot, tmp_path, gate
):
    table, path = tmp_path / "houses.csv", tmp_path / "net.horn"
    table.write_text("a,b,c\n1,2,x\n3,4,y\n", "utf-8")
    files.save(Graph(nodes=freeze({"t": Node("table", freeze({"path": str(table)}))})), path)
    document = window.document

    def features() -> int | None:
        return document.report.facts["t"].outputs["features"].shape[0]

    with in_a_hurry():
        window.filing.open(path)
        reasons = [str(problem.reason) for problem in document.report.problems_of("t")]
        assert reasons == ["houses.csv is being looked through, which takes a moment"]
        gate.set()
        wait_until(qtbot, lambda: features() == 2)
        assert not any(problem.severity == "error" for problem in document.report.problems_of("t"))
        assert not document.is_modified
        gate.close()
        table.write_text("a,b,c,d\n1,2,x,5\n3,4,y,6\n", "utf-8")
        document.look_again()
        assert gate.begun.wait(_PATIENCE_S)
        gate.set()
        for thread in threading.enumerate():
            if thread.name == "own files":
                thread.join(_PATIENCE_S)
        # What was looked through is of the past before the window hears of it: it is done again.
        table.write_text("a,b,c,d,e\n1,2,x,5,1\n3,4,y,6,7\n", "utf-8")
        wait_until(qtbot, lambda: features() == 5)


def test_a_large_table_to_validate_with_holds_nothing_up_either(window, qtbot, tmp_path, gate):
    table, more, path = (tmp_path / name for name in ("houses.csv", "more.csv", "net.horn"))
    table.write_text("a,b\n1,x\n3,y\n", "utf-8")
    more.write_text("a,b\n1,x\n2,z\n", "utf-8")
    params = {"path": str(table), "validation_path": str(more)}
    files.save(Graph(nodes=freeze({"t": Node("table", freeze(params))})), path)
    document = window.document

    def reasons() -> list[str]:
        return [str(problem.reason) for problem in document.report.problems_of("t")]

    with in_a_hurry():
        window.filing.open(path)
        assert "is being looked through" in reasons()[0]
        gate.set()
        classes = "more.csv: the column b has classes"
        wait_until(qtbot, lambda: any(classes in reason for reason in reasons()))
