"""Steps are written as what they have changed, and come back exactly."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.composite.grouping import group_nodes
from hornstudio.engine.editing import edits
from hornstudio.engine.errors import FileError
from hornstudio.engine.graph import Graph, Node, freeze
from hornstudio.engine.storage import files, past
from hornstudio.engine.storage.past import Past, Step, recall
from hornstudio.engine.storage.templates import find_template


def steps_of(*graphs: Graph) -> list[Step]:
    return [Step(f"step {place}", graph, ("use",)) for place, graph in enumerate(graphs)]


@pytest.fixture
def graphs() -> list[Graph]:
    """One after another: moved, renamed, grouped, emptied, filled again, set."""
    first = find_template("mnist_mlp").graph()
    moved = edits.move_nodes(first, {"hidden": (7.5, -3.0)})
    renamed = edits.rename_node(moved, "relu", "bend")
    grouped, _ = group_nodes(renamed, ["hidden", "bend"], "Block", catalog())
    wired = edits.disconnect(grouped, grouped.wires[:2])
    settings = replace(first.training, epochs=9)
    return [first, moved, renamed, grouped, wired, Graph(), edits.set_training(first, settings)]


def test_all_graphs_come_back_in_their_order(graphs: list[Graph]) -> None:
    *before, now = graphs
    steps = steps_of(*before)
    text = files.to_text(now)
    told = json.loads(json.dumps(Past().told(steps, now, text)))
    back = recall(told, text)
    assert [files.from_text(str(step.before)) for step in back] == before
    assert [str(step.before) for step in back] == [files.to_text(graph) for graph in before]
    assert [(step.name, step.trail) for step in back] == [(s.name, s.trail) for s in steps]
    assert Past().told(back, now, text) == Past().told(
        steps, now, text
    )  # and once more, from their text


def test_what_was_written_before_is_not_compared_again(graphs: list[Graph], monkeypatch) -> None:
    kept, compared, difference = Past(), [], past._difference
    monkeypatch.setattr(
        past, "_difference", lambda *texts: compared.append(texts) or difference(*texts)
    )
    steps = steps_of(*graphs)
    for count in range(1, len(graphs)):
        told = kept.told(steps[:count], graphs[count], files.to_text(graphs[count]))
    count = len(compared)
    assert told == Past().told(steps[:-1], graphs[-1], files.to_text(graphs[-1]))
    assert count == len(graphs) - 1, "each step once, as there was no text to be made again"


def test_only_the_last_steps_are_kept_and_no_more_than_a_journal_can_take(monkeypatch) -> None:
    graph = Graph()
    steps = []
    for number in range(past.MOST + 5):
        steps.append(Step(str(number), graph))
        graph = edits.add_node(graph, f"relu_{number}", Node("relu"))
    text = files.to_text(graph)
    told = Past().told(steps, graph, text)
    assert [each["name"] for each in told] == [str(34 - place) for place in range(past.MOST)]
    steps = [replace(step, before=Graph(name=f"{step.name}-" * 40)) for step in steps]
    monkeypatch.setattr(past, "MOST_LETTERS", 400)
    few = Past().told(steps, graph, text)
    assert 0 < len(few) < past.MOST
    assert sum(len(each["patch"][2]) for each in few) <= 400


@pytest.mark.parametrize(
    "spoil",
    [
        lambda told: told[1].update(mark=1),
        lambda told: told[1].update(patch=[0]),
        lambda told: told[1].update(name=None),
        lambda told: told[1].pop("patch"),
        lambda told: told.insert(1, "x"),
    ],
)
def test_what_lies_before_a_fault_is_left_out(graphs: list[Graph], spoil) -> None:
    text = files.to_text(graphs[-1])
    told = json.loads(json.dumps(Past().told(steps_of(*graphs[:-1]), graphs[-1], text)))
    spoil(told)
    (step,) = recall(told, text)
    assert files.from_text(str(step.before)) == graphs[-2]
    for nothing in (None, {}, "x", 3):
        assert recall(nothing, text) == ()


def test_a_graph_that_cannot_be_written_ends_it(graphs: list[Graph], monkeypatch) -> None:
    to_bytes = files.to_bytes

    def write(graph: Graph, path: Path, known: files.Lines | None = None) -> bytes:
        if graph is graphs[0]:
            raise FileError("cannot write it")
        return to_bytes(graph, path, known)

    monkeypatch.setattr(files, "to_bytes", write)
    told = Past().told(steps_of(*graphs[:2]), graphs[2], files.to_text(graphs[2]))
    assert [each["name"] for each in told] == ["step 1"]


def test_a_large_network_keeps_no_steps_which_would_hold_the_window_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(past, "MOST_NODES", 1)
    graph = Graph(nodes=freeze({name: Node("relu") for name in "ab"}))
    assert past.Past().told([past.Step("add", Graph())], graph, "{}") == []
