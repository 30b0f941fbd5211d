"""What a screen reader is told of the canvas."""

from hornstudio.engine.graph import Node


def test_the_view_is_named_after_what_is_selected(make_hand, graph_of):
    hand = make_hand(graph_of({"one": Node("relu"), "two": Node("dense", at=(300, 0))}))
    view, document = hand.canvas.view, hand.document
    said = [view.accessibleName()]
    for ids in (["two"], ["one", "two"], []):
        document.select(ids)
        said.append(view.accessibleName())
    assert said == [
        "Canvas, 2 nodes",
        "Canvas, Dense two selected",
        "Canvas, 2 nodes selected",
        "Canvas, 2 nodes",
    ]
