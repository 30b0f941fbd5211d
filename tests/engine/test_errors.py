"""Errors say what went wrong, and carry what is needed to act."""

import pickle

from hornstudio.engine.errors import FileError, HornError, ParamError, RunError, ShapeError
from hornstudio.engine.problem import Disconnect, Remedy
from hornstudio.engine.text import Text


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
