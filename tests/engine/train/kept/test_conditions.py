"""What bits depend on, and saying where it has changed."""

from types import SimpleNamespace

import pytest

from hornstudio.engine.graph import Training
from hornstudio.engine.train.kept.conditions import conditions, versions, what_differs
from hornstudio.engine.train.steps.spread import Spread, spread_for


def test_conditions_name_the_device_and_flags_that_are_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XLA_FLAGS", "--xla_cpu_enable_fast_math=false")
    found = conditions(spread_for(Training()))
    assert found["device"].startswith("CPU")
    assert 0 < found["cores"] <= found["threads"]
    assert found["flags"]["XLA_FLAGS"] == "--xla_cpu_enable_fast_math=false"
    assert found["flags"]["jax_enable_x64"] is False


def test_only_what_was_noted_is_compared_and_every_change_is_named() -> None:
    now = {"versions": versions()} | conditions(spread_for(Training()))
    assert what_differs(now, now) == []
    assert what_differs({}, now) == []
    before = now | {"device": "TPU", "versions": now["versions"] | {"jax": "0.1"}}
    (words,) = what_differs(before, now)
    assert "device TPU → CPU" in words
    assert "jax 0.1 → " in words
    assert "last bits" in words


def test_a_run_from_before_there_were_kernels_had_none() -> None:
    (words,) = what_differs({"cores": 2}, {"cores": 2, "kernels": 16})
    assert "(kernels 0 → 16)" in words
    card = Spread((SimpleNamespace(platform="gpu", device_kind="Test"),), "")
    assert conditions(card)["kernels"] == 0


def test_a_core_less_is_told_though_there_are_as_many_threads() -> None:
    before = {"cores": 4, "threads": 4}
    (words,) = what_differs(before, {"cores": 2, "threads": 4})
    assert "(cores 4 → 2)" in words


def test_a_run_on_several_devices_is_told_of_no_other_ones_when_it_goes_on() -> None:
    """What it notes at its start is the title of all of them."""
    four = Spread((SimpleNamespace(platform="gpu", device_kind="Test"),) * 4, "")
    now = conditions(four)
    assert now["device"] == four.title == "4 × GPU (Test)"
    assert now["sharing_cores"] == 1
    cores = conditions(Spread((SimpleNamespace(platform="cpu"),) * 4, "", is_one=True))
    assert cores["sharing_cores"] == 4
    assert "sharing_cores 4 → 1" in what_differs(cores, conditions(spread_for(Training())))[0]
