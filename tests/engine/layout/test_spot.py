"""Places for wires that pass columns."""

from hornstudio.engine.layout import spot
from hornstudio.engine.layout.column import column_numbers
from tests.engine.layout.drawn import graph_of


def columns(*wires: str) -> spot.Columns:
    graph = graph_of(*wires)
    numbers = column_numbers(graph)
    return spot.columns_of(graph, numbers, dict.fromkeys(graph.nodes, 80.0), {})


def test_wires_of_one_port_share_their_way() -> None:
    found = columns("a>b", "b>c", "c>d", "a>c", "a>d")
    assert [[s.node for s in column] for column in found] == [["a"], ["b", ""], ["c", ""], ["d"]]
    passed = found[1][1]
    assert [link.end.node for link in passed.after] == ["c", ""]


def test_beyond_the_most_long_wires_have_no_room_of_their_own(monkeypatch) -> None:
    monkeypatch.setattr(spot, "MOST_PASSED", 0)
    found = columns("a>b", "b>c", "a>c")
    assert [[s.node for s in column] for column in found] == [["a"], ["b"], ["c"]]
