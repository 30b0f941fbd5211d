"""Where a text is found."""

from dataclasses import replace

import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.check import check
from hornstudio.engine.composite.grouping import group_nodes
from hornstudio.engine.editing import edits
from hornstudio.engine.editing.frame import Frame, add_frame
from hornstudio.engine.storage.templates import find_template
from hornstudio.ui.panels.finder.match import find
from hornstudio.ui.words.translate import sentence


@pytest.fixture(scope="module")
def report():
    graph = find_template("mnist_mlp").graph()
    graph = edits.set_attribute(graph, "scores", "title", "Ten answers")
    graph = edits.set_attribute(graph, "relu", "note", "try gelu here")
    return check(graph)


@pytest.mark.parametrize(
    ("text", "nodes"),
    [
        ("hidden", ["hidden"]),
        ("dense", ["hidden", "scores"]),
        ("ten ans", ["scores"]),
        ("완전", ["hidden", "scores"]),
        ("units 64", ["hidden"]),
        ("64", ["hidden"]),
        ("units", ["hidden", "scores"]),
        ("glorot", ["hidden", "scores"]),
        ("use bias", []),
        ("use bias true", ["hidden", "scores"]),
        ("gelu here", ["relu"]),
        ("nothing of the kind", []),
        ("", []),
    ],
)
def test_names_kinds_titles_values_and_notes_are_looked_through(report, text, nodes):
    assert [m.found for m in find(report, text)] == nodes


def test_they_are_listed_along_the_wires_and_say_where(report):
    found = find(report, "m")
    order = [m.found for m in found]
    assert order.index("mnist") < order.index("softmax")
    assert find(report, "units 64")[0].where == "hidden · units 64"
    assert find(report, "hidd")[0].where == "hidden"


def test_problems_are_found_by_their_words(report):
    graph = report.graph
    broken = check(edits.disconnect(graph, graph.wires_into("hidden")))
    problem = broken.problems_of("hidden")[0]
    words = str(problem.reason)
    assert "hidden" in [m.found for m in find(broken, words)]


@pytest.mark.parametrize("word", ["problem", "Problems", "error", "errors", "문제", "오류"])
def test_all_problems_are_found_by_what_they_are_called(report, word, speak):
    speak("ko" if word in ("문제", "오류") else "en")
    graph = report.graph
    broken = check(edits.disconnect(graph, graph.wires_into("hidden")))
    found = find(broken, word)
    assert [m.found for m in found] == ["hidden"], "what waits for it is no problem of its own"
    assert found[0].where == "hidden · " + sentence(broken.problems_of("hidden")[0].reason)
    assert find(broken, "warning") == find(report, word) == []


def test_a_value_that_cannot_be_is_found_as_it_stands(report):
    bad = replace(report.graph.nodes["hidden"], params={"units": -987})
    broken = check(replace(report.graph, nodes={**report.graph.nodes, "hidden": bad}))
    assert [m.found for m in find(broken, "units -987")] == ["hidden"]


def test_nodes_are_found_by_the_frame_around_them(report):
    x, y = report.graph.nodes["hidden"].at
    frame = Frame("Feature part", at=(x - 10, y - 50), size=(200.0, 200.0))
    found = find(check(add_frame(report.graph, frame)), "feature")
    assert [match.found for match in found] == [0, "hidden"]
    assert "in the frame Feature part" in found[1].where


def test_frames_and_notes_are_found_by_themselves(report):
    graph = add_frame(report.graph, Frame("Head", at=(5000.0, 0.0)))
    graph = add_frame(graph, Frame(text="why this\n rate?", at=(6000.0, 0.0), is_note=True))
    graph = add_frame(graph, Frame("", at=(7000.0, 0.0)))
    known = check(graph)
    assert [(m.found, m.title, m.where) for m in find(known, "head")] == [(0, "Frame Head", "")]
    notes = [m for m in find(known, "this rate") if isinstance(m.found, int)]
    assert [(m.found, m.title, m.where) for m in notes] == [(1, "Note", "why this rate?")]


def test_what_composites_hold_is_found_once_after_the_rest():
    graph = find_template("mnist_mlp").graph()
    graph, use = group_nodes(graph, ["hidden", "relu"], "Block", catalog())
    graph, ids = edits.paste(graph, edits.extract(graph, [use]), (0, 200), ())
    found = find(check(graph), "dense")
    assert [(m.found, m.uses) for m in found] == [("scores", ()), ("hidden", (use,))]
    assert found[1].where == "in Block: hidden"
    assert found[1].seen_at == use
    assert len(ids) == 1


def test_what_lies_deeper_says_the_way(report):
    graph, use = group_nodes(report.graph, ["hidden"], "Inner", catalog())
    graph, use = group_nodes(graph, [use, "relu"], "Outer", catalog())
    (match,) = find(check(graph), "units 64")
    assert match.where == "in Outer › Inner: hidden · units 64"
    assert match.uses == (use, "inner")
