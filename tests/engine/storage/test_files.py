"""The file: everything comes back, and text or bytes that hold no graph say why."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from hornstudio.engine.check import check
from hornstudio.engine.editing import edits
from hornstudio.engine.errors import FileError
from hornstudio.engine.graph import Graph, Node, Training, freeze
from hornstudio.engine.storage import files
from tests.engine import sample_graph
from tests.engine.random_graph import graphs
from tests.engine.storage.seed_file import SEED, with_node


def test_the_seed_file_opens_without_a_problem() -> None:
    graph = files.from_text(SEED)
    assert list(graph.nodes)[:3] == ["mnist", "flatten", "hidden"]
    assert graph.nodes["hidden"] == Node("dense", freeze({"units": 64}), (440.0, 0.0))
    assert graph.training == Training(5, 32, 0)
    assert check(graph).problems == ()
    assert check(graph).weight_count == 784 * 64 + 64 + 64 * 10 + 10


@given(graphs())
@settings(max_examples=60, deadline=None)
def test_every_graph_comes_back_exactly(graph: Graph) -> None:
    text = files.to_text(graph)
    back = files.from_text(text)
    assert back == graph
    assert list(back.nodes) == list(graph.nodes)
    assert [type(c) for n in back.nodes.values() for c in n.at] == [float, float] * len(back.nodes)
    assert files.to_text(back) == text


@pytest.mark.parametrize("name", sample_graph.ALL)
def test_saved_files_open_as_they_were(name: str, tmp_path: Path) -> None:
    graph = sample_graph.ALL[name]()
    path = tmp_path / "한글 이름.horn"
    files.save(graph, path)
    assert files.load(path) == graph
    assert check(files.load(path)).problems == check(graph).problems


def test_defaults_are_left_out_and_order_is_kept() -> None:
    node = Node("dense", freeze({"units": 3, "activation": "relu"}), (1.0, 2.5), title="첫 층")
    text = files.to_text(Graph(nodes=freeze({"b": node, "a": Node("relu")})))
    assert '    "b": {"kind": "dense", "params": {"units": 3, "activation": "relu"}, ' in text
    assert '"at": [1, 2.5], "title": "첫 층"},\n    "a": {"kind": "relu", "at": [0, 0]}\n' in text
    assert "frozen" not in text


def test_one_edit_changes_one_line() -> None:
    graph = sample_graph.convolutional()
    edited = edits.set_param(graph, "dense", "units", 11)
    before, after = files.to_text(graph).splitlines(), files.to_text(edited).splitlines()
    assert len([1 for a, b in zip(before, after, strict=True) if a != b]) == 1
    more = files.to_text(edits.disconnect(graph, graph.wires[:1])).splitlines()
    assert len(more) == len(before) - 1


def test_the_empty_graph_comes_back() -> None:
    assert files.from_text(files.to_text(Graph())) == Graph()


def test_half_a_surrogate_pair_does_not_spoil_the_file(tmp_path: Path) -> None:
    graph = replace(sample_graph.mlp(), name="broken \ud83d emoji")
    files.save(graph, tmp_path / "a.horn")
    assert files.load(tmp_path / "a.horn") == graph


def test_strange_attributes_are_carried_along() -> None:
    data = with_node(colour="red", nested={"a": [1, {"b": None}]})
    data |= {"plugin": {"x": 1}, "frames": [{"title": "앞"}]}
    data["training"]["mixed_precision"] = True
    assert files.to_json(files.from_json(data)) == data


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_files_of_other_editors_open(ending: str, mark: str, tmp_path: Path) -> None:
    path = tmp_path / "a.horn"
    path.write_bytes((mark + SEED.replace("\n", ending)).encode("utf-8"))
    assert files.load(path) == files.from_text(SEED)
    assert files.from_text(mark + SEED) == files.from_text(SEED)


def test_a_node_of_a_missing_kind_keeps_everything() -> None:
    data = with_node(kind="from_a_package", params={"size": [1, {"a": None}]})
    graph = files.from_json(data)
    assert graph.nodes["hidden"].kind == "from_a_package"
    assert files.to_json(graph)["nodes"]["hidden"] == data["nodes"]["hidden"]
    assert [w for w in graph.wires if "hidden" in (w.source_node, w.target_node)]


# ---------------------------------------------------------------------------- no graph


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the file is empty; what it held before may be in"),
        (" \n", "the file is empty"),
        ("a,b\n1,2", "need a network that HornStudio has saved"),
        ("{", "breaks off in line 1; what it held before may be in"),
        (SEED[: len(SEED) // 2], "breaks off in line"),
        (SEED.replace(":", ";", 1), "the file is damaged at line"),
        ("null", "is not a HornStudio graph"),
        ('{"hornstudio": 1, "name": "a", "name": "b"}', "the name 'name' stands twice"),
        (SEED.replace('"flatten":', '"mnist":'), "the name 'mnist' stands twice"),
        ("[" * 100_000, "nested too deep"),
        (SEED.replace("[0, 0]", "[" * 70 + "]" * 70), "nested too deep"),
        (SEED.replace("64", "1e400"), "units: is inf; need a number"),
        (SEED.replace("64", "NaN"), "units: is nan; need a number"),
        (SEED.replace("64", "1" * 5000), "this is not a HornStudio file"),
        (SEED.replace("64", "1" * 4000), "units is too large"),
        (SEED.replace("0.01", "1" * 4000), "learning_rate is "),
    ],
)
def test_text_that_is_no_graph_is_refused(text: str, reason: str) -> None:
    with pytest.raises(FileError) as caught:
        files.from_text(text)
    assert reason in "\n".join([str(caught.value), *caught.value.problems])


def test_a_refused_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "damaged.horn").write_text("{")
    with pytest.raises(FileError, match=r"damaged\.horn: the file breaks off"):
        files.load(tmp_path / "damaged.horn")


# ---------------------------------------------------------------------------- on the disk


def test_files_that_cannot_be_read_say_why(tmp_path: Path) -> None:
    (tmp_path / "picture.horn").write_bytes(b"\x89PNG\r\n\x1a\n\xff\xfe")
    with pytest.raises(FileError, match=r"there is no file .*nothing\.horn"):
        files.load(tmp_path / "nothing.horn")
    with pytest.raises(FileError, match="not UTF-8"):
        files.load(tmp_path / "picture.horn")
    with pytest.raises(FileError, match="is a folder; need a file"):
        files.load(tmp_path)


def test_saving_keeps_the_former_file_as_backup(tmp_path: Path) -> None:
    path = tmp_path / "a.horn"
    files.save(sample_graph.mlp(), path)
    files.save(edits.remove_nodes(sample_graph.mlp(), ["relu"]), path)
    assert files.load(tmp_path / "a.horn~") == sample_graph.mlp()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.horn", "a.horn~"]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1, 2}, object()])
def test_what_json_cannot_hold_is_refused_and_the_old_file_stays(
    value: Any, tmp_path: Path
) -> None:
    path = tmp_path / "a.horn"
    files.save(sample_graph.mlp(), path)
    with pytest.raises(FileError, match=r"cannot write .*a\.horn"):
        files.save(edits.set_param(sample_graph.mlp(), "hidden", "units", value), path)
    assert files.load(path) == sample_graph.mlp()
