"""A run: its events, its exactness, stopping, resuming, and failing in words."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hornstudio.engine.check import check
from hornstudio.engine.data.dataset import load_dataset
from hornstudio.engine.editing import edits
from hornstudio.engine.errors import FileError
from hornstudio.engine.graph import Graph
from hornstudio.engine.train.evaluate import evaluate_run, predict_run
from hornstudio.engine.train.kept import run_facts, run_folder
from hornstudio.engine.train.kept.checkpoint import load_checkpoint
from hornstudio.engine.train.kept.run_folder import RunFolder
from hornstudio.engine.train.run import STOP, train
from hornstudio.engine.train.steps.compiled import compiled
from hornstudio.engine.train.steps.pace import Pace
from hornstudio.engine.watch.events import (
    Checkpointed,
    Epoch,
    Failed,
    Finished,
    Preparing,
    Started,
    Step,
)
from tests.contract.few import often
from tests.engine import sample_graph


def events_of(graph: Graph, **wishes: object) -> list:
    return list(train(graph, **wishes))  # type: ignore[arg-type]


def test_a_run_tells_its_story_in_order(tmp_path: Path) -> None:
    events = events_of(sample_graph.mlp(epochs=2), run_dir=tmp_path / "run")
    kinds = [type(e) for e in events if not isinstance(e, Preparing)]
    assert kinds[0] is Started
    assert kinds[-1] is Finished
    assert kinds.count(Epoch) == kinds.count(Checkpointed) == 2
    epochs = [e for e in events if isinstance(e, Epoch)]
    assert epochs[1].metrics["loss"] < epochs[0].metrics["loss"]
    assert set(epochs[0].metrics) == {"loss", "accuracy", "val_loss", "val_accuracy"}
    assert {"test_loss", "test_accuracy"} < set(events[-1].metrics)


def test_a_run_that_goes_on_with_other_data_says_so_at_its_end_too(tmp_path: Path) -> None:
    """Its test figures are no longer those of samples that it has not seen."""
    table = tmp_path / "table.csv"
    rows = [f"{i % 7},{i % 3}\n" for i in range(60)]
    table.write_text("x,y\n" + "".join(rows))
    graph = sample_graph.of_table(str(table))
    how = {"run_dir": tmp_path / "run"}
    assert events_of(graph, **how)[-1].remarks == []
    assert events_of(graph, **how, resume=True, epochs=2)[-1].remarks == []
    table.write_text("x,y\n" + "".join(reversed(rows)))
    (remark,) = events_of(graph, **how, resume=True, epochs=3)[-1].remarks
    assert remark.startswith("the data is not that on which epoch-0002 was trained")


def test_a_run_for_which_there_is_no_room_leaves_no_folder(tmp_path: Path, monkeypatch) -> None:
    def full(path: Path, content: bytes) -> None:
        raise FileError("cannot write {path}: no space left", path=str(path))

    monkeypatch.setattr(run_folder, "write_atomically", full)
    given = tmp_path / "given"
    given.mkdir()
    for path in (tmp_path / "run", given):
        (failed,) = events_of(sample_graph.mlp(), run_dir=path)
        assert isinstance(failed, Failed)
    assert not (tmp_path / "run").exists()
    assert given.is_dir()  # it was there before


def test_no_folder_is_left_where_there_is_room_for_the_graph_alone(tmp_path, monkeypatch) -> None:
    def full(facts: object, **_: object) -> None:
        raise FileError("cannot write run.json: no space left")

    monkeypatch.setattr(run_folder.RunFacts, "update", full)
    (failed,) = events_of(sample_graph.mlp(), run_dir=tmp_path / "run")
    assert isinstance(failed, Failed)
    assert not (tmp_path / "run").exists()


def test_a_run_that_is_gone_is_not_begun_anew_in_its_place(tmp_path: Path) -> None:
    path = tmp_path / "run"
    (failed,) = events_of(sample_graph.mlp(), run_dir=path, resume=True)
    assert failed.reason.startswith(f"there is no run {path}: its folder was moved or deleted")
    assert not path.exists()


def test_the_folder_says_which_data_was_trained_on(tmp_path: Path) -> None:
    def data_hash(name: str, seed: int) -> str:
        events_of(sample_graph.mlp(), run_dir=tmp_path / name, seed=seed)
        return str(RunFolder.open(tmp_path / name).facts()["data_hash"])

    first = data_hash("first", seed=1)
    assert len(first) == 64
    assert data_hash("same", seed=1) == first
    assert data_hash("otherwise split", seed=2) != first


def test_it_learns_real_digits() -> None:
    finished = events_of(sample_graph.mlp(epochs=8, batch_size=32), checkpoints=False)[-1]
    assert finished.metrics["test_accuracy"] > 0.85


def test_steps_add_up_to_the_epoch() -> None:
    events = events_of(sample_graph.mlp(batch_size=100), checkpoints=False)
    started = next(e for e in events if isinstance(e, Started))
    steps = [e for e in events if isinstance(e, Step)]
    assert started.samples == 3600
    assert steps[-1].step == started.steps == 36
    assert [s.step for s in steps] == sorted(s.step for s in steps)


@pytest.mark.same_bits
@pytest.mark.parametrize("name", often(sample_graph.ALL, ("mlp", "convolutional", "recurrent")))
def test_cutting_the_steps_otherwise_changes_no_bit(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = in_batches_of_their_own(name)
    whole = figures(graph)
    monkeypatch.setattr(Pace, "steps", 1)
    assert figures(graph) == whole


def in_batches_of_their_own(name: str) -> Graph:
    """A sample graph; the last batch of the smallest one is smaller than the others."""
    graph = sample_graph.ALL[name]()
    if name != "mlp":
        return graph
    return replace(graph, training=replace(graph.training, batch_size=sample_graph.UNEVEN))


def figures(graph: Graph) -> list[dict[str, float]]:
    events = events_of(graph, checkpoints=False)
    return [e.metrics for e in events if isinstance(e, Epoch | Finished)]


def test_another_seed_gives_other_numbers() -> None:
    one = events_of(sample_graph.mlp(), checkpoints=False, seed=1)[-1].metrics
    two = events_of(sample_graph.mlp(), checkpoints=False, seed=2)[-1].metrics
    assert one != two


@pytest.mark.same_bits
@pytest.mark.parametrize("name", ["mlp", "convolutional", "recurrent"])
def test_resuming_repeats_the_uninterrupted_run(name: str, tmp_path: Path) -> None:
    graph = in_batches_of_their_own(name)
    whole = events_of(graph, run_dir=tmp_path / "whole", epochs=3)
    events_of(graph, run_dir=tmp_path / "parts", epochs=1)
    rest = events_of(graph, run_dir=tmp_path / "parts", epochs=3, resume=True)
    assert [e.epoch for e in rest if isinstance(e, Epoch)] == [2, 3]
    assert rest[-1].metrics == whole[-1].metrics
    last = "checkpoints/epoch-0003.safetensors"
    ours, _ = load_checkpoint(tmp_path / "parts" / last)
    theirs, _ = load_checkpoint(tmp_path / "whole" / last)
    assert_equal_trees(ours, theirs)


def assert_equal_trees(one: dict, two: dict) -> None:
    assert one.keys() == two.keys()
    for key, value in one.items():
        if isinstance(value, dict):
            assert_equal_trees(value, two[key])
        else:
            assert np.array_equal(value, two[key]), key


def test_stop_ends_the_run_with_what_was_learned() -> None:
    run = train(sample_graph.mlp(epochs=50), checkpoints=False)
    for event in run:
        if isinstance(event, Step):
            break
    rest = [run.send(STOP), *run]
    assert isinstance(rest[-1], Finished)
    assert rest[-1].stopped
    assert not any(isinstance(e, Epoch) for e in rest)


def test_frozen_weights_stay(tmp_path: Path) -> None:
    events_of(sample_graph.two_in_two_out(), run_dir=tmp_path / "run", epochs=2)
    first, _ = load_checkpoint(tmp_path / "run/checkpoints/epoch-0001.safetensors")
    second, _ = load_checkpoint(tmp_path / "run/checkpoints/epoch-0002.safetensors")
    fixed = [trees["weights"]["fixed"]["kernel"] for trees in (first, second)]
    encoder = [trees["weights"]["encoder"]["kernel"] for trees in (first, second)]
    assert np.array_equal(*fixed)
    assert not np.array_equal(*encoder)
    assert "encoder_2" not in first["weights"]


def test_losses_are_reported_by_name() -> None:
    metrics = events_of(sample_graph.two_in_two_out(), checkpoints=False)[-1].metrics
    assert {"loss", "loss_1", "right_loss", "right_accuracy"} < set(metrics)
    total = metrics["loss_1"] + 0.3 * metrics["right_loss"]
    assert metrics["loss"] == pytest.approx(total, rel=1e-5)


def test_a_graph_with_errors_fails_in_words() -> None:
    broken = edits.remove_nodes(sample_graph.mlp(), ["sgd"])
    (event,) = events_of(broken, checkpoints=False)
    assert isinstance(event, Failed)
    assert "no optimizer" in event.reason
    assert not event.traceback


def test_bad_settings_fail_in_words() -> None:
    (event,) = events_of(sample_graph.mlp(), checkpoints=False, epochs=0)
    assert event.reason == "training.epochs is 0; need an integer from 1 to 1000000"


def test_what_is_left_counts_what_lies_between_two_epochs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pace, "lap", lambda pace, seconds: setattr(pace, "between", 1000.0))
    events = events_of(sample_graph.mlp(epochs=4), checkpoints=False)
    last = {event.epoch: event for event in events if isinstance(event, Step)}
    left = {epoch: round(step.seconds_left, -2) for epoch, step in last.items()}
    assert left == {1: 0, 2: 2000, 3: 1000, 4: 0}


def test_weights_that_run_away_end_the_run() -> None:
    wild = edits.set_param(sample_graph.mlp(epochs=3), "sgd", "learning_rate", 1e30)
    event = events_of(wild, checkpoints=False)[-1]
    assert isinstance(event, Failed)
    assert "smaller learning rate" in event.reason


def test_a_disk_that_takes_no_note_of_a_failure_does_not_hide_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    real = run_facts.write_atomically

    def write(path: Path, content: bytes) -> None:
        if b'"state": "failed"' in content:
            raise FileError("cannot write {path}: it is full", path=str(path))
        real(path, content)

    monkeypatch.setattr(run_facts, "write_atomically", write)
    hot = edits.set_param(sample_graph.mlp(batch_size=500), "sgd", "learning_rate", 1e30)
    failed = list(train(hot, run_dir=tmp_path / "run"))[-1]
    assert isinstance(failed, Failed)
    assert "it is full" not in failed.reason
    assert failed.node


def test_missing_data_names_a_substitute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HORNSTUDIO_DATA", str(tmp_path))
    graph = edits.replace_kind(sample_graph.mlp(), "digits", "mnist", {})
    monkeypatch.setattr("hornstudio.engine.data.find.download", _no_network)
    event = events_of(graph, checkpoints=False)[-1]
    assert isinstance(event, Failed)
    assert (event.missing, event.substitute) == ("mnist", "digits")


def _no_network(*args: object, **kwargs: object) -> list[str]:
    return ["no network"]


def test_evaluate_repeats_the_test_figures(tmp_path: Path) -> None:
    finished = events_of(sample_graph.mlp(), run_dir=tmp_path / "run")[-1]
    tested = {k: v for k, v in finished.metrics.items() if k.startswith("test_")}
    assert evaluate_run(tmp_path / "run", "last") == pytest.approx(tested, rel=1e-6)


def test_every_epoch_can_be_looked_back_at(tmp_path: Path) -> None:
    graph, path = sample_graph.mlp(epochs=6), tmp_path / "run"
    finished = events_of(graph, run_dir=path)[-1]
    folder = RunFolder.open(path)
    assert folder.snapshots.epochs() == [1, 2, 3]  # no epoch is there twice
    assert [p.stem for p in folder.checkpoints()] == ["epoch-0004", "epoch-0005", "epoch-0006"]
    assert folder.snapshot_of("epoch-0001") == 1
    assert folder.snapshot_of("epoch-0006") is None  # its checkpoint is there
    first = evaluate_run(path, "epoch-0001")
    shorter = events_of(graph, epochs=1, run_dir=tmp_path / "short")[-1]
    assert first == pytest.approx({k: shorter.metrics[k] for k in first}, rel=1e-6)
    assert first["test_loss"] > finished.metrics["test_loss"]
    branch = events_of(graph, epochs=1, run_dir=tmp_path / "b", branch=path, checkpoint="1")
    started = next(event for event in branch if isinstance(event, Started))
    assert "a branch of run at epoch-0001" in started.notes[0]
    assert folder.facts()["state"] == "finished"


def test_predict_gives_probabilities_and_refuses_other_shapes(tmp_path: Path) -> None:
    events_of(sample_graph.mlp(), run_dir=tmp_path / "run")
    images = np.zeros((700, 28, 28, 1), np.float32)
    outputs = predict_run(tmp_path / "run", {"digits": images})
    assert outputs["softmax"].shape == (700, 10)
    assert outputs["softmax"].sum(axis=1) == pytest.approx(np.ones(700), rel=1e-5)
    with pytest.raises(Exception, match="has the shape 5×27×28; need 28×28×1"):
        predict_run(tmp_path / "run", {"digits": np.zeros((5, 27, 28))})
    with pytest.raises(Exception, match="nothing for the input digits"):
        predict_run(tmp_path / "run", {"pictures": images})


def test_what_a_composite_gives_out_goes_by_the_composite(tmp_path: Path) -> None:
    list(train(sample_graph.with_body("scores", "softmax"), run_dir=tmp_path / "run"))
    outputs = predict_run(tmp_path / "run", {"digits": np.zeros((2, 28, 28), np.float32)})
    assert [(name, array.shape) for name, array in outputs.items()] == [("body", (2, 10))]


def test_what_is_fitted_to_the_data_sees_all_of_it_before_the_first_step() -> None:
    graph = sample_graph.fitted()
    parts = compiled(graph)
    dataset = load_dataset(graph, check(graph))
    carry = parts.program.start(3)
    state = parts.program.adapt(carry["weights"], carry["state"], dataset.train)
    pictures = dataset.train["digits.image"]
    assert float(state["first"]["mean"]) == pytest.approx(pictures.mean(), rel=1e-5)
    second = parts.program.forward(carry["weights"], state, dataset.train, training=False)[0]
    rows = np.asarray(second["second.output"])
    moving = np.asarray(state["second"]["variance"]) > 1e-6
    assert np.abs(rows.mean(axis=0)).max() < 1e-3
    assert np.abs(rows[:, moving].std(axis=0) - 1).max() < 1e-3
    assert np.asarray(second["bins.output"]).mean(axis=(0, 1)).min() > 0.1


def test_a_step_is_an_update_over_all_accumulated_batches() -> None:
    graph = sample_graph.mlp(batch_size=100)
    graph = replace(graph, training=replace(graph.training, gradient_accumulation=8))
    large = events_of(sample_graph.mlp(batch_size=800), checkpoints=False)
    events = events_of(graph, checkpoints=False)
    started = next(e for e in events if isinstance(e, Started))
    assert (started.batch_size, started.steps, events[-2].seconds > 0) == (100, 5, True)
    assert events[-1].metrics == pytest.approx(large[-1].metrics, rel=1e-4)
