import os
import subprocess
import sys
from pathlib import Path

import pytest

from hornstudio import paths
from hornstudio.engine.worker import compilation_cache
from hornstudio.engine.worker.compilation_cache import cache_folder, prune

PROGRAM = """
import sys
from hornstudio.engine.worker.compilation_cache import keep_programs
keep_programs()
import jax
jax.jit(lambda x: jax.numpy.tanh(x @ x.T).sum())(jax.numpy.ones((3, 3))).block_until_ready()
"""


@pytest.fixture(autouse=True)
def no_choice_of_a_folder(monkeypatch) -> None:
    """Here the programs of users are looked at, not those that the tests keep."""
    monkeypatch.delenv("JAX_COMPILATION_CACHE_DIR", raising=False)


def compile_once() -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM], check=True, capture_output=True, text=True
    )


def test_programs_are_kept_and_found_again_without_a_word() -> None:
    compile_once()
    kept = {p.name for p in cache_folder().iterdir() if p.name.endswith("-cache")}
    assert any("lambda" in name for name in kept)
    again = compile_once()
    assert {p.name for p in cache_folder().iterdir() if p.name.endswith("-cache")} == kept
    assert again.stderr == ""  # no doubt about the kind of processor


def test_folder_chosen_by_the_person_is_respected(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JAX_COMPILATION_CACHE_DIR", str(tmp_path))
    compile_once()
    assert not (paths.cache_dir() / "jax").exists()


def test_a_cache_that_cannot_be_written_is_done_without(monkeypatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("HORNSTUDIO_CACHE", str(tmp_path / "file"))
    assert compile_once().stderr == ""


def test_each_kind_of_processor_has_a_folder_of_its_own(monkeypatch) -> None:
    mine = cache_folder()
    monkeypatch.setattr(compilation_cache, "_processor_features", lambda: "flags: avx9000")
    assert cache_folder() != mine
    assert cache_folder().parent == mine.parent == paths.cache_dir() / "jax"


@pytest.mark.parametrize(("largest", "left"), [(100, "abc"), (30, "abc"), (29, "bc"), (5, "")])
def test_oldest_files_go_first(tmp_path: Path, largest: int, left: str) -> None:
    for age, name in enumerate("cba"):
        (tmp_path / name).write_bytes(bytes(10))
        os.utime(tmp_path / name, (1e9 - age, 1e9 - age))
    prune(tmp_path, largest)
    assert "".join(sorted(p.name for p in tmp_path.iterdir())) == left


def test_missing_folder_is_nothing_to_prune(tmp_path: Path) -> None:
    prune(tmp_path / "nix")
    assert list(tmp_path.iterdir()) == []
