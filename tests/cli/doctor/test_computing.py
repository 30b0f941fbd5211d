from pathlib import Path

import pytest

from hornstudio.cli.doctor import computing

CPU = {"platform": "cpu"}


def test_the_reason_for_a_device_is_told() -> None:
    gpu = {"platform": "gpu"}
    assert computing.why(CPU, {"JAX_PLATFORMS": "cpu"}) == "JAX_PLATFORMS asks for cpu"
    assert "accelerator before the processor" in computing.why(gpu, {})


def test_an_accelerator_that_jax_does_not_see_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(computing, "_ACCELERATORS", {"ACME": ("sh", str(tmp_path), "pip it")})
    (found,) = computing.idle_accelerators("cpu", {})
    assert ("ACME" in found.what, "pip it" in found.remedy, found.is_wrong) == (True, True, False)
    assert computing.idle_accelerators("gpu", {}) == []
    assert computing.idle_accelerators("cpu", {"JAX_PLATFORMS": "cpu"}) == []


def test_a_probe_that_dies_is_no_end() -> None:
    facts, complaint = computing.probe("hornstudio.no_such_probe")
    assert facts == {}
    assert "no_such_probe" in complaint


def test_it_is_said_whether_there_are_kernels_and_why_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(computing, "why_none", lambda: "")
    monkeypatch.setattr(computing, "lanes", lambda: 8)
    assert computing.kernels() == "our own, 8 numbers at once"
    monkeypatch.setattr(computing, "why_none", lambda: "no reason")
    assert computing.kernels() == "none of our own: no reason"
