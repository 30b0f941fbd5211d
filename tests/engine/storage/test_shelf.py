"""Composites that are kept for any graph: a file each, with all that they hold."""

import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.check import check
from hornstudio.engine.composite import inside
from hornstudio.engine.editing import edits
from hornstudio.engine.errors import GraphError
from hornstudio.engine.graph import Graph
from hornstudio.engine.storage import shelf
from tests.engine.composite.sample_composite import residual


def test_a_composite_is_kept_with_what_it_holds_and_used_elsewhere() -> None:
    graph = residual()
    path = shelf.keep(graph, "residual_block")
    assert path == shelf.place_of("residual_block")
    (found,) = shelf.kept()
    assert (found.module.kind, found.module.title) == ("residual_block", "Residual block")
    used, kind = shelf.with_kept(Graph(), "residual_block")
    assert kind == "residual_block"
    assert dict(used.groups) == dict(graph.groups)
    assert not used.nodes
    shelf.give_up("residual_block")
    shelf.give_up("residual_block")
    assert not list(shelf.kept())


def test_what_it_holds_does_not_replace_something_else_of_that_name() -> None:
    graph = residual()
    shelf.keep(graph, "residual_block")
    other = inside.rename_group(graph, "residual_block", "other")
    body = edits.rename_node(inside.body_of(other, "normal"), "scale", "own")
    other = inside.with_body(other, body)
    used, _ = shelf.with_kept(other, "residual_block")
    assert set(used.groups) == {"other", "normal", "residual_block", "normal_2"}
    assert used.groups["residual_block"].body.nodes["normal"].kind == "normal_2"
    assert not check(used).errors


def test_files_that_cannot_be_read_are_passed_over() -> None:
    path = shelf.keep(residual(), "normal")
    path.with_name("broken.horn").write_text("{")
    assert [k.module.kind for k in shelf.kept()] == ["normal"]


def test_what_is_not_there_is_refused() -> None:
    for act in (lambda: shelf.keep(Graph(), "x"), lambda: shelf.with_kept(Graph(), "x")):
        with pytest.raises(GraphError, match="there is no composite x"):
            act()


def test_what_the_graph_has_already_is_taken_from_there() -> None:
    shelf.keep(residual(), "normal")
    graph = residual()
    assert shelf.with_kept(graph, "normal") == (graph, "normal")


def other_block() -> Graph:
    """Another composite by the kind and the title of the sample."""
    graph = residual()
    body = edits.rename_node(inside.body_of(graph, "normal"), "scale", "own")
    return inside.with_body(graph, body)


def test_another_composite_of_that_kind_is_not_taken_for_what_is_kept() -> None:
    graph, other = residual(), other_block()
    shelf.keep(graph, "normal")
    assert shelf.kept_as(graph, "normal") == "normal"
    assert shelf.kept_as(inside.rename_group(graph, "normal", "normal", "Mine"), "normal")
    assert not shelf.kept_as(other, "normal")
    used, kind = shelf.with_kept(other, "normal")
    assert kind == "normal_2"
    assert used.groups["normal"] == other.groups["normal"]


def test_two_composites_of_one_kind_are_kept_beside_each_other() -> None:
    graph, other = residual(), other_block()
    shelf.keep(graph, "normal")
    path = shelf.keep(other, "normal", beside=True)
    assert path == shelf.place_of("normal_2")
    assert [k.kind for k in shelf.kept()] == ["normal", "normal_2"]
    assert [k.module.title for k in shelf.kept()] == ["normal", "normal 2"]
    assert shelf.kept_as(graph, "normal") == "normal"
    assert shelf.kept_as(other, "normal") == "normal_2"


def test_what_is_kept_is_offered_where_a_graph_does_not_have_it() -> None:
    shelf.keep(residual(), "normal")
    assert shelf.offered(residual(), catalog()).get("kept:normal") is None
    module = shelf.offered(Graph(), catalog()).get("kept:normal")
    assert module is not None
    assert module.title == "normal"
    assert catalog().get("kept:normal") is None


def test_what_is_kept_can_be_renamed() -> None:
    shelf.keep(residual(), "normal")
    shelf.rename("normal", "Scaled")
    (found,) = shelf.kept()
    assert (found.kind, found.module.title) == ("normal", "Scaled")


@pytest.mark.parametrize("kind", ["aux", "_aux"])
def test_a_composite_called_as_a_device_of_windows_has_a_file_of_another_name(kind: str) -> None:
    graph = inside.rename_group(residual(), "residual_block", kind)
    path = shelf.keep(graph, kind)
    assert path.name == f"_{kind}.horn"
    assert [found.kind for found in shelf.kept()] == [kind]
    assert shelf.kept_as(graph, kind) == kind
    shelf.give_up(kind)
    assert not path.exists()
