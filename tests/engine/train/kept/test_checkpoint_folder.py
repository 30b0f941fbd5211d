"""Which checkpoints stay, and which is meant."""

from pathlib import Path

import numpy as np
import pytest

from hornstudio.engine.errors import RunError
from hornstudio.engine.train.kept.checkpoint_folder import CheckpointFolder
from hornstudio.engine.train.kept.mark import Mark


@pytest.fixture
def folder(tmp_path: Path) -> CheckpointFolder:
    return CheckpointFolder(tmp_path / "run" / "checkpoints")


def save(folder: CheckpointFolder, *marks: Mark) -> list[str]:
    """Write these; the names of all that are there then."""
    for mark in marks:
        trees = {"weights": {"a": np.full(3, mark.epoch, np.float32)}}
        folder.save(mark, trees, {"epoch": mark.epoch}, [{1: 0.1, 2: 0.5, 3: 0.5, 4: 0.5, 5: 0.5}])
    return [path.stem for path in folder.all()]


def test_those_within_an_epoch_go_when_it_is_over(folder: CheckpointFolder) -> None:
    within = [Mark(2, step) for step in (10, 20, 30, 40)]
    kept = ["epoch-0001", *(f"epoch-0002-step-0000{step}" for step in (20, 30, 40))]
    assert save(folder, Mark(1), *within) == kept
    assert folder.find("last", []).stem == "epoch-0002-step-000040"
    assert folder.find("best", [{1: 0.1}]).stem == "epoch-0001"
    assert save(folder, Mark(2)) == ["epoch-0001", "epoch-0002"]


def test_three_epochs_and_the_best_stay_beside_those_within(folder: CheckpointFolder) -> None:
    kept = save(folder, *map(Mark, (1, 2, 3, 4, 5)), Mark(6, 10))
    assert kept == [*(f"epoch-000{n}" for n in (1, 3, 4, 5)), "epoch-0006-step-000010"]
    folder.drop_after(Mark(4))
    assert [path.stem for path in folder.all()] == ["epoch-0001", "epoch-0003", "epoch-0004"]


def spoil(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)


def test_a_damaged_last_one_is_told_and_the_one_before_taken(folder: CheckpointFolder) -> None:
    save(folder, Mark(1), Mark(2), Mark(2, 5), Mark(3))
    spoil(folder.find("3", []))
    found = folder.load("last", [])
    assert (found.path.stem, found.facts["epoch"]) == ("epoch-0002", 2)
    assert "; ".join(found.words) == (
        "the checkpoint epoch-0003 is damaged; the one before is used: epoch-0002"
    )
    with pytest.raises(RunError, match=r"is damaged.*Use an earlier checkpoint: epoch-0002 is"):
        folder.load("epoch-0003", [])
    for path in folder.all()[:-1]:
        spoil(path)
    with pytest.raises(RunError, match=r"no checkpoint in .*run can be read; train again"):
        folder.load("last", [])
