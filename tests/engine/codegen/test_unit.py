"""Units of a script: their order, names and docstrings."""

from hornstudio.engine.codegen.unit import about, free, in_order, inputs_of


def test_units_come_after_what_they_take_from_and_else_stay() -> None:
    units = {"c": [1], "a": [2], "b": [3], "d": [4]}
    takes = {"c": {"b"}, "a": set(), "b": {"a", "b"}, "d": {"outside"} - {"outside"}}
    assert [name for name, _ in in_order(units, takes)] == ["a", "b", "c", "d"]


def test_names_are_free() -> None:
    taken = {"x", "x_"}
    assert free("x", taken) == "x__"
    assert free("y", taken) == "y"
    assert taken == {"x", "x_", "x__", "y"}


def test_what_flows_in_is_x_or_numbered() -> None:
    assert inputs_of(["a.output"]) == [("a.output", "x")]
    assert inputs_of(["a", "b"]) == [("a", "x_1"), ("b", "x_2")]


def test_a_title_cannot_end_its_docstring() -> None:
    assert about('a "b"\n\\c', 2) == '"""a \'b\' /c: a composite of 2 layers."""'
