"""Machine code on disk is taken as it was kept, or made anew where it is not whole."""

from pathlib import Path

import jax
import pytest

from hornstudio.engine.kernels import shelf
from tests.engine.kernels.guarded import needs_kernels

pytestmark = needs_kernels


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    before = jax.config.jax_compilation_cache_dir  # type: ignore[attr-defined]
    jax.config.update("jax_compilation_cache_dir", str(tmp_path))
    yield tmp_path
    jax.config.update("jax_compilation_cache_dir", before)


def test_code_is_kept_beside_compiled_programs(folder: Path) -> None:
    name = shelf.name_of("one", "this processor")
    assert shelf.kept(name) is None
    shelf.keep(name, b"code")
    assert shelf.kept(name) == b"code"
    assert [file.name for file in folder.iterdir()] == [name]


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 40])
def test_code_that_is_not_whole_is_as_good_as_none(folder: Path, content: bytes) -> None:
    shelf.keep("name", b"code")
    (folder / "name").write_bytes(content)
    assert shelf.kept("name") is None


def test_other_kernels_and_processors_have_other_names() -> None:
    names = {shelf.name_of(*parts) for parts in (("a", "b"), ("a", "c"), ("b", "b"))}
    assert len(names) == 3
    assert shelf.name_of("a", "b") in names


def test_without_a_folder_nothing_is_kept(folder: Path) -> None:
    jax.config.update("jax_compilation_cache_dir", None)
    shelf.keep("name", b"code")
    assert shelf.kept("name") is None
