"""What bits depend on, and saying where it has changed."""

import pytest

from hornstudio.engine.train.kept.conditions import conditions, versions, what_differs


def test_conditions_name_the_device_and_flags_that_are_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XLA_FLAGS", "--xla_cpu_enable_fast_math=false")
    found = conditions()
    assert found["device"].startswith("CPU")
    assert found["cores"] > 0
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
