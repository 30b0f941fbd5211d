"""Tests and their children compile quickly, unless whoever runs them has chosen otherwise."""

import os
from importlib.metadata import version
from pathlib import Path

import jax
import numpy as np
import pytest

from hornstudio.engine.train.steps.memory.own import resident_bytes
from tests import compiling
from tests.compiling import Lid, flags, keep_programs, known, without_ours


def test_flags_are_added_to_what_is_set() -> None:
    added = flags("--xla_force_host_platform_device_count=8").split()
    assert added[0] == "--xla_force_host_platform_device_count=8"
    assert len(added) == 1 + len(known(version("jaxlib")))
    assert set(added[1:]) <= set(os.environ["XLA_FLAGS"].split())
    assert without_ours(" ".join(added)) == added[0]


def test_places_that_compile_roughly_are_there() -> None:
    here = Path(__file__).parent
    assert [place for place in compiling.ROUGHLY_COMPILED if not (here / place).exists()] == []


def test_a_choice_is_left_as_it_is() -> None:
    assert flags("--xla_backend_optimization_level=3") == "--xla_backend_optimization_level=3"


def test_a_compiler_gets_only_options_that_it_was_tried_with() -> None:
    assert len(known("0.10.2")) == 3
    assert "xla_cpu_use_fusion_emitters" not in {option.name for option in known("0.12.0.1")}
    assert known("0.6.2") == known("1.0") == []


def is_rough() -> tuple[bool, bool]:
    """Whether this process compiles roughly, and its children do."""
    return jax.config.read(compiling.ROUGHLY.lower()), compiling.ROUGHLY in os.environ


@pytest.fixture(scope="module")
def in_a_whole_file() -> tuple[bool, bool]:
    return is_rough()


def test_tests_and_what_is_made_for_a_whole_file_are_compiled_roughly(in_a_whole_file) -> None:
    assert is_rough() == in_a_whole_file == (True, True)


@pytest.mark.same_bits
def test_what_compares_bits_is_compiled_as_for_users() -> None:
    assert is_rough() == (False, False)
    assert jax.jit.keywords["compiler_options"] == compiling.AS_FOR_USERS
    double = jax.jit(lambda x: 2 * x)
    assert np.array_equal(double(np.arange(3.0)), [0.0, 2.0, 4.0])


def test_programs_are_kept_and_a_folder_that_a_person_has_chosen_stays(
    tmp_path: Path, monkeypatch
) -> None:
    name = "JAX_COMPILATION_CACHE_DIR"
    monkeypatch.setattr(os, "environ", {k: v for k, v in os.environ.items() if k != name})
    keep_programs(tmp_path)
    chosen = os.environ[name]
    assert Path(chosen).parent == tmp_path
    keep_programs(tmp_path / "other")
    assert os.environ[name] == chosen


@pytest.mark.skipif(not resident_bytes(), reason="no system that says how large a process is")
def test_a_process_that_has_grown_lets_go_of_its_programs() -> None:
    double = jax.jit(lambda x: 2 * x)
    double(np.ones(3))
    assert not Lid(large=1 << 50).look()
    assert double._cache_size() == 1
    lid = Lid(large=1)
    assert lid.look()
    assert double._cache_size() == 0
    assert not lid.look()  # it has not grown since
