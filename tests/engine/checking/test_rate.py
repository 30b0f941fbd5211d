"""Learning rates with which nothing is learned."""

from dataclasses import replace
from typing import Any

import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.check import check
from hornstudio.engine.checking.rate import BY_THE_RATE, MOST
from hornstudio.engine.graph import Graph, freeze
from hornstudio.engine.params import complete
from hornstudio.engine.remedies import apply_remedy
from tests.engine import sample_graph
from tests.engine.checking.test_rules import warnings
from tests.engine.sample_graph import node


def taught(kind: str, **params: Any) -> Graph:
    """The small network with another optimizer."""
    base = sample_graph.mlp()
    return replace(base, nodes=freeze({**base.nodes, "sgd": node(kind, **params)}))


def test_a_rate_with_which_adam_forgets_all_is_warned_of() -> None:
    graph = taught("adam", learning_rate=10.0)
    (warning,) = warnings(graph)
    assert (warning.place, str(warning.reason)) == (
        "sgd.learning_rate",
        "learning_rate is 10, and each step moves every weight by about as much: the network will "
        "hardly learn; 0.001 is usual",
    )
    assert check(apply_remedy(graph, warning, warning.remedies[0].action)).problems == ()


@pytest.mark.parametrize(
    ("kind", "rate"),
    [
        ("adam", MOST),
        ("sgd", 1.0),
        ("adadelta", 1.0),
        ("prodigy", 1.0),
        ("adam", {"kind": "cosine_decay"}),
    ],
)
def test_rates_that_others_use_are_let_be(kind: str, rate: Any) -> None:
    assert warnings(taught(kind, learning_rate=rate)) == []


@pytest.mark.parametrize("kind", BY_THE_RATE)
def test_no_optimizer_begins_with_a_rate_that_is_warned_of(kind: str) -> None:
    known = catalog()
    assert complete(known.find("optimizer", kind).params, {}, known.find)["learning_rate"] <= MOST
