"""Which column nodes stand in."""

from hornstudio.engine.layout.column import bands, column_numbers
from tests.engine.layout.drawn import graph_of


def test_a_source_stands_right_before_its_first_taker() -> None:
    numbers = column_numbers(graph_of("x>a", "a>b", "b>loss", "target>loss"))
    assert numbers == {"x": 0, "a": 1, "b": 2, "loss": 3, "target": 2}


def test_a_chain_from_a_source_of_its_own_moves_to_its_taker() -> None:
    numbers = column_numbers(graph_of("x>a", "a>b", "b>c", "c>sum", "y>embed", "embed>sum"))
    assert (numbers["y"], numbers["embed"], numbers["sum"]) == (2, 3, 4)


def test_what_comes_last_stands_behind_the_deepest_output() -> None:
    graph = graph_of("x>a", "a>early", "a>b", "b>c", "c>late", "early>step", "late>step")
    numbers = column_numbers(graph, ["early", "late", "step"])
    assert numbers["early"] == numbers["late"] == numbers["c"] + 1
    assert numbers["step"] == numbers["late"] + 1


def test_bands_are_broken_where_few_wires_cross() -> None:
    wires = [f"n{i}>n{i + 1}" for i in range(15)] + ["n5>n9", "n6>n9"]
    graph = graph_of(*wires)
    assert bands(graph, column_numbers(graph)) == [(0, 9), (10, 15)]


def test_bands_are_about_as_long_as_one_another() -> None:
    graph = graph_of(*(f"n{i}>n{i + 1}" for i in range(10)))
    assert bands(graph, column_numbers(graph)) in ([(0, 5), (6, 10)], [(0, 4), (5, 10)])
    graph = graph_of(*(f"n{i}>n{i + 1}" for i in range(7)))
    assert bands(graph, column_numbers(graph)) == [(0, 7)]
