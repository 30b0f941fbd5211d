"""The folder of a run that has begun."""

from pathlib import Path

import pytest

from hornstudio.engine.train.kept.run_folder import RunFolder

from .begun_run import GRAPH


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    folder = RunFolder(tmp_path / "run")
    folder.begin(GRAPH)
    return folder
