from dataclasses import replace
from types import SimpleNamespace

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph


def test_the_status_line_tells_of_all_devices_where_the_network_wants_them(working):
    """It named one while the run computed on eight."""
    figure = working.status.device
    working.client.ready.emit(SimpleNamespace(device="GPU (Test)", devices=["GPU (Test)"] * 2))
    assert figure.text == "GPU (Test)"
    training = replace(working.document.graph.training, devices="all")
    working.document.edit("Use all", edits.set_training(working.document.graph, training))
    assert figure.text == "2 × GPU (Test)"
    working.document.undo_stack.undo()
    assert figure.text == "GPU (Test)"
    working.document.edit("Use all", edits.set_training(working.document.graph, training))
    working.document.open(Graph(), None)
    assert figure.text == "GPU (Test)"
