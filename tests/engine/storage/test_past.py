"""Steps are written as what they change, each once, and lead to the very same graphs again."""

import json
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hornstudio.engine.catalog import catalog
from hornstudio.engine.composite.grouping import group_nodes
from hornstudio.engine.editing import edits
from hornstudio.engine.errors import FileError
from hornstudio.engine.graph import Graph, Node
from hornstudio.engine.storage import files, past
from hornstudio.engine.storage.lines import Lines
from hornstudio.engine.storage.past import NONE, Past, Step, Steps, mark_of, recall
from hornstudio.engine.storage.templates import find_template
from tests.engine.random_graph import graphs as any_graphs


def steps_around(row: list[Graph], place: int) -> Steps:
    """As a history has them that stands at that graph of a row."""
    named = [Step(f"step {number}", graph, ("use",)) for number, graph in enumerate(row)]
    return Steps(tuple(reversed(named[:place])), tuple(named[place + 1 :]))


def told_of(kept: Past, row: list[Graph], place: int) -> Any:
    return json.loads(kept.told(row[place], mark_of(row[place], Lines()), steps_around(row, place)))


def told_of_each(row: list[Graph], place: int) -> Any:
    """The same, after each graph was written in its turn, as between unhurried edits."""
    kept = Past(Lines())
    for each in range(len(row)):
        told_of(kept, row, each)
    return told_of(kept, row, place)


def texts(steps: tuple[Step, ...]) -> list[str]:
    return [files.to_text(step.graph) for step in steps]


@pytest.fixture
def row() -> list[Graph]:
    """One after another: moved, renamed, grouped, unwired, emptied, filled again, set."""
    first = find_template("mnist_mlp").graph()
    moved = edits.move_nodes(first, {"hidden": (7.5, -3.0)})
    renamed = edits.rename_node(moved, "relu", "bend")
    grouped, _ = group_nodes(renamed, ["hidden", "bend"], "Block", catalog())
    wired = edits.disconnect(grouped, grouped.wires[:2])
    settings = replace(first.training, epochs=9)
    return [first, moved, renamed, grouped, wired, Graph(), edits.set_training(first, settings)]


@pytest.mark.parametrize("place", range(7))
def test_all_graphs_come_back_in_their_order(row: list[Graph], place: int) -> None:
    steps = steps_around(row, place)
    told = told_of(Past(Lines()), row, place)
    here = files.from_text(files.to_text(row[place]))
    back = recall(told, here)
    assert back == steps
    assert texts(back.back) == texts(steps.back)
    assert texts(back.ahead) == texts(steps.ahead)
    again = json.loads(Past(Lines()).told(here, mark_of(here, Lines()), back))
    assert recall(again, row[place]) == steps  # after another kill, too


@given(st.lists(any_graphs(max_nodes=3), min_size=1, max_size=5), st.data())
def test_any_history_comes_back_from_wherever_it_was_left(row: list[Graph], data) -> None:
    kept = Past(Lines())
    for place in data.draw(st.lists(st.integers(0, len(row) - 1), min_size=1, max_size=6)):
        steps = steps_around(row, place)
        back = recall(told_of(kept, row, place), files.from_text(files.to_text(row[place])))
        assert texts(back.back) == texts(steps.back)
        assert texts(back.ahead) == texts(steps.ahead)
        assert [s.name for s in back.back + back.ahead] == [
            s.name for s in steps.back + steps.ahead
        ]


def test_what_was_written_before_is_not_compared_again(row: list[Graph], monkeypatch) -> None:
    kept, compared, marked = Past(Lines()), [], []
    difference, to_bytes = past.difference, files.to_bytes
    monkeypatch.setattr(past, "difference", lambda *two: compared.append(two) or difference(*two))
    for count in range(1, len(row)):
        told = told_of(kept, row[: count + 1], count)
    assert len(compared) == len(row) - 1
    assert recall(told, row[-1]) == steps_around(row, len(row) - 1)
    compared.clear()
    monkeypatch.setattr(files, "to_bytes", lambda *of: marked.append(of[0]) or to_bytes(*of))
    kept.told(row[-1], "mark", steps_around(row, len(row) - 1))
    kept.told(row[-2], "mark", steps_around(row, len(row) - 2))
    assert compared == [(row[-2], row[-1])]
    assert marked == []


def test_of_edits_in_quick_succession_only_the_farthest_is_laid_out(row, monkeypatch) -> None:
    marked, to_bytes = [], files.to_bytes
    with monkeypatch.context() as patch:
        patch.setattr(files, "to_bytes", lambda *of: marked.append(of[0]) or to_bytes(*of))
        told = json.loads(Past(Lines()).told(row[4], "mark", steps_around(row, 4)))
    assert [id(graph) for graph in marked] == [id(row[0]), id(row[-1])]
    assert [bool(mark) for *_, mark in told["back"]] == [False, False, False, True]
    assert recall(told, row[4]) == steps_around(row, 4)
    told["back"][-1][-1] = "other"
    assert recall(told, row[4]) == Steps(ahead=steps_around(row, 4).ahead)


def test_a_step_is_written_in_the_words_that_it_has_now(row: list[Graph]) -> None:
    kept, steps = Past(Lines()), steps_around(row, 6)
    kept.told(row[6], "", steps)
    spoken = Steps(tuple(replace(step, name=f"{step.name} 층") for step in steps.back))
    back = recall(json.loads(kept.told(row[6], "", spoken)), row[6])
    assert [step.name for step in back.back] == [f"step {5 - place} 층" for place in range(6)]


def test_only_the_nearest_steps_are_kept_and_no_more_than_a_journal_can_take(monkeypatch) -> None:
    row = [Graph()]
    for number in range(2 * past.MOST + 9):
        row.append(edits.add_node(row[-1], f"relu_{number}", Node("relu")))
    told = told_of(Past(Lines()), row, past.MOST + 5)
    back = recall(told, row[past.MOST + 5])
    assert [step.name for step in back.back] == [f"step {34 - i}" for i in range(past.MOST)]
    assert [step.name for step in back.ahead] == [f"step {36 + i}" for i in range(past.MOST)]
    row[30] = replace(row[30], name="long " * 400)
    monkeypatch.setattr(past, "MOST_LETTERS", 2000)
    kept, compared, difference = Past(Lines()), [], past.difference
    monkeypatch.setattr(past, "difference", lambda *two: compared.append(two) or difference(*two))
    for _ in range(2):
        told = told_of(kept, row, 34)
        assert 0 < len(told["back"]) < 4
        assert sum(map(len, (json.dumps(each) for each in told["back"]))) <= 2000
    assert len({(id(one), id(other)) for one, other in compared}) == len(compared)


def spoilt(change: Callable[[dict[str, Any]], object]) -> Callable[[list[Any]], None]:
    """A step that says something else, with a mark that fits."""

    def spoil(told: list[Any]) -> None:
        facts = json.loads(told[1][1])
        change(facts)
        text = json.dumps(facts)
        told[1][:2] = zlib.crc32(text.encode()), text

    return spoil


@pytest.mark.parametrize(
    "spoil",
    [
        lambda told: told[1].__setitem__(0, 1),
        lambda told: told[1].__setitem__(1, told[1][1].replace("step", "stop")),
        lambda told: told.insert(1, "x"),
        lambda told: told.insert(1, None),
        lambda told: told.insert(1, [zlib.crc32(b"{"), "{", ""]),
        lambda told: told.insert(1, [zlib.crc32(b"[" * 9999), "[" * 9999, ""]),
        lambda told: told[1].__setitem__(2, "x"),
        lambda told: told[1].pop(),
        lambda told: told.pop(1),
        spoilt(lambda facts: facts.pop("patch")),
        spoilt(lambda facts: facts.update(patch={})),
        spoilt(lambda facts: facts["patch"].update(name="other")),
        spoilt(lambda facts: facts.update(trail=3)),
    ],
)
@pytest.mark.parametrize("way", ["back", "ahead"])
def test_what_lies_beyond_a_fault_is_left_out(row: list[Graph], spoil, way: str) -> None:
    told = told_of_each(row, 3)
    spoil(told[way])
    back = recall(told, row[3])
    whole = steps_around(row, 3)
    found = {"back": back.back, "ahead": back.ahead}
    rest = {"back": whole.back, "ahead": whole.ahead}
    assert found.pop(way) == rest.pop(way)[:1]
    assert found == rest


@pytest.mark.parametrize(
    "told",
    [
        None,
        {},
        "x",
        3,
        {"back": 3, "ahead": "x"},
        [],
        [{"name": "Move it", "trail": None, "patch": [0, 1, "x"], "mark": 3632233996}],
    ],
)
def test_of_what_another_version_has_written_nothing_is_told(row: list[Graph], told: Any) -> None:
    assert recall(told, row[0]) == NONE


def test_steps_of_another_graph_lead_nowhere(row: list[Graph]) -> None:
    assert recall(told_of(Past(Lines()), row, 2), edits.remove_nodes(row[2], ["accuracy"])) == NONE


def test_a_graph_that_cannot_be_written_ends_it(row: list[Graph], monkeypatch) -> None:
    to_bytes = files.to_bytes

    def write(graph: Graph, path: Path, known: Lines | None = None) -> bytes:
        if graph is row[0]:
            raise FileError("cannot write it")
        return to_bytes(graph, path, known)

    monkeypatch.setattr(files, "to_bytes", write)
    back = recall(told_of(Past(Lines()), row, 2), row[2])
    assert [step.name for step in back.back] == ["step 1"]
    row[1] = edits.set_param(row[1], "hidden", "units", float("nan"))
    back = recall(told_of(Past(Lines()), row, 2), row[2])
    assert back.back == ()
    assert len(back.ahead) == 4
