"""Data that has moved together with its network."""

from pathlib import Path

import pytest

from hornstudio.engine.check import check
from hornstudio.engine.graph import Exposed, Graph, Group, Node, freeze
from hornstudio.engine.storage.beside import Found, with_data_beside


def graph_of(named: str, kind: str = "table") -> Graph:
    param = "path" if kind == "table" else "directory"
    return Graph(nodes=freeze({"data": Node(kind, freeze({param: named})), "x": Node("relu")}))


def table(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("a,b\n1,2\n3,4\n", "utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.setenv("HORNSTUDIO_DATA", str(tmp_path / "shared"))
    (tmp_path / "sent").mkdir()
    return tmp_path / "sent"


@pytest.mark.parametrize(
    "named",
    [
        "/home/teacher/course/houses.csv",
        "C:\\Users\\Teacher\\My course\\houses.csv",
        "\\\\server\\share\\houses.csv",
        "~teacher/houses.csv",
        "../course/houses.csv",
        "elsewhere/houses.csv",
    ],
)
def test_a_table_of_another_computer_is_taken_from_beside(folder, named: str) -> None:
    path = table(folder / "houses.csv")
    graph = graph_of(named)
    assert check(graph).errors
    made, found = with_data_beside(graph, folder)
    assert found == (Found("data", named, str(path), has_moved=True),)
    assert made.nodes["data"].params == {"path": str(path)}
    assert made.nodes["x"] is graph.nodes["x"]
    assert not [p for p in check(made).errors if p.param == "path"]
    assert with_data_beside(made, folder) == (made, ())


def test_as_many_of_the_last_parts_as_possible_count(folder) -> None:
    table(folder / "houses.csv")
    deeper = table(folder / "data" / "houses.csv")
    made, _ = with_data_beside(graph_of("/teacher/data/houses.csv"), folder)
    assert made.nodes["data"].params["path"] == str(deeper)


def test_what_is_where_it_is_named_stays_though_another_lies_beside(folder, tmp_path) -> None:
    table(folder / "houses.csv")
    there = table(tmp_path / "there" / "houses.csv")
    graph = graph_of(str(there))
    assert with_data_beside(graph, folder) == (graph, ())


def test_a_relative_path_is_sought_beside_first_then_among_shared_data(folder, tmp_path) -> None:
    table(tmp_path / "shared" / "houses.csv")
    graph = graph_of("houses.csv")
    assert with_data_beside(graph, folder) == (graph, ())
    path = table(folder / "houses.csv")
    _, found = with_data_beside(graph, folder)
    assert found == (Found("data", "houses.csv", str(path), has_moved=False),)


def test_a_folder_is_found_and_no_file_of_its_name(folder) -> None:
    graph = graph_of("/home/teacher/pets", "image_folder")
    table(folder / "pets")
    assert with_data_beside(graph, folder) == (graph, ())
    (folder / "pets").unlink()
    (folder / "pets").mkdir()
    made, _ = with_data_beside(graph, folder)
    assert made.nodes["data"].params == {"directory": str(folder / "pets")}


@pytest.mark.parametrize("named", ["", "/", "..", "C:\\", "nothing.csv", "a\0b", 5, "x" * 5000])
def test_what_is_not_beside_is_left_alone(folder, named) -> None:
    graph = graph_of(named)
    assert with_data_beside(graph, folder) == (graph, ())


def test_modules_inside_composites_are_looked_at_too_and_what_these_are_set_to(folder) -> None:
    path = table(folder / "houses.csv")
    inner = Graph(nodes=freeze({"t": Node("table", freeze({"path": "/gone/houses.csv"}))}))
    other = Graph(nodes=freeze({"u": Node("relu")}))
    groups = {
        "block": Group("Block", inner, (Exposed("file", "t", "path"),)),
        "other": Group("Other", other),
    }
    use = Node("block", freeze({"file": "/lost/houses.csv"}))
    graph = Graph(nodes=freeze({"use": use}), groups=freeze(groups))
    made, found = with_data_beside(graph, folder)
    assert [(each.node, each.named) for each in found] == [
        ("use", "/lost/houses.csv"),
        ("block.t", "/gone/houses.csv"),
    ]
    assert made.nodes["use"].params == {"file": str(path)}
    assert made.groups["block"].body.nodes["t"].params == {"path": str(path)}
    assert made.groups["other"] is graph.groups["other"]
