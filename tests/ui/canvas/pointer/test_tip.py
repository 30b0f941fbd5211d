from hornstudio.engine.storage.templates import find_template
from hornstudio.ui.canvas.pointer.tip import tip_at


def test_a_figure_of_a_run_that_goes_on_says_that_it_is_the_newest(make_hand):
    hand = make_hand(find_template("mnist_mlp").graph())
    canvas = hand.canvas
    at = canvas.scene.nodes["accuracy"].body.center()
    plain = tip_at(canvas.view, at)
    canvas.set_training(True)
    canvas.set_live({"accuracy": "100.00 %"})
    assert tip_at(canvas.view, at) == f"100.00 %: of the newest steps, not smoothed\n{plain}"
    canvas.set_training(False)
    assert tip_at(canvas.view, at) == plain, "what stands there then is of a whole epoch"
