"""The folder of a run: begun, gone on with, and its checkpoints by name."""

import math
import os
import sys
from pathlib import Path

import numpy as np
import pytest

from hornstudio import paths
from hornstudio.engine.disk.owner import owner_from
from hornstudio.engine.errors import RunError
from hornstudio.engine.train.kept.run_folder import RunFolder
from hornstudio.engine.watch.events import Epoch, Failed, Finished, Step

from .begun_run import GRAPH, started


def run_epochs(folder: RunFolder, losses: dict[int, float], name: str = "val_loss") -> None:
    for epoch, loss in losses.items():
        folder.record(Epoch(epoch=epoch, seconds=1.0, metrics={"loss": 1.0, name: loss}))
        folder.save_checkpoint(epoch, {"weights": {"a": np.full(2, epoch)}}, {"epoch": epoch})


def epochs_kept(folder: RunFolder) -> list[str]:
    return [p.stem for p in folder.checkpoints()]


def test_begun_run_holds_graph_settings_and_versions(folder: RunFolder) -> None:
    assert folder.graph() == GRAPH
    facts = folder.facts()
    assert facts["state"] == "running"
    assert owner_from(facts["owner"]).pid == os.getpid()
    assert facts["training"] == {"epochs": 5, "batch_size": 32, "seed": 0}
    always = {"hornstudio", "python", "jax", "jaxlib", "optax", "numpy"}
    assert set(facts["versions"]) - {"llvmlite"} == always


def test_figures_come_back_and_a_torn_last_line_is_left_out(folder: RunFolder) -> None:
    step = Step(
        epoch=1,
        step=2,
        metrics={"loss": math.inf},
        samples_per_second=1.0,
        seconds=1.0,
        seconds_left=2.0,
    )
    epoch = Epoch(epoch=1, seconds=1.0, metrics={"loss": 0.5})
    folder.record(step)
    folder.record(epoch)
    with (folder.path / "metrics.jsonl").open("ab") as file:
        file.write(b'{"event":"epoch","epo')
    found = folder.events()
    assert found[1] == epoch
    assert [type(e) for e in found] == [Step, Epoch]


def test_three_latest_and_the_best_checkpoint_stay(folder: RunFolder) -> None:
    run_epochs(folder, {1: 0.9, 2: 0.3, 3: 0.5, 4: 0.6, 5: 0.7, 6: 0.8})
    assert epochs_kept(folder) == ["epoch-0002", "epoch-0004", "epoch-0005", "epoch-0006"]
    best = folder.best()
    assert best is not None
    assert best.stem == "epoch-0002"
    leftovers = {p.name for p in (folder.path / "checkpoints").iterdir()}
    assert len(leftovers) == 8  # each with its checksum


def test_saving_reads_no_figures_back(folder: RunFolder) -> None:
    run_epochs(folder, {1: 0.9, 2: 0.3})
    (folder.path / "metrics.jsonl").unlink()
    run_epochs(folder, {3: 0.5, 4: 0.6, 5: 0.7})
    assert epochs_kept(folder) == ["epoch-0002", "epoch-0003", "epoch-0004", "epoch-0005"]


def test_resumed_run_keeps_the_best_checkpoint_of_before(folder: RunFolder) -> None:
    run_epochs(folder, {1: 0.1, 2: 0.5})
    again = RunFolder(folder.path)
    again.begin(GRAPH, resume=True)
    again.record(started(first_epoch=3))
    run_epochs(again, {3: 0.4, 4: 0.3, 5: 0.2})
    assert epochs_kept(again) == ["epoch-0001", "epoch-0003", "epoch-0004", "epoch-0005"]


def test_best_goes_by_loss_where_nothing_is_validated(folder: RunFolder) -> None:
    run_epochs(folder, {1: 0.4, 2: 0.2, 3: 0.3}, name="loss")
    assert folder.checkpoint("best").stem == "epoch-0002"


def test_what_is_no_number_is_never_best(folder: RunFolder) -> None:
    run_epochs(folder, {1: math.nan, 2: 0.9, 3: math.nan})
    assert folder.checkpoint().stem == "epoch-0002"


@pytest.mark.parametrize("losses", [{1: math.nan, 2: 0.5, 3: 0.7}, {1: 1e20, 2: 3e20, 3: 2e20}])
def test_best_is_what_the_run_went_back_to(folder: RunFolder, losses: dict[int, float]) -> None:
    run_epochs(folder, losses)
    folder.note(ends_with=3)
    assert folder.best() == folder.checkpoint("3")


@pytest.mark.parametrize("name", ["2", "epoch-0002", "epoch-0002.safetensors"])
def test_checkpoint_is_found_by_its_epoch(folder: RunFolder, name: str) -> None:
    run_epochs(folder, {1: 0.1, 2: 0.2, 3: 0.3})
    assert folder.checkpoint(name).stem == "epoch-0002"
    assert folder.checkpoint("last").stem == "epoch-0003"


def test_unknown_checkpoint_is_refused_with_those_known(folder: RunFolder) -> None:
    with pytest.raises(RunError, match="no checkpoint yet; it has to be trained further"):
        folder.checkpoint()
    run_epochs(folder, {1: 0.1})
    with pytest.raises(RunError, match="no checkpoint worst; known are best, last, epoch-0001"):
        folder.checkpoint("worst")


def test_where_epochs_are_kept_to_look_back_at_alone_they_are_named(folder: RunFolder) -> None:
    kept = folder.kept
    with pytest.raises(RunError, match="no checkpoint best; known are epoch-0001, epoch-0002"):
        kept.find("best", [], ["epoch-0001", "epoch-0002"])


def test_resumed_run_forgets_what_it_does_again(folder: RunFolder) -> None:
    run_epochs(folder, {1: 0.5, 2: 0.4, 3: 0.3})
    again = RunFolder(folder.path)
    again.begin(GRAPH, resume=True)
    again.record(started(first_epoch=3))
    assert [getattr(e, "epoch", 0) for e in again.events()] == [1, 2]
    assert epochs_kept(again) == ["epoch-0001", "epoch-0002"]


def test_finished_run_is_never_overwritten(folder: RunFolder) -> None:
    folder.record(Finished(run="", epochs=2, seconds=3.0, metrics={"test_loss": 0.5}))
    before = (folder.path / "run.json").read_bytes()
    other = RunFolder(folder.path)
    with pytest.raises(RunError, match="already holds a run"):
        other.begin(GRAPH)
    other.record(Failed(reason="refused"))
    assert (folder.path / "run.json").read_bytes() == before


def test_folder_without_a_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"is not the folder of a run \(it has no run\.json\)"):
        RunFolder.open(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RunError, match=r"cannot make the run folder .*, or choose another one"):
        RunFolder(tmp_path / "file" / "run")
    (paths.runs_dir() / "file").write_text("")
    with pytest.raises(RunError, match=r"cannot make the run folder .* in \$HORNSTUDIO_RUNS"):
        RunFolder(paths.runs_dir() / "file" / "run")


@pytest.mark.skipif(sys.platform != "linux", reason="such names are refused there")
def test_folder_that_no_event_could_name_is_refused_at_once(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / os.fsdecode(b"run-\xbd"))
    with pytest.raises(RunError, match=r"run-\? has signs that are no UTF-8; need a folder"):
        folder.begin(GRAPH)
    assert not (folder.path / "run.json").exists()


def test_damaged_run_json_is_named(folder: RunFolder) -> None:
    (folder.path / "run.json").write_text("{")
    with pytest.raises(RunError, match=r"run\.json is damaged"):
        RunFolder.open(folder.path).facts()
