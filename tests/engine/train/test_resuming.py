"""Going on with a run, from wherever it ended, changes no bit."""

from pathlib import Path
from typing import Any

import pytest

from hornstudio.engine.editing import edits
from hornstudio.engine.errors import RunError
from hornstudio.engine.graph import Graph
from hornstudio.engine.train.kept.checkpoint import load_checkpoint
from hornstudio.engine.train.kept.run_folder import RunFolder
from hornstudio.engine.train.run import STOP, train
from hornstudio.engine.train.steps.pace import Pace
from hornstudio.engine.watch.events import (
    Checkpointed,
    Epoch,
    Failed,
    Finished,
    Started,
    Step,
)
from tests.engine import sample_graph
from tests.engine.train.trees import assert_equal_trees

EPOCHS = 2


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Any]]:
    """An uninterrupted run: three full batches an epoch, and a smaller one."""
    path = tmp_path_factory.mktemp("runs") / "whole"
    return path, list(train(graph(), run_dir=path))


def graph() -> Graph:
    return sample_graph.mlp(epochs=EPOCHS, batch_size=1000)


def figures(events: list[Any]) -> list[dict[str, float]]:
    return [e.metrics for e in events if isinstance(e, Epoch | Finished)]


def stopped_at(path: Path, epoch: int, step: int, **wishes: Any) -> list[Any]:
    """Train until that step was taken, then stop; all events."""
    run, events = train(graph(), run_dir=path, **wishes), []
    for event in run:
        events.append(event)
        if isinstance(event, Step) and (event.epoch, event.step) == (epoch, step):
            events += [run.send(STOP), *run]
    return events


@pytest.fixture
def single_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pace, "steps", 1)


@pytest.mark.usefixtures("single_steps")
@pytest.mark.parametrize(("epoch", "step"), [(1, 2), (1, 4), (2, 3)])
def test_a_stop_loses_no_step(
    epoch: int, step: int, tmp_path: Path, whole: tuple[Path, list[Any]]
) -> None:
    first = stopped_at(tmp_path / "run", epoch, step)
    saved = next(e for e in reversed(first) if isinstance(e, Checkpointed))
    assert Path(saved.path).stem == f"epoch-{epoch:04d}-step-{step:06d}"
    assert first[-1].stopped
    rest = list(train(graph(), run_dir=tmp_path / "run", resume=True))
    started = next(e for e in rest if isinstance(e, Started))
    assert (started.first_epoch, started.first_step, started.notes) == (epoch, step, [])
    assert figures(first)[: epoch - 1] + figures(rest) == figures(whole[1])
    theirs, ours = whole[0] / "checkpoints", tmp_path / "run" / "checkpoints"
    assert sorted(p.name for p in ours.iterdir()) == sorted(p.name for p in theirs.iterdir())
    last = f"epoch-{EPOCHS:04d}.safetensors"
    assert_equal_trees(load_checkpoint(ours / last)[0], load_checkpoint(theirs / last)[0])
    taken = [
        (e.epoch, e.step) for e in RunFolder.open(tmp_path / "run").events() if isinstance(e, Step)
    ]
    assert len(taken) == len(set(taken))  # what was done again is told once


@pytest.mark.usefixtures("single_steps")
def test_checkpoints_come_within_an_epoch_and_go_with_it(tmp_path: Path) -> None:
    from dataclasses import replace

    often = replace(graph(), training=replace(graph().training, checkpoint_minutes=1e-9, epochs=1))
    events = list(train(often, run_dir=tmp_path / "run"))
    saved = [(e.epoch, e.step) for e in events if isinstance(e, Checkpointed)]
    assert saved == [(1, 1), (1, 2), (1, 0)]  # at the end of a part the next one is near
    assert [p.stem for p in RunFolder.open(tmp_path / "run").checkpoints()] == ["epoch-0001"]


@pytest.mark.usefixtures("single_steps")
def test_an_epoch_of_other_batches_begins_anew_and_says_so(tmp_path: Path) -> None:
    stopped_at(tmp_path / "run", 1, 2)
    rest = list(train(graph(), run_dir=tmp_path / "run", resume=True, batch_size=900, epochs=1))
    started = next(e for e in rest if isinstance(e, Started))
    assert (started.first_epoch, started.first_step) == (1, 0)
    assert "epoch 1 begins anew" in started.notes[0]
    assert "begins anew" in (tmp_path / "run" / "log.txt").read_text()
    assert isinstance(rest[-1], Finished)


def test_any_checkpoint_can_be_gone_on_from_and_a_damaged_one_is_told(
    tmp_path: Path, whole: tuple[Path, list[Any]]
) -> None:
    path = tmp_path / "run"
    list(train(graph(), run_dir=path))
    again = list(train(graph(), run_dir=path, resume=True, checkpoint="epoch-0001"))
    assert figures(again) == figures(whole[1])[1:]
    more = list(train(graph(), run_dir=path, resume=True, epochs=EPOCHS + 1))
    assert [e.epoch for e in more if isinstance(e, Epoch)] == [EPOCHS + 1]
    longer = list(train(graph(), run_dir=tmp_path / "longer", epochs=EPOCHS + 1))
    assert figures(more) == figures(longer)[EPOCHS:]
    last = path / "checkpoints" / f"epoch-{EPOCHS + 1:04d}.safetensors"
    theirs = tmp_path / "longer" / "checkpoints" / last.name
    assert_equal_trees(load_checkpoint(last)[0], load_checkpoint(theirs)[0])
    content = bytearray(last.read_bytes())
    content[len(content) // 2] ^= 16
    last.write_bytes(content)
    redone = list(train(graph(), run_dir=path, resume=True, epochs=EPOCHS + 1))
    started = next(e for e in redone if isinstance(e, Started))
    assert "epoch-0003 is damaged" in started.notes[0]
    assert figures(redone) == figures(more)


def test_an_epoch_that_is_kept_to_look_back_at_can_be_gone_on_from(
    tmp_path: Path, whole: tuple[Path, list[Any]]
) -> None:
    path = tmp_path / "run"
    list(train(graph(), run_dir=path, epochs=5))
    folder = RunFolder.open(path)
    assert folder.snapshot_of("1") == 1
    again = train(graph(), run_dir=path, resume=True, checkpoint="1")
    next(each for each in again if isinstance(each, Step))
    again.close()  # killed here, it has not lost the only epoch that it has
    assert [each.stem for each in folder.checkpoints()] == ["epoch-0001"]
    rest = list(train(graph(), run_dir=path, resume=True))
    assert figures(rest) == figures(whole[1])[1:]


def test_an_epoch_with_its_weights_alone_is_for_branches(tmp_path: Path) -> None:
    path = tmp_path / "run"
    list(train(graph(), run_dir=path, epochs=4))
    folder = RunFolder.open(path)
    trees = folder.snapshots.load(1)
    folder.snapshots.save(1, trees["weights"], trees["state"])
    with pytest.raises(RunError, match="known are best, last, epoch-0001, epoch-0002, epoch-0003"):
        folder.checkpoint("99")
    before = contents(path)
    failed = list(train(graph(), run_dir=path, resume=True, checkpoint="1", epochs=4))[-1]
    assert isinstance(failed, Failed)
    assert "run has only the weights of epoch 1 left, in which a branch can begin" in failed.reason
    assert "from epoch-0002, epoch-0003, epoch-0004" in failed.reason
    assert contents(path) == before


def test_where_no_checkpoint_can_be_read_an_epoch_to_look_back_at_is_gone_on_from(
    tmp_path: Path,
) -> None:
    path = tmp_path / "run"
    before = list(train(graph(), run_dir=path, epochs=4))
    for each in RunFolder.open(path).checkpoints():
        each.write_bytes(each.read_bytes()[:-1])
    rest = list(train(graph(), run_dir=path, resume=True, epochs=4))
    started = next(e for e in rest if isinstance(e, Started))
    assert started.notes == ["no later checkpoint can be read; epoch-0001 is used"]
    assert figures(rest) == figures(before)[1:]


def test_a_run_without_any_checkpoint_left_says_that_it_begins_anew(
    tmp_path: Path, whole: tuple[Path, list[Any]]
) -> None:
    path = tmp_path / "run"
    list(train(graph(), run_dir=path))
    for each in (path / "checkpoints").iterdir():
        each.unlink()
    again = list(train(graph(), run_dir=path, resume=True))
    started = next(e for e in again if isinstance(e, Started))
    assert started.notes == ["no checkpoint is left of 2 epochs; the run begins anew"]
    assert figures(again) == figures(whole[1])


def test_a_table_whose_columns_changed_places_is_not_gone_on_with(tmp_path: Path) -> None:
    table, path = tmp_path / "t.csv", tmp_path / "run"
    rows = [(f"{n % 7}", f"{n % 3}.5", f"{n / 2}") for n in range(60)]
    table.write_text("\n".join(map(",".join, [("a", "b", "c"), *rows])), "utf-8")
    network = sample_graph.of_table(str(table))
    assert isinstance(list(train(network, run_dir=path))[-1], Finished)
    before = contents(path)
    swapped = [(b, a, c) for a, b, c in [("a", "b", "c"), *rows]]
    table.write_text("\n".join(map(",".join, swapped)), "utf-8")
    failed = list(train(network, run_dir=path, resume=True, epochs=9))[-1]
    assert isinstance(failed, Failed)
    assert "the columns are b, a; they were a, b" in failed.reason
    assert contents(path) == before


def test_other_conditions_are_told(tmp_path: Path) -> None:
    path = tmp_path / "run"
    list(train(graph(), run_dir=path, epochs=1))
    folder = RunFolder.open(path)
    assert folder.facts()["flags"]["jax_enable_x64"] is False
    folder.note(device="TPU (of before)")
    rest = list(train(graph(), run_dir=path, resume=True))
    started = next(e for e in rest if isinstance(e, Started))
    assert "device TPU (of before) → CPU" in started.notes[0]


def test_an_edited_graph_cannot_go_on_but_says_why(
    tmp_path: Path, whole: tuple[Path, list[Any]]
) -> None:
    path = tmp_path / "run"
    list(train(graph(), run_dir=path, epochs=1))
    before = [(path / name).read_bytes() for name in ("run.json", "graph.horn", "metrics.jsonl")]
    wider = edits.set_param(graph(), "hidden", "units", 17)
    failed = list(train(wider, run_dir=path, resume=True))[-1]
    assert isinstance(failed, Failed)
    assert "does not fit this graph" in failed.reason
    after = [(path / name).read_bytes() for name in ("run.json", "graph.horn", "metrics.jsonl")]
    assert after == before  # what was trained is still a finished run, with its figures
    assert "could not go on: the checkpoint" in (path / "log.txt").read_text("utf-8")


def contents(run: Path) -> tuple[str, str, list[str]]:
    """Of a run: what a further command reads, and its checkpoints."""
    files = [p.name for p in RunFolder.open(run).checkpoints()]
    return (run / "run.json").read_text(), (run / "graph.horn").read_text(), files


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"checkpoint": "epoch-0099"}, "has no checkpoint epoch-0099"),
        ({"epochs": 1}, "epochs is 1, and epoch-0002 of"),
        ({"graph": edits.set_param(graph(), "hidden", "units", 17)}, "does not fit this graph"),
    ],
)
def test_a_run_that_cannot_go_on_stays_what_it_was(
    tmp_path: Path, settings: dict[str, Any], words: str
) -> None:
    path = tmp_path / "run"
    list(train(graph(), run_dir=path))
    before = contents(path)
    failed = list(train(**{"graph": graph(), "run_dir": path, "resume": True} | settings))[-1]
    assert isinstance(failed, Failed)
    assert words in failed.reason
    assert contents(path) == before


def test_a_run_that_is_done_says_that_nothing_is_left(tmp_path: Path) -> None:
    path = tmp_path / "run"
    list(train(graph(), run_dir=path))
    events = list(train(graph(), run_dir=path, resume=True))
    started = next(e for e in events if isinstance(e, Started))
    assert started.notes[-1].startswith("nothing is left to train: all 2 epochs were done before")
    assert isinstance(events[-1], Finished)
