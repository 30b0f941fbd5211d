"""What events leave in run.json and log.txt, and that nothing is left of what did not go on."""

import json
import math

import pytest

from hornstudio.engine.train.kept.run_folder import RunFolder
from hornstudio.engine.watch.events import Failed, Finished, Knob

from .begun_run import GRAPH, started


def test_started_adds_device_and_data(folder: RunFolder) -> None:
    folder.record(started())
    assert (folder.facts()["device"], folder.facts()["source"]) == ("CPU", "toy")
    assert folder.facts()["data_hash"] == "abc"


@pytest.mark.parametrize(
    ("event", "state"),
    [
        (Finished(run="", epochs=2, seconds=3.0, metrics={"test_loss": 0.5}), "finished"),
        (Finished(run="", epochs=1, seconds=3.0, metrics={}, stopped=True), "stopped"),
        (Finished(run="", epochs=1, seconds=3.0, metrics={}, reason="enough"), "finished"),
        (Failed(reason="no memory", traceback="Traceback ..."), "failed"),
    ],
)
def test_ending_is_kept(folder: RunFolder, event, state: str) -> None:
    folder.record(event)
    assert folder.facts()["state"] == state
    log = (folder.path / "log.txt").read_text()
    assert state in log
    if isinstance(event, Finished):
        assert folder.facts()["metrics"] == event.metrics
        assert folder.facts()["reason"] == event.reason
    else:
        assert folder.facts()["reason"] == "no memory"
        assert "Traceback ..." in log


def test_run_json_is_json_even_without_numbers(folder: RunFolder) -> None:
    folder.record(Finished(run="", epochs=1, seconds=1.0, metrics={"loss": math.nan}))
    content = (folder.path / "run.json").read_text()
    facts = json.loads(content, parse_constant=pytest.fail)
    assert (facts["metrics"], facts["clock"]) == ({"loss": None}, 1.0)


def test_a_run_that_is_left_is_interrupted_and_one_that_ended_is_not(folder: RunFolder) -> None:
    folder.record(started())
    folder.break_off()
    assert folder.facts()["state"] == "interrupted"
    folder.begin(GRAPH, resume=True)
    folder.record(Finished(run="run", epochs=1, seconds=1.0, metrics={}))
    folder.break_off()
    assert folder.facts()["state"] == "finished"


def test_a_run_that_did_not_come_to_go_on_is_as_it_was(folder: RunFolder) -> None:
    folder.record(started())
    folder.record(Finished(run="run", epochs=1, seconds=1.0, metrics={"loss": 0.5}))
    before = (folder.path / "run.json").read_bytes()
    for end in (RunFolder.break_off, lambda f: f.record(Failed(reason="no table", traceback=""))):
        again = RunFolder.open(folder.path)
        again.begin(GRAPH, resume=True)
        assert again.facts()["state"] == "running"
        end(again)
        assert (folder.path / "run.json").read_bytes() == before
    assert "could not go on: no table" in (folder.path / "log.txt").read_text()


def test_the_log_tells_what_was_turned_in_digits_that_somebody_set(folder: RunFolder) -> None:
    folder.record(started())
    half = 0.0012499999720603228
    folder.record(Knob(node="sgd", param="learning_rate", old=half, new=half / 2, epoch=1, step=3))
    assert "sgd.learning_rate: 0.00125 -> 0.000625 after step 3" in (
        (folder.path / "log.txt").read_text()
    )
