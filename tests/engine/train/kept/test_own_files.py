"""What a run keeps of the user's own files."""

import re
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from hornstudio.engine.check import check
from hornstudio.engine.errors import DataError, RunError
from hornstudio.engine.graph import Graph, Node, freeze
from hornstudio.engine.modules.pictures import survey as pictures
from hornstudio.engine.modules.pictures.image_folder import open_image_folder
from hornstudio.engine.modules.tables import survey
from hornstudio.engine.train.kept.own_files import (
    FILE,
    keep_own_files,
    recall_own_files,
    refuse_other_files,
    words_on_other_files,
)


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
    refuse_other_files(tmp_path, before)
    recall_own_files(tmp_path, before)
    assert check(graph).facts["t"].outputs == before.facts["t"].outputs


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            "colour,size,tree\nred,1,oak\nblue,,elm\nred,2.5,\n",
            "the columns are colour: blue, colour: red, size; they were size, colour: blue, "
            "colour: red",
        ),
        ("size,colour,tree\n1,red,ash\n,blue,oak\n", "are ash, oak; they were elm, oak"),
    ],
)
def test_a_file_that_means_something_else_is_refused(
    graph: Graph, tmp_path: Path, text: str, why: str
) -> None:
    keep_own_files(tmp_path, check(graph))
    path = tmp_path / "plants.csv"
    path.write_text("size,colour,tree\n9,blue,elm\n,red,oak\n", "utf-8")
    refuse_other_files(tmp_path, check(graph))  # other rows of the same kind
    path.write_text(text, "utf-8")
    with pytest.raises(RunError, match=re.escape(why)) as refusal:
        refuse_other_files(tmp_path, check(graph))
    assert refusal.value.node == "t"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"ignore": []}, ""),
        ({"ignore": ["size"]}, "t: the columns are colour: blue, colour: red; they were size, "),
        ({"target": "colour"}, "t: the columns are size, tree: elm, tree: oak; they were size, "),
    ],
)
def test_a_branch_hears_of_other_columns_also_where_they_are_chosen(
    graph: Graph, tmp_path: Path, change: dict[str, Any], why: str
) -> None:
    keep_own_files(tmp_path, check(graph))
    node = graph.nodes["t"]
    chosen = Graph(nodes=freeze({"u": replace(node, params=freeze({**node.params, **change}))}))
    assert not words_on_other_files(tmp_path, graph, check(chosen), {})
    said = words_on_other_files(tmp_path, graph, check(chosen), {"t": "u"})
    assert [text.startswith(why.replace("t:", "u:")) for text in said] == [True] * bool(why)


def test_a_graph_without_files_keeps_nothing(tmp_path: Path) -> None:
    keep_own_files(tmp_path, check(Graph(nodes=freeze({"r": Node("relu")}))))
    assert not (tmp_path / FILE).exists()


def test_the_classes_of_pictures_are_known_when_their_folder_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "_recalled", {})
    folder = tmp_path / "pets"
    for name in ("cat", "dog"):
        (folder / name).mkdir(parents=True)
        Image.new("RGB", (2, 2)).save(folder / name / "1.png")
    params = freeze({"directory": str(folder), "image_size": [2, 2]})
    graph = Graph(nodes=freeze({"f": Node("image_folder", params)}))
    before = check(graph)
    keep_own_files(tmp_path, before)
    refuse_other_files(tmp_path, before)
    (folder / "cat").rename(folder / "zebra")
    with pytest.raises(RunError, match="the classes are dog, zebra; they were cat, dog"):
        refuse_other_files(tmp_path, check(graph))
    recall_own_files(tmp_path, check(graph))
    assert check(graph).facts["f"].outputs == before.facts["f"].outputs
    how = {"color_mode": "rgb", "fit": "stretch", "interpolation": "bilinear"}
    load = partial(
        open_image_folder, directory=str(folder), image_size=(2, 2), label_mode="int", **how
    )
    with pytest.raises(DataError, match="has no pictures of cat"):
        load()
    (folder / "zebra").rename(folder / "cat")
    (folder / "ape").mkdir()
    assert list(load()[0]["label"]) == [0, 1]
