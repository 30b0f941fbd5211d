"""Which run a network that is opened again had last."""

from pathlib import Path

import pytest

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph
from hornstudio.engine.runs.find import newest_of
from hornstudio.engine.runs.last import last_run
from tests.engine.runs.conftest import MakeRun
from tests.engine.sample_graph import convolutional, mlp

FILE = Path("/home/kim/mlp.horn")


@pytest.fixture
def make(make_run: MakeRun) -> MakeRun:
    """Runs with a checkpoint, of the file."""

    def made(folder: str, **facts: object) -> Path:
        path = make_run(folder, 0.5, **{"file": str(FILE), **facts})
        (path / "checkpoints" / "epoch-0001.safetensors").touch()
        return path

    return made


def name_of(graph: Graph, file: Path = FILE) -> str:
    found = last_run(graph, file)
    return found.record.folder if found else ""


def test_it_is_the_newest_of_the_graph_wherever_that_came_from(make: MakeRun) -> None:
    for number, folder in enumerate(("b", "a", "c")):
        begun = f"2026-01-0{9 - number} 00:00:00"
        make(folder, file="/elsewhere.horn", begun=begun)
    assert name_of(mlp()) == "b"
    found = last_run(mlp(), FILE)
    assert found is not None
    assert (found.changes, dict(found.graph.nodes).keys()) == ("", mlp().nodes.keys())


def test_it_is_of_the_file_rather_than_of_another_with_the_same_graph(make: MakeRun) -> None:
    """A copy of a network that was trained for long looked like the last run of the first one."""
    make("own", begun="2026-01-01 00:00:00")
    for number in range(7):
        made = f"2026-01-0{2 + number} 00:00:00"
        make(f"copy{number}", file="/home/kim/copy.horn", begun=made)
    assert name_of(mlp()) == "own"
    assert name_of(mlp(), Path("/home/kim/third.horn")) == "copy6"
    make("terminal", file="", begun="2026-01-03 00:00:00")  # which knows of no file
    assert name_of(mlp()) == "terminal"
    assert newest_of(mlp()).endswith("copy6")  # who asks for no file has none that is preferred


def test_it_is_of_the_file_also_where_the_graph_has_changed_a_little(make: MakeRun) -> None:
    make("a")
    wider = edits.set_param(mlp(epochs=99), "hidden", "units", 99)
    assert name_of(wider) == "a"
    found = last_run(wider, FILE)
    assert found is not None
    assert found.changes == "hidden.units 16 -> 99"
    assert name_of(wider, Path("/home/kim/other.horn")) == ""
    assert name_of(convolutional()) == ""


@pytest.mark.parametrize(
    "facts",
    [{"state": "running"}, {"state": "imported"}, {"notes": {"is_hidden": True}}],
    ids=["in progress", "imported", "hidden"],
)
def test_what_cannot_be_shown_as_a_run_that_ended_is_none(
    make: MakeRun, facts: dict[str, object]
) -> None:
    make("a", **facts)
    assert name_of(mlp()) == ""


def test_a_run_that_was_broken_off_is_one(make: MakeRun) -> None:
    make("a", state="interrupted")
    assert name_of(mlp()) == "a"


def test_without_a_checkpoint_it_is_none(make_run: MakeRun) -> None:
    make_run("a", 0.5, file=str(FILE))
    assert name_of(mlp()) == ""
