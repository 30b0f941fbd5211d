"""A file that cannot be read is the one fault that is told, not what follows from it."""

from pathlib import Path

import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.check import check
from hornstudio.engine.composite.grouping import group_nodes
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Node, Wire, freeze
from tests.engine.sample_graph import of_table


def wrong_with(graph: Graph) -> list[str]:
    return [f"{p.severity} {p.node}" for p in check(graph).problems if p.severity != "warning"]


@pytest.mark.parametrize("text", ["a,b,c\n1,2,3\n1,2,3,4\n", "", None])
def test_what_follows_from_a_table_that_cannot_be_read_is_not_told(
    tmp_path: Path, text: str | None
) -> None:
    path = tmp_path / "one.csv"
    if text is not None:
        path.write_text(text)
    found = check(of_table(str(path))).problems
    errors, waiting = found[:-1], found[-1]
    assert [(p.severity, p.node, p.param) for p in errors] == [("error", "table", "path")]
    assert waiting.reason == "hidden, out, loss, sgd wait for a shape from table"


def test_so_it_is_with_a_layer_in_a_composite(tmp_path: Path) -> None:
    graph = of_table(str(tmp_path / "none.csv"))
    grouped, use = group_nodes(graph, ["hidden", "out"], "Block", catalog())
    assert wrong_with(grouped) == ["error table", f"info {use}"]


def test_once_it_can_be_read_nothing_waits(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    graph = of_table(str(path))
    before = check(graph)
    path.write_text("a,b,c\n" + "1,2,3\n1,2,4.5\n" * 20)
    named = edits.set_param(graph, "table", "path", f"{tmp_path}/./one.csv")
    assert not [p for p in check(named, before=before).problems if p.severity == "error"]


def test_a_length_that_nobody_knows_is_told_beside_a_table_that_cannot_be_read(
    tmp_path: Path,
) -> None:
    graph = of_table(str(tmp_path / "none.csv"))
    graph = edits.add_node(graph, "words", Node("input", freeze({"shape": [None]})))
    graph = edits.add_node(graph, "other", Node("dense"))
    graph = edits.connect(graph, Wire("words.output", "other.input"))
    assert "error other" in wrong_with(graph)
    assert "error hidden" not in wrong_with(graph)
