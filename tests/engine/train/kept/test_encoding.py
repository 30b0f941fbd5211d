import json
import math

import msgspec
import numpy as np
import pytest

from hornstudio.engine.text import Text
from hornstudio.engine.train.kept.encoding import (
    event_from_json,
    event_to_json,
    plain_value,
    sentence_from_json,
    sentence_to_json,
)
from hornstudio.engine.watch.events import Epoch, Finished, Preparing


def test_finished_line_is_the_contract() -> None:
    event = Finished(run="DIR", epochs=5, seconds=1.5, metrics={"test_loss": 0.25})
    assert json.loads(event_to_json(event)) == {
        "event": "finished",
        "run": "DIR",
        "epochs": 5,
        "seconds": 1.5,
        "metrics": {"test_loss": 0.25},
        "stopped": False,
        "reason": "",
        "remarks": [],
        "ends_with": 0,
    }


def test_event_comes_back() -> None:
    event = Epoch(epoch=3, seconds=0.5, metrics={"loss": 0.1, "val_loss": 1e-300})
    assert event_from_json(event_to_json(event)) == event


def test_not_a_number_is_null_in_json_and_back() -> None:
    line = event_to_json(Epoch(epoch=1, seconds=0.0, metrics={"loss": math.nan}))
    assert json.loads(line)["metrics"] == {"loss": None}
    event = event_from_json(line)
    assert isinstance(event, Epoch)
    assert math.isnan(event.metrics["loss"])


def test_texts_and_numpy_numbers_are_taken() -> None:
    event = Preparing(what=Text("Loading {n} files", n=4), total=np.int64(4))  # type: ignore[arg-type]
    assert json.loads(event_to_json(event))["what"] == "Loading 4 files"
    assert json.loads(event_to_json(event))["total"] == 4


@pytest.mark.parametrize("line", ["", "{", "[]", '{"event": "unheard"}', '{"event": "epoch"}'])
def test_other_lines_are_refused(line: str) -> None:
    with pytest.raises(msgspec.DecodeError):
        event_from_json(line)


def test_strange_values_are_refused() -> None:
    with pytest.raises(TypeError, match="cannot be sent"):
        plain_value(object())


def test_a_sentence_can_be_translated_when_it_comes_back() -> None:
    text = Text("{n} of {what}", n=3, what=Text("{kind}s", kind="epoch"))
    parts = json.loads(json.dumps(sentence_to_json(text)))
    again = sentence_from_json(parts, str(text))
    assert isinstance(again, Text)
    assert (again, again.template, again.values["n"]) == ("3 of epochs", "{n} of {what}", 3)
    assert again.values["what"].template == "{kind}s"
    assert (sentence_to_json("plain"), sentence_from_json({}, "plain")) == ({}, "plain")
    for damaged in (None, 3, {"template": "{n}", "values": {}}, {"template": "x", "values": {}}):
        assert type(sentence_from_json(damaged, "plain")) is str
