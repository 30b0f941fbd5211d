"""Kinds of param: raw JSON and typed text become checked values, and go back again."""

import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hornstudio.engine.catalog import catalog
from hornstudio.engine.errors import ParamError
from hornstudio.engine.params import (
    Choice,
    FilePath,
    Flag,
    Float,
    Floats,
    FolderPath,
    Int,
    Ints,
    Nested,
    Param,
    Setting,
    Values,
    WordList,
    Words,
    complete,
    faults,
)

FIND = catalog().find
UNITS = Int(name="units", default=32, low=1, help="")
RATE = Float(name="rate", default=0.5, low=0.0, below=1.0, help="")
SIZE = Ints(name="size", default=(3, 3), length=2, help="")
SHAPE = Ints(name="shape", default=(10,), unknown=True, help="")
FACTOR = Floats(
    name="factor", default=(0.0, 0.0), length=2, low=-1.0, high=1.0, ordered=True, help=""
)
SPREAD = Floats(
    name="spread", default=(0.0, 1.0), length=2, low=-1.0, high=1.0, around=True, help=""
)
SHARE = Floats(name="share", default=(0.0, 1.0), length=2, low=0.0, high=1.0, around=True, help="")
FILE = FilePath(name="file", default="", help="")
FOLDER = FolderPath(name="folder", default="", help="")
RATES = Floats(name="rates", default=(0.1,), help="")
NAMES = WordList(name="names", optional=True, help="")
PADDING = Choice(name="padding", default="valid", options=("valid", "same"), help="")
START = Nested(name="start", category="initializer", default="zeros", help="")
LEARNING_RATE = Nested(
    name="learning_rate",
    category="schedule",
    default=0.1,
    number=Float(name="learning_rate", default=0.1, above=0.0, help=""),
    help="",
)


@pytest.mark.parametrize(
    ("param", "raw", "value"),
    [
        (UNITS, 5, 5),
        (UNITS, 5.0, 5),
        (RATE, 0, 0.0),
        (Flag(name="on", default=False, help=""), True, True),
        (PADDING, "same", "same"),
        (SIZE, 3, (3, 3)),
        (SIZE, [2, 3], (2, 3)),
        (SHAPE, [], ()),
        (FACTOR, 0.5, (0.5, 0.5)),
        (FACTOR, [-1, 0.5], (-1.0, 0.5)),
        (SPREAD, 0.2, (-0.2, 0.2)),
        (SPREAD, -0.2, (-0.2, 0.2)),
        (SPREAD, [0.1, 0.2], (0.1, 0.2)),
        (SHARE, 0.2, (0.0, 0.2)),
        (RATES, [1, 0.5, 2], (1.0, 0.5, 2.0)),
        (SHAPE, [None, 28], (None, 28)),
        (Words(name="text", default="", help=""), "anything", "anything"),
        (NAMES, ["a", " b c"], ("a", "b c")),
        (NAMES, [], None),
        (LEARNING_RATE, 1, 1.0),
        (START, "ones", Setting("ones", Values({}))),
        (START, {"kind": "ones"}, Setting("ones", Values({}))),
        (Int(name="n", optional=True, help=""), None, None),
    ],
)
def test_parses(param: Param, raw: Any, value: Any) -> None:
    parsed = param.parse(raw, FIND)
    assert parsed == value
    assert type(parsed) is type(value)
    assert param.parse(param.to_json(parsed), FIND) == parsed


@pytest.mark.parametrize(
    ("param", "raw", "message"),
    [
        (UNITS, 0, "units is 0; need an integer of at least 1"),
        (UNITS, 1.5, "units is 1.5; need an integer of at least 1"),
        (UNITS, True, "units is True; need an integer of at least 1"),
        (UNITS, float("nan"), "units is nan; need an integer of at least 1"),
        (UNITS, float("inf"), "units is inf; need an integer of at least 1"),
        (UNITS, "", "units is empty; need an integer of at least 1"),
        (UNITS, "5", "units is '5'; need an integer of at least 1"),
        (UNITS, None, "units is None; need an integer of at least 1"),
        (Int(name="n", low=0, high=9, help=""), 10, "n is 10; need an integer from 0 to 9"),
        (Int(name="n", help=""), "x", "n is 'x'; need an integer"),
        (RATE, 1.0, "rate is 1; need a number at least 0 and below 1"),
        (RATE, float("nan"), "rate is nan; need a number at least 0 and below 1"),
        (RATE, False, "rate is False; need a number at least 0 and below 1"),
        (Float(name="x", above=0.0, help=""), 0, "x is 0; need a number above 0"),
        (Float(name="x", high=2.5, help=""), 3, "x is 3; need a number at most 2.5"),
        (Float(name="x", optional=True, help=""), "a", "x is 'a'; need a number, or none"),
        (Flag(name="on", help=""), 1, "on is 1; need true or false"),
        (PADDING, "Same", "padding is 'Same'; need one of valid, same"),
        (SIZE, [1, 2, 3], "size is [1, 2, 3]; need 2 integers of at least 1"),
        (SIZE, [0, 2], "size is [0, 2]; need 2 integers of at least 1"),
        (SIZE, [None, 2], "size is [None, 2]; need 2 integers of at least 1"),
        (SIZE, [True, 2], "size is [True, 2]; need 2 integers of at least 1"),
        (SHAPE, "28", "shape is '28'; need integers of at least 1, such as 28, 28, 1"),
        (START, "nothing", "start.nothing is not a kind of initializer; known are glorot_uniform"),
        (
            FACTOR,
            [0.5, -1],
            "factor is [0.5, -1]; need 2 numbers that rise, each at least",
        ),
        (FACTOR, 2, "factor is 2; need 2 numbers that rise"),
        (SHARE, -0.2, "share is -0.2; need one number, or two that rise, each at"),
        (SPREAD, 10**400, "spread"),
        (RATES, ["a"], "rates is ['a']; need numbers with commas between them"),
        (
            NAMES,
            ["a", "b,c"],
            "names is ['a', 'b,c']; need words with commas between them, or none",
        ),
        (NAMES, ["a", ""], "names is ['a', '']; need words with commas between them, or none"),
        (NAMES, "a", "names is 'a'; need words with commas between them, or none"),
        (FOLDER, "a\0b", "folder is 'a\\x00b'; need the path of a folder"),
        (FILE, "\ud800", "file is '\\ud800'; need the path of a file"),
        (FILE, 3, "file is 3; need the path of a file"),
        (START, 3, "start is 3; need a kind of initializer"),
        (START, {"kind": "ones", "parms": {}}, "start has an unknown key 'parms'"),
        (
            START,
            {"kind": "random_normal", "params": {"stddev": -1}},
            "start.stddev is -1; need a number at least 0",
        ),
        (LEARNING_RATE, 0, "learning_rate is 0; need a number above 0, or a schedule"),
        (LEARNING_RATE, {"kind": "constant", "params": [1]}, "learning_rate.params is [1]; need"),
    ],
)
def test_refuses_with_value_and_need(param: Param, raw: Any, message: str) -> None:
    with pytest.raises(ParamError) as refused:
        param.parse(raw, FIND)
    assert str(refused.value).startswith(message)


def test_several_numbers_that_do_not_fit_are_told_as_they_were_typed() -> None:
    with pytest.raises(ParamError) as refused:
        FACTOR.read("1, .5", FIND)
    said = "factor is '1, .5'; need 2 numbers that rise, each at least -1 and at most 1"
    assert str(refused.value) == said


def test_one_number_stands_for_none_of_those_that_are_own() -> None:
    pair = Floats(name="pair", length=2, low=0.0, own=True, optional=True, help="")
    assert pair.read("1, 5", FIND) == (1.0, 5.0)
    with pytest.raises(ParamError) as refused:
        pair.read("5", FIND)
    assert str(refused.value) == "pair is '5'; need 2 numbers, each at least 0, or none"
    for raw in (5, [5]):
        with pytest.raises(ParamError, match="need 2 numbers"):
            pair.parse(raw, FIND)


def test_shortens_long_values() -> None:
    with pytest.raises(ParamError) as refused:
        UNITS.parse(list(range(100)), FIND)
    assert len(str(refused.value)) < 120


@pytest.mark.parametrize(
    ("param", "text", "value"),
    [
        (UNITS, " 1,024 ", 1024),
        (UNITS, "1_024", 1024),
        (RATE, "1e-3", 0.001),
        (Flag(name="on", help=""), "Yes", True),
        (Flag(name="on", help=""), "off", False),
        (PADDING, "same", "same"),
        (SIZE, "3", (3, 3)),
        (SIZE, "3x5", (3, 5)),
        (SHAPE, "28, 28, 1", (28, 28, 1)),
        (SHAPE, "(28×28×1)", (28, 28, 1)),
        (SHAPE, "?, 28", (None, 28)),
        (FACTOR, "-0.5, 1", (-0.5, 1.0)),
        (SPREAD, "0.5", (-0.5, 0.5)),
        (RATES, "0.1 1e-3", (0.1, 0.001)),
        (START, "ones", Setting("ones", Values({}))),
        (NAMES, "a, b c,", ("a", "b c")),
        (LEARNING_RATE, "0.5", 0.5),
        (Int(name="n", optional=True, help=""), "None", None),
        (Int(name="n", optional=True, help=""), " ", None),
        (Words(name="text", help=""), "any words", "any words"),
    ],
)
def test_reads_what_a_person_types(param: Param, text: str, value: Any) -> None:
    assert param.read(text, FIND) == value
    assert param.read(param.show(value), FIND) == value


@pytest.mark.parametrize(
    ("param", "text"),
    [
        (UNITS, "many"),
        (UNITS, "2.5"),
        (UNITS, "3,5"),
        (UNITS, "1,0240"),
        (UNITS, "0"),
        (UNITS, ""),
        (RATE, "half"),
        (RATE, "nan"),
        (Flag(name="on", help=""), "perhaps"),
        (PADDING, ""),
        (SIZE, "3 4 5"),
        (SHAPE, "a, b"),
        (FACTOR, "1, 0"),
        (RATES, "a, b"),
        (START, "nothing"),
        (LEARNING_RATE, "-1"),
    ],
)
def test_refuses_what_cannot_be_read(param: Param, text: str) -> None:
    with pytest.raises(ParamError, match=param.name):
        param.read(text, FIND)


@pytest.mark.parametrize("text", ["0,01", "1e-3x", "-.5.", "10 %"])
def test_a_slip_in_a_number_is_no_kind_of_module(text: str) -> None:
    with pytest.raises(ParamError) as refused:
        LEARNING_RATE.read(text, FIND)
    said = f"learning_rate is '{text}'; need a number above 0, or a schedule"
    assert str(refused.value) == said


def test_of_a_word_that_is_no_kind_it_is_said_that_a_number_would_do() -> None:
    with pytest.raises(ParamError) as refused:
        LEARNING_RATE.read("fast", FIND)
    said = "learning_rate is 'fast'; need a number above 0, or a schedule. "
    assert str(refused.value).startswith(said)
    with pytest.raises(ParamError) as refused:
        LEARNING_RATE.read("", FIND)
    assert str(refused.value) == "learning_rate is empty; need a number above 0, or a schedule"


@given(st.floats(0.0, 1.0, exclude_max=True))
def test_any_number_shows_as_text_that_reads_back(value: float) -> None:
    assert RATE.read(RATE.show(value), FIND) == value


@given(st.lists(st.none() | st.integers(1, 10**6), max_size=5))
def test_any_shape_shows_as_text_that_reads_back(value: list) -> None:
    assert SHAPE.read(SHAPE.show(tuple(value)), FIND) == tuple(value)


def test_nested_params_are_completed_and_go_back_to_json() -> None:
    raw = {"kind": "random_normal", "params": {"stddev": 2}}
    value = START.parse(raw, FIND)
    assert value.params.stddev == 2.0
    assert value.params.mean == 0.0
    again = START.to_json(value)
    assert again == {"kind": "random_normal", "params": {"mean": 0.0, "stddev": 2.0}}
    assert START.show(value) == "random_normal"
    assert START.parse(value, FIND) == value


def test_complete_fills_in_defaults() -> None:
    values = complete((UNITS, RATE, START), {"units": 3}, FIND)
    assert (values.units, values.rate) == (3, 0.5)
    assert values.start.kind == "zeros"


def test_complete_refuses_unknown_names_and_other_things() -> None:
    with pytest.raises(ParamError, match="unit is not a param here; known are units, rate"):
        complete((UNITS, RATE), {"unit": 3}, FIND)
    with pytest.raises(ParamError, match="params is 3; need names with values"):
        complete((UNITS,), 3, FIND)
    with pytest.raises(ParamError, match="known are none"):
        complete((), {"a": 1}, FIND)


def test_faults_finds_all_of_them() -> None:
    found = faults((UNITS, RATE), {"units": 0, "rte": 1, "rate": 2}, FIND)
    assert [str(e).split()[0] for e in found] == ["units", "rte", "rate"]
    assert faults((UNITS, RATE), {"units": 1}, FIND) == []


def test_values_cannot_change_and_can_be_compared() -> None:
    values = Values({"units": 3})
    with pytest.raises(AttributeError, match="immutable"):
        values.units = 4
    with pytest.raises(AttributeError):
        _ = values.rate
    assert values == Values({"units": 3})
    assert values != Values({"units": 4})
    assert hash(values) == hash(Values({"units": 3}))
    assert pickle.loads(pickle.dumps(values)) == values


def test_describes_itself_for_the_catalog() -> None:
    assert UNITS.describe() == {
        "name": "units",
        "type": "int",
        "default": 32,
        "title": "Units",
        "help": "",
        "low": 1,
    }
    assert PADDING.describe()["options"] == ["valid", "same"]
    assert LEARNING_RATE.describe()["number"] == {"above": 0.0}
    assert SHAPE.describe()["unknown"] is True
    assert SIZE.describe()["length"] == 2


def test_label_is_made_of_the_name_unless_given() -> None:
    assert LEARNING_RATE.label == "Learning rate"
    assert Int(name="n", title="Count", help="").label == "Count"


def test_numbers_that_belong_together_are_nested_for_keras_alone() -> None:
    edges = Ints(name="padding", default=(1,) * 4, length=4, low=0, pairs=True, help="")
    assert edges.nested((1, 2, 3, 4)) == ((1, 2), (3, 4))
    assert edges.flat([[1, 2], (3, 4)]) == edges.flat(edges.nested((1, 2, 3, 4))) == [1, 2, 3, 4]
    assert edges.flat([1, 2]) == [1, 1, 2, 2]
    assert edges.describe()["pairs"]
    assert SIZE.nested((1, 2)) == SIZE.flat((1, 2)) == (1, 2)
    assert "pairs" not in SIZE.describe()
