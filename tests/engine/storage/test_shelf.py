"""Composites that are kept for any graph: a file each, with all that they hold."""

import pytest

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
    used = shelf.with_kept(Graph(), "residual_block")
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
    used = shelf.with_kept(other, "residual_block")
    assert set(used.groups) == {"other", "normal", "residual_block", "normal_2"}
    assert used.groups["residual_block"].body.nodes["normal"].kind == "normal_2"
    assert not check(used).problems


def test_files_that_cannot_be_read_are_passed_over() -> None:
    path = shelf.keep(residual(), "normal")
    path.with_name("broken.horn").write_text("{")
    assert [k.module.kind for k in shelf.kept()] == ["normal"]


def test_what_is_not_there_is_refused() -> None:
    for act in (lambda: shelf.keep(Graph(), "x"), lambda: shelf.with_kept(Graph(), "x")):
        with pytest.raises(GraphError, match="there is no composite x"):
            act()
    shelf.keep(residual(), "normal")
    with pytest.raises(GraphError, match="there is no composite normal"):
        shelf.with_kept(residual(), "normal")  # the graph has its own
