"""Large tables that have come do not hold the window up."""

import threading

import pytest

from hornstudio.engine.graph import Graph, Node, freeze
from hornstudio.engine.modules.patience import in_a_hurry
from hornstudio.engine.modules.tables import survey
from hornstudio.engine.storage import files


@pytest.fixture
def gate(monkeypatch) -> threading.Event:
    """Every table is a large one, and none is known before this is set."""
    gate, look = threading.Event(), survey.look_at_columns
    monkeypatch.setattr(survey, "_LARGE_BYTES", 4)
    monkeypatch.setattr(survey, "look_at_columns", lambda *how: (gate.wait(60), look(*how))[1])
    return gate


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
        qtbot.waitUntil(lambda: features() == 2)
        assert not any(problem.severity == "error" for problem in document.report.problems_of("t"))
        assert not document.is_modified
        gate.clear()
        table.write_text("a,b,c,d\n1,2,x,5\n3,4,y,6\n", "utf-8")
        document.look_again()
        table.write_text("a,b,c,d,e\n1,2,x,5,1\n3,4,y,6,7\n", "utf-8")
        gate.set()  # what was looked through is of the past: it is done once more
        qtbot.waitUntil(lambda: features() == 5)


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
        qtbot.waitUntil(lambda: any("more.csv: the column b has classes" in r for r in reasons()))
