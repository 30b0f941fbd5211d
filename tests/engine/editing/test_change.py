"""What an edit touched."""

from dataclasses import replace

from hornstudio.engine.editing import edits
from hornstudio.engine.editing.change import change_between
from hornstudio.engine.graph import Node, Wire, freeze
from tests.engine import sample_graph


def test_a_setting_touches_its_node_and_no_wire() -> None:
    old = sample_graph.mlp()
    change = change_between(old, edits.set_param(old, "hidden", "units", 3))
    assert change.nodes == {"hidden"}
    assert (change.gone, change.is_rewired, change.is_placed_anew) == (frozenset(), False, False)
    assert change.touched_nodes(old) == {"hidden"}


def test_a_wire_touches_the_node_that_it_enters() -> None:
    old = sample_graph.mlp()
    wire = old.wires[2]
    new = edits.disconnect(old, [wire])
    change = change_between(old, new)
    assert (change.came, change.went) == ((), (wire,))
    assert change.touched_nodes(new) == {wire.target_node}
    back = change_between(new, old)
    assert (back.came, back.went) == ((wire,), ())
    assert back.touched_wires(old) == [wire]


def test_a_swap_of_wires_touches_both() -> None:
    old = sample_graph.mlp()
    first, second, *rest = old.wires
    change = change_between(old, replace(old, wires=(second, first, *rest)))
    assert set(change.came) == set(change.went) == {first, second}


def test_a_double_wire_is_seen() -> None:
    old = sample_graph.mlp()
    new = replace(old, wires=(old.wires[0], *old.wires))
    assert change_between(old, new).came == (old.wires[0],)


def test_what_is_gone_touches_what_hung_on_it() -> None:
    old = sample_graph.mlp()
    nodes = freeze({i: n for i, n in old.nodes.items() if i != "hidden"})
    new = replace(old, nodes=nodes)
    change = change_between(old, new)
    assert change.gone == {"hidden"}
    assert change.is_placed_anew
    assert "relu" in change.touched_nodes(new)
    assert Wire("hidden.output", "relu.input") in change.touched_wires(new)


def test_another_order_of_nodes_is_seen() -> None:
    old = sample_graph.mlp()
    new = replace(old, nodes=freeze(dict(reversed(old.nodes.items()))))
    change = change_between(old, new)
    assert change.is_placed_anew
    assert not change.nodes


def test_a_new_node_is_seen() -> None:
    old = sample_graph.mlp()
    change = change_between(old, edits.add_node(old, "new", Node("relu")))
    assert (change.nodes, change.is_placed_anew) == ({"new"}, True)
