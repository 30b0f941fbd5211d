"""Where runs are kept, and what their callbacks write."""

from pathlib import Path

import pytest

from hornstudio import paths
from hornstudio.engine.errors import RunError
from hornstudio.engine.train.kept.run_folder import RunFolder
from hornstudio.engine.train.kept.run_path import new_run_path, path_within


def test_new_runs_have_names_of_their_own() -> None:
    runs = [RunFolder.new("a/b graph") for _ in range(3)]
    assert len({run.path for run in runs}) == 3
    assert all(run.path.parent == paths.runs_dir() for run in runs)
    assert runs[0].path.name.startswith("a-b-graph-20")
    assert new_run_path("모델").name.startswith("모델-")
    assert len(new_run_path("가" * 300).name.encode()) < 255, "longer ones no disk takes"
    assert new_run_path("..").name.startswith("run-")


def test_a_name_is_of_a_file_in_the_folder_and_leads_nowhere_else(tmp_path: Path) -> None:
    assert path_within(tmp_path, "logs/a.csv") == tmp_path.resolve() / "logs" / "a.csv"
    assert path_within(tmp_path, str(tmp_path / ".." / "a.csv")) == tmp_path / ".." / "a.csv"
    assert path_within(tmp_path, "~/a.csv") == Path.home() / "a.csv"
    with pytest.raises(RunError, match=r"\.\./a\.csv leads out of the folder of the run"):
        path_within(tmp_path, "../a.csv")
