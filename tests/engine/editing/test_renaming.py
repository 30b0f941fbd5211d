from dataclasses import replace

from hornstudio.engine.editing import edits
from hornstudio.engine.editing.renaming import renamed
from hornstudio.engine.graph import freeze
from tests.engine.sample_graph import mlp


def test_a_node_that_has_another_name_alone_is_known_again() -> None:
    old = mlp()
    new = edits.rename_node(old, "hidden", "first")
    assert renamed(old, new) == {"hidden": "first"}
    assert renamed(old, old) == {}
    wider = replace(new.nodes["first"], params=freeze({"units": 17}))
    assert renamed(old, replace(new, nodes=freeze({**new.nodes, "first": wider}))) == {}
