"""What a run keeps of the user's own files."""

from pathlib import Path

import pytest

from hornstudio.engine.check import check
from hornstudio.engine.graph import Graph, Node, freeze
from hornstudio.engine.modules.tables import survey
from hornstudio.engine.train.kept.own_files import FILE, keep_own_files, recall_own_files


@pytest.fixture
def graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Graph:
    monkeypatch.setattr(survey, "_recalled", {})
    path = tmp_path / "plants.csv"
    path.write_text("size,colour,tree\n1,red,oak\n,blue,elm\n2.5,red,\n", "utf-8")
    return Graph(nodes=freeze({"t": Node("table", freeze({"path": str(path)})), "r": Node("relu")}))


def test_what_a_table_held_is_known_when_it_is_gone(graph: Graph, tmp_path: Path) -> None:
    before = check(graph)
    keep_own_files(tmp_path, before)
    (tmp_path / "plants.csv").unlink()
    assert check(graph).facts["t"].outputs["features"].size is None
    recall_own_files(tmp_path, check(graph))
    assert check(graph).facts["t"].outputs == before.facts["t"].outputs
    assert before.facts["t"].outputs["features"].shape == (3,)


@pytest.mark.parametrize("text", [None, "{", '{"t": {"columns": 3}}', '{"t": []}', '{"s": 1}'])
def test_without_it_the_file_says_what_it_holds(graph: Graph, tmp_path: Path, text) -> None:
    if text is not None:
        (tmp_path / FILE).write_text(text, "utf-8")
    before = check(graph)
    recall_own_files(tmp_path, before)
    assert check(graph).facts["t"].outputs == before.facts["t"].outputs


def test_a_graph_without_files_keeps_nothing(tmp_path: Path) -> None:
    keep_own_files(tmp_path, check(Graph(nodes=freeze({"r": Node("relu")}))))
    assert not (tmp_path / FILE).exists()
