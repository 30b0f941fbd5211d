"""What watches a run: it is told of everything, may stop it, and its state outlives the process."""

from pathlib import Path
from typing import Any

from hornstudio.engine.text import Text
from hornstudio.engine.train.callbacks import Callback, RunView
from hornstudio.engine.train.run import train
from hornstudio.engine.watch.events import (
    Epoch,
    Failed,
    Finished,
    Preparing,
    Started,
    Step,
)
from tests.engine import sample_graph


class Watch(Callback):
    """Notes what it is told, and stops after an epoch."""

    def __init__(self, last: int = 99) -> None:
        self.last = last
        self.told: list[type] = []
        self.epochs = 0

    def begin(self, run: RunView, started: Started) -> None:
        self.told.append(Started)

    def step(self, run: RunView, event: Step) -> None:
        self.told.append(Step)
        assert (run.epoch, run.step) == (event.epoch, event.step)

    def epoch(self, run: RunView, event: Epoch) -> None:
        self.told.append(Epoch)
        self.epochs += 1
        run.tell(Preparing(what="noted"))
        if event.epoch == self.last:
            run.stop(Text("seen enough"))

    def end(self, run: RunView, event: Finished | Failed) -> None:
        self.told.append(type(event))
        assert run.finished_weights().keys() == {"hidden", "scores"}

    def state(self) -> dict[str, Any]:
        return {"epochs": self.epochs}

    def restore(self, state: dict[str, Any]) -> None:
        self.epochs = state["epochs"]


def test_a_callback_sees_the_run_and_ends_it_in_words(tmp_path: Path) -> None:
    watch, other = Watch(last=2), Watch()
    graph = sample_graph.mlp(batch_size=900)
    events = list(train(graph, epochs=4, run_dir=tmp_path / "run", callbacks=[watch, other]))
    finished = events[-1]
    assert isinstance(finished, Finished)
    assert (finished.epochs, finished.stopped, finished.reason) == (2, False, "seen enough")
    assert [kind for kind in watch.told if kind is not Step] == [Started, Epoch, Epoch, Finished]
    told = [type(e) for e in events]
    assert told[told.index(Epoch) + 1] is Preparing  # what the callback told comes after it

    again = [Watch(), Watch()]
    rest = train(graph, epochs=3, run_dir=tmp_path / "run", resume=True, callbacks=again)
    assert isinstance([*rest][-1], Finished)
    assert [each.epochs for each in again] == [3, 3]


def test_a_callback_that_breaks_ends_the_run_in_words() -> None:
    class Broken(Watch):
        def step(self, run: RunView, event: Step) -> None:
            raise ValueError("no such thing")

    broken = Broken()
    failed = [*train(sample_graph.mlp(), checkpoints=False, callbacks=[broken])][-1]
    assert isinstance(failed, Failed)
    assert "no such thing" in failed.reason
    assert broken.told == [Started, Failed]
