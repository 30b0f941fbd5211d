"""Nodes that share weights, told apart."""

from hornstudio.engine.editing.sharing import sharers_beside, sharing_among
from hornstudio.engine.graph import Graph, Node, freeze

GRAPH = Graph(
    nodes=freeze(
        {
            "owner": Node("dense"),
            "one": Node("dense", weights_of="owner"),
            "two": Node("dense", weights_of="one"),
            "three": Node("dense", weights_of="owner"),
            "alone": Node("dense"),
            "lost": Node("dense", weights_of="no such node"),
        }
    )
)


def among(*ids: str) -> dict[str, str]:
    return {i: node.weights_of for i, node in sharing_among(GRAPH, ids).items()}


def test_with_the_owner_all_share_on_with_it() -> None:
    assert among("three", "owner", "two") == {"owner": "", "two": "owner", "three": "owner"}


def test_without_the_owner_the_first_owns_the_weights_of_the_others() -> None:
    assert among("one", "two", "three") == {"one": "", "two": "one", "three": "one"}
    assert among("two", "three") == {"two": "", "three": "two"}
    assert among("three", "alone") == {"three": "", "alone": ""}


def test_an_owner_that_is_not_there_is_still_said_to_be_missing() -> None:
    assert among("lost") == {"lost": "no such node"}


def test_who_else_shares() -> None:
    assert sharers_beside(GRAPH, ["one"]) == ["owner", "two", "three"]
    assert sharers_beside(GRAPH, ["owner", "one", "two", "three", "alone", "lost"]) == []
