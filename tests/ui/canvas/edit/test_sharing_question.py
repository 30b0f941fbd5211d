"""Who else shares is named, where they are not too many."""

import pytest

from hornstudio.engine.graph import Graph, Node, freeze
from hornstudio.ui.canvas.edit import sharing_question
from hornstudio.ui.canvas.edit.sharing_question import ask_who_shares

GRAPH = Graph(nodes=freeze({f"part_{n}": Node("part") for n in range(9)}))


@pytest.fixture
def asked(monkeypatch):
    found = []
    monkeypatch.setattr(sharing_question, "ask", lambda *words: found.append(words) or 0)
    return found


def test_five_others_are_named_and_the_rest_counted(asked) -> None:
    assert ask_who_shares(None, GRAPH, ["part_0"], list(GRAPH.nodes)[1:]) == "all"
    text = asked[0][2]
    assert text.startswith("part 0 shares its weights with part 1, ")
    assert text.endswith("part 5 and 3 more.")


def test_of_several_it_is_said_that_they_are_selected(asked) -> None:
    ask_who_shares(None, GRAPH, ["part_0", "part_1"], ["part_2"])
    assert asked[0][2] == "What is selected shares its weights with part 2."
    assert asked[0][4][1] == "Give them &weights of their own"
