"""What an epoch gone by looked like inside is found from what the run has kept of it."""

import math
from pathlib import Path
from typing import Any

import pytest

from hornstudio.engine.errors import HornError
from hornstudio.engine.train.kept.run_folder import RunFolder
from hornstudio.engine.train.live.looking_back import look_back
from hornstudio.engine.train.live.turn import Turn
from hornstudio.engine.train.live.watching import Watching
from hornstudio.engine.train.run import train
from hornstudio.engine.train.steps.pace import Pace
from hornstudio.engine.watch.events import Statistics
from tests.engine import sample_graph
from tests.engine.train.live.driving import driven
from tests.engine.train.live.test_turning_thaws import begun_frozen


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its first layer learns from the third epoch on."""
    folder = tmp_path_factory.mktemp("quick") / "run"
    plan: dict[tuple[int, int], Any] = {(3, 3): Turn("hidden", "frozen", False)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Pace, "steps", 3)
        driven(train(begun_frozen(), run_dir=folder), plan)
    return folder


def test_every_epoch_that_is_kept_can_be_looked_into(run: Path) -> None:
    found = [look_back(run, epoch) for epoch in (1, 2, 3, 4)]
    assert [f.epoch for f in found] == [1, 2, 3, 4]
    assert all(f.nodes["scores"]["update_ratio"] > 0 for f in found)
    assert len({f.nodes["scores"]["weight_norm"] for f in found}) == 4
    assert all(f.wires["scores.output"] > 0 for f in found)
    assert ["gradient_norm" in f.nodes["hidden"] for f in found] == [False, False, True, True]
    with pytest.raises(HornError):
        look_back(run, 9)


class Eager(Watching):
    """Looks into the first step of every dispatch."""

    def __init__(self) -> None:
        super().__init__(share=math.inf, interval_s=0.0, patience_s=0.0)

    def _is_compiled(self) -> bool:
        assert self._compiling is not None
        self._look, self._compiling = self._compiling.wait(), None
        return True


def test_it_is_what_the_run_itself_would_have_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hornstudio.engine.train.run.Watching", Eager)
    graph = sample_graph.mlp(epochs=2)
    events = list(train(graph, run_dir=tmp_path / "run", watch=True))
    told = [e for e in events if isinstance(e, Statistics) and (e.epoch, e.step) == (2, 0)]
    looked = look_back(tmp_path / "run", 1)
    assert (looked.epoch, looked.step) == (1, 30)
    assert looked.wires == pytest.approx(told[0].wires, rel=1e-4)
    assert looked.nodes["hidden"] == pytest.approx(told[0].nodes["hidden"], rel=1e-4)


def test_of_weights_alone_no_update_is_told(run: Path, tmp_path: Path) -> None:
    folder = RunFolder.open(run)
    trees = folder.trees("epoch-0004")
    folder.checkpoint("epoch-0004").rename(tmp_path / "away")
    folder.snapshots.save(4, trees["weights"], trees["state"])
    found = look_back(run, 4)
    assert "update_ratio" not in found.nodes["scores"]
    assert "update_ratio" not in found.overall
    assert found.nodes["scores"]["gradient_norm"] > 0
