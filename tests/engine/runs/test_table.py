import sqlite3
from pathlib import Path

from hornstudio.engine.runs.record import RunRecord
from hornstudio.engine.runs.table import Mark, Table

FULL = RunRecord(
    path="/r/a",
    folder="a",
    title="한글 'quoted'",
    metrics={"val_loss": 0.1},
    tags=("x", "y"),
    is_hidden=True,
    size=2**40,
    owner={"pid": 4},
)


def test_a_record_comes_back_as_it_was(tmp_path: Path) -> None:
    table = Table(tmp_path / "t")
    table.put([(FULL, Mark(5, 6)), (RunRecord(path="/r/b", folder="b"), Mark(0, 0))])
    assert sorted(table.records(Path("/r")), key=lambda r: r.folder)[0] == FULL
    assert table.marks()["a"] == ("", Mark(5, 6, ""))
    table.put_changes([("units 1 -> 2", "key", "a")])
    table.drop(["b"])
    assert [r.changes for r in table.records(Path("/r"))] == ["units 1 -> 2"]
    assert table.count() == 1
    assert table.is_in_place
    table.close()


def test_fields_are_columns_that_other_programs_can_ask_for(tmp_path: Path) -> None:
    table = Table(tmp_path / "t")
    table.put([(FULL, Mark(5, 6))])
    table.close()
    db = sqlite3.connect(tmp_path / "t")
    found = db.execute("SELECT title, json_extract(metrics, '$.val_loss') FROM runs").fetchall()
    db.close()
    assert found == [("한글 'quoted'", 0.1)]
