"""What the lines below the buttons say."""

from hornstudio.engine.watch.events import Knob
from tests.ui.panels.training.sight import settle


def test_after_a_turn_of_the_loss_the_best_epoch_says_among_which_and_why(panel, client, told):
    note = panel.controls.note
    turn = Knob(
        node="loss",
        param="weight",
        old=1.0,
        new=5.0,
        epoch=1,
        step=10,
        changes=["loss", "val_loss"],
    )
    panel.train()
    client.tell(told.started(epochs=5), told.epoch(1, val_loss=0.1), turn)
    client.tell(told.epoch(2, val_loss=3.0), told.epoch(3, val_loss=2.0))
    settle(panel)
    assert note.whole_text == "Best since epoch 2: epoch 3, val 2.0000"
    assert "loss.weight was turned in epoch 1" in note.toolTip()
    assert "loss.weight was turned in epoch 1" in note.accessibleDescription()
    assert note.property("tone") == "muted"
