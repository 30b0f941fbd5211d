"""What bits depend on, and saying where it has changed."""

import pytest

from hornstudio.engine.train.kept.conditions import conditions, versions, what_differs


def test_conditions_name_the_device_and_flags_that_are_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XLA_FLAGS", "--xla_cpu_enable_fast_math=false")
    found = conditions()
    assert found["device"].startswith("CPU")
    assert 0 < found["cores"] <= found["threads"]
    assert found["flags"]["XLA_FLAGS"] == "--xla_cpu_enable_fast_math=false"
    assert found["flags"]["jax_enable_x64"] is False


def test_only_what_was_noted_is_compared_and_every_change_is_named() -> None:
    now = {"versions": versions()} | conditions()
    assert what_differs(now, now) == []
    assert what_differs({}, now) == []
    before = now | {"device": "TPU", "versions": now["versions"] | {"jax": "0.1"}}
    (words,) = what_differs(before, now)
    assert "device TPU → CPU" in words
    assert "jax 0.1 → " in words
    assert "last bits" in words


def test_a_core_less_is_told_though_there_are_as_many_threads() -> None:
    before = {"cores": 4, "threads": 4}
    (words,) = what_differs(before, {"cores": 2, "threads": 4})
    assert "(cores 4 → 2)" in words
