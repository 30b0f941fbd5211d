"""Models within a model as composites, or laid open where folding would change something."""

from hornstudio.engine.catalog import catalog
from hornstudio.engine.composite.flatten import flatten
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.engine.interop.folding import Part, folded


def siamese() -> Graph:
    """Two calls of one tower, as the reader lays them open."""
    return Graph(
        nodes=freeze(
            {
                "a": Node("input"),
                "b": Node("input"),
                "tower_fold": Node("dense"),
                "tower_act": Node("relu"),
                "tower_2_fold": Node("dense", weights_of="tower_fold"),
                "tower_2_act": Node("relu"),
                "both": Node("concatenate"),
            }
        ),
        wires=(
            Wire("a.output", "tower_fold.input"),
            Wire("tower_fold.output", "tower_act.input"),
            Wire("b.output", "tower_2_fold.input"),
            Wire("tower_2_fold.output", "tower_2_act.input"),
            Wire("tower_act.output", "both.inputs"),
            Wire("tower_2_act.output", "both.inputs"),
        ),
    )


def call(number: int, prefix: str, given: str, end: str) -> Part:
    return Part(("tower",), (number, number + 2), prefix, ("x",), (given,), (end,))


PARTS = [
    call(2, "tower_", "a.output", "tower_act.output"),
    call(4, "tower_2_", "b.output", "tower_2_act.output"),
]


def test_calls_of_one_model_are_uses_that_share() -> None:
    graph = siamese()
    found = folded(graph, PARTS, list(graph.nodes), catalog())
    assert list(found.graph.nodes) == ["a", "b", "tower", "tower_2", "both"]
    assert found.graph.nodes["tower_2"] == Node("tower", weights_of="tower")
    assert list(found.graph.groups["tower"].body.nodes) == ["x", "fold", "act", "output"]
    assert found.names["tower_2_fold"] == "tower_2__fold"
    flat = flatten(found.graph).graph
    assert flat.nodes["tower_2__fold"].weights_of == "tower__fold"


def test_a_model_within_a_model_is_folded_first() -> None:
    graph = edits.set_attribute(siamese(), "tower_2_fold", "weights_of", "")
    inner = Part(("tower", "deep"), (2, 3), "tower_", ("y",), ("a.output",), ("tower_fold.output",))
    found = folded(graph, [inner, PARTS[0]], list(graph.nodes), catalog())
    assert set(found.graph.groups) == {"deep", "tower"}
    assert found.names["tower_fold"].count("__") == 2


def test_what_folding_would_change_stays_laid_open() -> None:
    graph = siamese()
    other = call(4, "tower_2_", "b.output", "tower_2_fold.output")  # gives something else
    found = folded(graph, [PARTS[0], other], list(graph.nodes), catalog())
    assert found.graph is graph
    assert found.names == {i: i for i in graph.nodes}
    assert folded(graph, [], list(graph.nodes), catalog()).graph is graph
