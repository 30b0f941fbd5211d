"""Where files are looked for."""

import os
from pathlib import Path

import pytest

from hornstudio import paths


def test_data_folders_keep_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HORNSTUDIO_DATA", os.pathsep.join(["/one", "", "~/two"]))
    assert paths.data_dirs() == [Path("/one"), Path.home() / "two"]
    monkeypatch.delenv("HORNSTUDIO_DATA")
    assert paths.data_dirs() == []


@pytest.mark.parametrize(
    ("variable", "place"),
    [
        ("HORNSTUDIO_CONFIG", paths.config_dir),
        ("HORNSTUDIO_CACHE", paths.cache_dir),
        ("HORNSTUDIO_RUNS", paths.runs_dir),
        ("HORNSTUDIO_JOURNAL", paths.journal_dir),
    ],
)
def test_a_variable_moves_a_folder_of_the_user(
    variable: str, place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, "~/elsewhere")
    assert place() == Path.home() / "elsewhere"
    monkeypatch.delenv(variable)
    assert "hornstudio" in place().parts


def test_resources_ship_with_the_program() -> None:
    assert paths.resource("data", "digits.npz").is_file()
