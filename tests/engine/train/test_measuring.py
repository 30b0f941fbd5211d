"""How good a run is: what it measures on data that it does not train on."""

from hornstudio.engine.train.run import STOP, train
from hornstudio.engine.watch.events import Epoch, Finished, Started
from tests.engine import sample_graph


def test_each_epoch_is_validated_and_the_end_is_tested() -> None:
    *told, last = train(sample_graph.mlp(epochs=2), checkpoints=False)
    epochs = [event for event in told if isinstance(event, Epoch)]
    assert [set(epoch.metrics) for epoch in epochs] == [
        {"loss", "accuracy", "val_loss", "val_accuracy"}
    ] * 2
    assert isinstance(last, Finished)
    assert set(last.metrics) - set(epochs[-1].metrics) == {"test_loss", "test_accuracy"}


def test_a_stop_before_the_first_step_measures_nothing() -> None:
    run = train(sample_graph.mlp(epochs=50), checkpoints=False)
    for event in run:
        if isinstance(event, Started):
            break
    *_, last = [run.send(STOP), *run]
    assert isinstance(last, Finished)
    assert (last.stopped, last.metrics) == (True, {})
