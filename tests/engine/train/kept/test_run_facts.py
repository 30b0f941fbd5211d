"""The facts of a run in their file."""

from pathlib import Path

import pytest

from hornstudio.engine.errors import RunError
from hornstudio.engine.train.kept.run_facts import RunFacts
from hornstudio.engine.watch.events import Knob


def turn(epoch: int, step: int, new: float) -> Knob:
    return Knob(epoch=epoch, step=step, node="sgd", param="learning_rate", old=0.1, new=new)


def test_what_is_noted_stays_beside_what_was(tmp_path: Path) -> None:
    facts = RunFacts(tmp_path / "run.json")
    assert facts.read() == {}
    facts.update(state="running", name="넷")
    facts.update(state="finished")
    assert RunFacts(tmp_path / "run.json").read() == {"state": "finished", "name": "넷"}


def test_turns_are_kept_once_in_the_order_of_their_steps(tmp_path: Path) -> None:
    facts = RunFacts(tmp_path / "run.json")
    later, sooner = turn(2, 30, 0.2), turn(1, 20, 0.3)
    for knob in (later, sooner, later):
        facts.keep_knob(knob)
    assert facts.knobs() == [sooner, later]


@pytest.mark.parametrize("content", [b"{", b"\xff"])
def test_a_damaged_file_is_told_by_its_path(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "run.json"
    path.write_bytes(content)
    with pytest.raises(RunError, match=r"run\.json is damaged"):
        RunFacts(path).read()


def test_a_file_of_something_else_tells_nothing(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    path.write_text("[1]")
    assert RunFacts(path).read() == {}
