"""Weights of earlier epochs: evenly spread, bounded in number and size, never half there."""

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from hornstudio.engine.errors import FileError
from hornstudio.engine.train.kept import snapshot_folder
from hornstudio.engine.train.kept.checkpoint import load_checkpoint, save_checkpoint
from hornstudio.engine.train.kept.snapshot_folder import SnapshotFolder

WEIGHTS = {"hidden": {"kernel": np.arange(6, dtype=np.float32).reshape(2, 3)}}
STATE = {"norm": {"mean": np.ones(3, np.float32)}}


@pytest.fixture
def folder(tmp_path: Path) -> SnapshotFolder:
    return SnapshotFolder(tmp_path / "snapshots")


def test_what_was_kept_comes_back(folder: SnapshotFolder) -> None:
    assert folder.epochs() == []
    folder.save(3, WEIGHTS, STATE)
    assert folder.epochs() == [3]
    trees = folder.load(3)
    assert np.array_equal(trees["weights"]["hidden"]["kernel"], WEIGHTS["hidden"]["kernel"])
    assert np.array_equal(trees["state"]["norm"]["mean"], STATE["norm"]["mean"])


def test_a_long_run_keeps_epochs_that_are_evenly_spread(
    folder: SnapshotFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot_folder, "MOST", 5)
    for epoch in range(1, 31):
        folder.save(epoch, WEIGHTS, STATE)
        assert len(folder.epochs()) <= 5
    assert folder.epochs() == [8, 16, 24]


def test_large_weights_are_kept_less_often_and_at_last_not_at_all(
    folder: SnapshotFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = 24 + 12  # bytes of the arrays above
    monkeypatch.setattr(snapshot_folder, "LARGEST_BYTES", 4 * size)
    for epoch in range(1, 9):
        folder.save(epoch, WEIGHTS, STATE)
    assert folder.epochs() == [2, 4, 6, 8]
    monkeypatch.setattr(snapshot_folder, "LARGEST_BYTES", 3 * size)
    folder.save(10, WEIGHTS, STATE)
    assert folder.epochs() == [2, 4, 6, 8]


def test_what_is_done_again_is_forgotten(folder: SnapshotFolder) -> None:
    for epoch in (1, 2, 3):
        folder.save(epoch, WEIGHTS, STATE)
    folder.drop_after(1)
    assert folder.epochs() == [1]
    with pytest.raises(FileError):
        folder.load(2)


def test_a_checkpoint_is_left_behind_whole_or_not_at_all(
    folder: SnapshotFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def saved(name: str) -> Path:
        path = tmp_path / name
        save_checkpoint(path, {"weights": WEIGHTS, "state": STATE, "optimizer": {}}, {})
        return path

    folder.take(saved("epoch-0002.safetensors"))
    assert folder.epochs() == [2]
    assert np.array_equal(folder.load(2)["weights"]["hidden"]["kernel"], np.arange(6).reshape(2, 3))
    for name in ("epoch-0003-step-000004", "epoch-0000", "epoch-0002"):
        folder.take(saved(f"{name}.safetensors"))
    assert folder.epochs() == [2]
    bare = saved("epoch-0004.safetensors")
    bare.with_name(f"{bare.name}.sha256").unlink()
    folder.take(bare)  # nobody vouches for it
    assert [p.name for p in tmp_path.iterdir()] == ["snapshots"]
    path = saved("epoch-0005.safetensors")
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", replaced_unless(path))
        with pytest.raises(KeyboardInterrupt):  # as if killed there
            folder.take(path)
    assert (folder.epochs(), load_checkpoint(path)[1]) == ([2], {})
    folder.take(path)
    assert sorted(folder.load(5)) == ["optimizer", "state", "weights"]


def replaced_unless(path: Path) -> Callable[[Path, Path], None]:
    """`os.replace`, but for one file."""
    replace = os.replace

    def stand_in(source: Path, target: Path) -> None:
        if source == path:
            raise KeyboardInterrupt
        replace(source, target)

    return stand_in


def test_checkpoints_are_left_where_they_take_little_more_room(
    folder: SnapshotFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot_folder, "LARGEST_BYTES", 6400)
    assert folder.takes(100, 30)
    assert folder.takes(1000, 999)
    assert not folder.takes(300, 100)
