"""Labels that get into what is judged by them."""

import pytest

from hornstudio.engine.check import check
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Wire
from hornstudio.engine.remedies import apply_remedy
from hornstudio.engine.storage.templates import TEMPLATES, Template
from tests.engine.checking.test_rules import warnings
from tests.engine.sample_graph import chain, graph, judged, node


def shown() -> Graph:
    """Digits and their label, embedded, side by side before the scores."""
    nodes = {
        "digits": node("digits"),
        "flatten": node("flatten"),
        "embedding": node("embedding", input_dim=10, output_dim=4),
        "concatenate": node("concatenate"),
        "dense": node("dense", units=10),
        "softmax": node("softmax"),
        "loss": node("categorical_crossentropy"),
        "sgd": node("sgd"),
    }
    wires = [
        ("digits.image", "flatten.input"),
        ("digits.label", "embedding.input"),
        ("flatten.output", "concatenate.inputs"),
        ("embedding.output", "concatenate.inputs"),
        ("concatenate.output", "dense.input"),
        *chain("dense", "softmax"),
        *judged("softmax", "digits.label", "loss"),
        ("loss.loss", "sgd.loss"),
    ]
    return graph(nodes, wires)


def told(of: Graph) -> list[str]:
    return [f"{w.place}: {w.reason}" for w in warnings(of) if "is shown" in str(w.reason)]


def test_a_label_that_gets_into_its_own_prediction_is_noticed() -> None:
    assert check(shown()).errors == []
    assert told(shown()) == [
        "embedding.input: is shown digits.label, the answer that loss asks for: the network only "
        "learns to copy it"
    ]


def test_its_remedy_takes_the_wire_away() -> None:
    (warning,) = (w for w in warnings(shown()) if "is shown" in str(w.reason))
    mended = apply_remedy(shown(), warning, warning.remedies[0].action)
    assert not mended.wires_into("embedding")
    assert told(mended) == []


def test_a_label_that_only_judges_is_let_be() -> None:
    beside = edits.disconnect(shown(), [Wire("embedding.output", "concatenate.inputs")])
    assert told(beside) == []


@pytest.mark.parametrize("ready", TEMPLATES, ids=lambda ready: ready.name)
def test_no_ready_graph_is_shown_its_answers(ready: Template) -> None:
    assert told(ready.graph()) == []
