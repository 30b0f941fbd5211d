"""Tests and their children compile quickly, unless whoever runs them has chosen otherwise."""

import os
from pathlib import Path

import jax
import numpy as np
import pytest

from tests import compiling
from tests.compiling import flags, without_ours


def test_flags_are_added_to_what_is_set() -> None:
    added = flags("--xla_force_host_platform_device_count=8").split()
    assert added[0] == "--xla_force_host_platform_device_count=8"
    assert "--xla_cpu_use_fusion_emitters=false" in added
    assert set(added[1:]) <= set(os.environ["XLA_FLAGS"].split())
    assert without_ours(" ".join(added)) == added[0]


def test_places_that_compile_roughly_are_there() -> None:
    here = Path(__file__).parent
    assert [place for place in compiling.ROUGHLY_COMPILED if not (here / place).exists()] == []


def test_a_choice_is_left_as_it_is() -> None:
    assert flags("--xla_backend_optimization_level=3") == "--xla_backend_optimization_level=3"


def test_a_compiler_that_does_not_know_them_gets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "version", lambda name: "0.6.2")
    assert flags("") == ""


@pytest.mark.same_bits
def test_what_compares_bits_is_compiled_as_for_users() -> None:
    assert jax.jit.keywords["compiler_options"] == compiling.AS_FOR_USERS
    double = jax.jit(lambda x: 2 * x)
    assert np.array_equal(double(np.arange(3.0)), [0.0, 2.0, 4.0])
