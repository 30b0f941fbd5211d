"""What is said to be kept of a training is what a stop keeps."""

from hornstudio.engine.watch.events import Checkpointed
from hornstudio.ui.panels.training.panel import TrainingPanel
from hornstudio.ui.window.ending import has_learned, kept_words
from tests.ui.panels.training.conftest import client, document, told  # noqa: F401


def test_it_tells_what_was_learned(document, client, told, qtbot):  # noqa: F811
    panel = TrainingPanel(document, client)
    qtbot.addWidget(panel)
    qtbot.addWidget(panel.log_view)
    panel.train()
    assert "nothing is kept" in kept_words(panel.trainer)
    client.tell(told.started())
    assert "nothing is kept" in kept_words(panel.trainer)
    assert not has_learned(panel.trainer), "who closes the window need not wait"
    client.tell(told.step(1, 3))
    assert has_learned(panel.trainer)
    assert kept_words(panel.trainer) == "What was learned up to this step is kept."
    client.tell(Checkpointed(epoch=1, step=3, path="/runs/1/x"))
    client.die("it broke")
    panel.trainer.train_on()
    assert kept_words(panel.trainer) == "What was learned before is kept."
