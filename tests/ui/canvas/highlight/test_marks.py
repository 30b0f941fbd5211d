"""Rings around what was found."""


def test_what_is_looked_at_is_selected_and_in_the_middle(hand):
    marks, view = hand.canvas.marks, hand.canvas.view
    view.zoom_to(0.3)
    marks.show(("flatten", "relu"), "relu")
    assert marks.ids == ("flatten", "relu")
    assert hand.document.selection == ("relu",)
    assert view.zoom == 1.0  # from afar nothing could be read
    middle = view.visible_area().center() - hand.canvas.scene.nodes["relu"].body.center()
    assert middle.manhattanLength() < 2


def test_the_way_back_leads_to_view_and_selection_once(hand):
    marks, view = hand.canvas.marks, hand.canvas.view
    hand.document.select(["mnist"])
    before = view.visible_area().center()
    marks.keep_sight()
    marks.show(("relu",), "relu")
    marks.clear(is_back=True)
    assert hand.document.selection == ("mnist",)
    assert (view.visible_area().center() - before).manhattanLength() < 2
    marks.show(("relu",), "relu")
    marks.clear(is_back=True)
    assert hand.document.selection == ("relu",)


def test_rings_of_nodes_that_are_gone_are_no_fault(hand):
    hand.canvas.marks.show(("flatten", "relu"), "relu")
    hand.canvas.delete_selection()
    hand.canvas.view.viewport().grab()
    hand.canvas.marks.clear(is_back=False)
    assert hand.canvas.marks.ids == ()
