from dataclasses import replace

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Node, Wire, freeze
from hornstudio.ui.window.safekeeping.look import differences


def test_every_kind_of_difference_is_named(mlp):
    after = edits.add_node(edits.remove_nodes(mlp, ["relu"]), "more", Node("relu"))
    nodes = dict(after.nodes)
    nodes["hidden"] = replace(nodes["hidden"], params=freeze({"units": 3}))
    nodes["sgd"] = replace(nodes["sgd"], at=(9.0, 9.0))
    after = replace(after, nodes=freeze(nodes), wires=(*after.wires, Wire("a.b", "c.d")))
    assert differences(mlp, after) == [
        "Modules added: more",
        "Modules removed: relu",
        "Settings changed: hidden",
        "Moved: sgd",
        "Wires: 1 added, 2 removed",
    ]


def test_many_names_are_cut(mlp):
    after = mlp
    for n in range(9):
        after = edits.add_node(after, f"n{n}", Node("relu"))
    assert differences(mlp, after) == ["Modules added: n0, n1, n2, n3, n4, n5 and 3 more"]


def test_what_is_no_difference_of_modules_is_said_too(mlp):
    assert len(differences(mlp, replace(mlp, name="other"))) == 1
