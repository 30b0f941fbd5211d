"""Level wires."""

from hornstudio.engine.layout import block, crossing, spot
from hornstudio.engine.layout.column import column_numbers
from tests.engine.layout.drawn import graph_of


def columns(*wires: str) -> spot.Columns:
    graph = graph_of(*wires)
    found = spot.columns_of(graph, column_numbers(graph), dict.fromkeys(graph.nodes, 80.0), {})
    crossing.order(found)
    return found


def test_the_longest_chain_and_what_passes_it_run_level() -> None:
    found = columns("x>a", "a>b", "b>c", "c>sum", "x>sum")
    tops = {s.node or f"pass{i}": y for i, (s, y) in enumerate(block.heights(found).items())}
    assert len({tops[i] for i in ("x", "a", "b", "c", "sum")}) == 1
    assert len({y for name, y in tops.items() if name.startswith("pass")}) == 1


def test_level_wires_do_not_cross() -> None:
    found = columns("a>d", "b>c", "a>c", "b>d")
    chosen = block.level_links(found)
    pairs = sorted((link.start.rank, link.end.rank) for link in chosen)
    assert len(pairs) == 2
    assert [end for _, end in pairs] == sorted(end for _, end in pairs)


def test_a_branch_hangs_in_the_middle_of_what_it_joins() -> None:
    found = columns("x>a", "x>b", "x>c", "a>y", "b>y", "c>y")
    tops = {s.node: y for s, y in block.heights(found).items()}
    a, b, c = sorted((tops["a"], tops["b"], tops["c"]))
    assert b - a == c - b == 80 + spot.ROW_GAP
    assert tops["x"] == tops["y"]
