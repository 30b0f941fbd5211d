"""Messages that remember how they were made."""

import copy
import pickle

import pytest

from hornstudio.engine.errors import (
    FileError,
    HornError,
    ParamError,
    RunError,
    ShapeError,
    Text,
)
from hornstudio.engine.problem import Disconnect, Remedy


def test_text_is_the_sentence_and_its_parts() -> None:
    text = Text("{n} rows of {what}", n=3, what="data")
    assert text == "3 rows of data"
    assert (text.template, text.values) == ("{n} rows of {what}", {"n": 3, "what": "data"})


def test_text_without_values_is_taken_as_it_is() -> None:
    assert Text("a {brace}") == "a {brace}"


@pytest.mark.parametrize(
    "again", [copy.copy, copy.deepcopy, lambda t: pickle.loads(pickle.dumps(t))]
)
def test_text_survives_copying(again) -> None:
    text = again(Text("{n} rows", n=Text("{k}", k=1)))
    assert (str(text), text.template, text.values) == ("1 rows", "{n} rows", {"n": "1"})
    assert text.values["n"].template == "{k}"


def test_values_with_braces_are_not_filled_in_again() -> None:
    inner = ParamError("{name} is {value}", name="{evil}", value="{0}")
    outer = ParamError("{owner}.{inner}", owner="dense", inner=inner.text)
    assert str(outer) == "dense.{evil} is {0}"


def test_an_error_says_its_text() -> None:
    error = RunError("cannot reach {place}", place="disk")
    assert str(error) == error.text == "cannot reach disk"
    assert RunError(error.text).text is error.text


def test_errors_carry_what_is_needed_to_act() -> None:
    remedy = Remedy(Text("Remove the wire"), Disconnect())
    shape = ShapeError("gets {n}", n=1, port="input", remedies=[remedy])
    assert (str(shape), shape.port, shape.remedies) == ("gets 1", "input", (remedy,))
    assert FileError("bad", problems=["one", "two"]).problems == ("one", "two")
    assert ShapeError("bad").remedies == ()


def test_every_refusal_is_a_horn_error() -> None:
    here = [c for c in HornError.__subclasses__() if c.__module__ == HornError.__module__]
    assert {c.__name__ for c in here} == {
        "ParamError",
        "ShapeError",
        "GraphError",
        "FileError",
        "DataError",
        "ExportError",
        "RunError",
    }


def test_errors_survive_the_way_to_another_process() -> None:
    error = ShapeError("gets {n}", n=1, port="input")
    there = pickle.loads(pickle.dumps(error))
    assert (str(there), there.port, there.text.template) == ("gets 1", "input", "gets {n}")
