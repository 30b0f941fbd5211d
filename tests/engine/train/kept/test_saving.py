"""What a run writes down while it goes on."""

from pathlib import Path

import numpy as np
import pytest

from hornstudio.engine.compile.thawing import THAWED
from hornstudio.engine.train.kept import snapshot_folder
from hornstudio.engine.train.kept.mark import Mark
from hornstudio.engine.train.kept.run_folder import RunFolder
from hornstudio.engine.train.kept.saving import Saving
from tests.engine import sample_graph


def test_what_is_remembered_of_thawed_layers_counts_for_whether_a_checkpoint_is_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot_folder, "LARGEST_BYTES", 64 * 8000)
    folder = RunFolder(tmp_path / "run")
    folder.begin(sample_graph.mlp(), resume=False)
    saving = Saving(folder, 0, {})
    memory = [np.zeros(1000, np.float32)] * 2
    carry = {
        "weights": {"hidden": {"kernel": np.zeros(1000, np.float32)}},
        "state": {},
        "optimizer": (),
    }
    saving.save(Mark(1), carry, [])
    assert not saving.needs_snapshot(1)
    saving.save(Mark(2), {**carry, THAWED: {"hidden": {"missed": 0, "memory": memory}}}, [])
    assert saving.needs_snapshot(2)
