"""Which machines have kernels, and why others have none."""

import platform
import sys
from collections.abc import Iterator

import pytest

from hornstudio.engine.kernels import machine_code


@pytest.fixture(autouse=True)
def asked_anew() -> Iterator[None]:
    def forget() -> None:
        machine_code.why_none.cache_clear()
        machine_code.processor.cache_clear()

    forget()
    yield
    forget()


def test_a_machine_has_kernels_or_a_reason() -> None:
    assert bool(machine_code.why_none()) == (machine_code.processor() is None)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda m: m.setenv("HORNSTUDIO_KERNELS", "0"), "HORNSTUDIO_KERNELS is 0"),
        (lambda m: m.setattr(sys, "platform", "win32"), "tried on Linux alone"),
        (lambda m: m.setattr(platform, "machine", lambda: "arm64"), "processors of kind arm64"),
        (lambda m: m.setattr(machine_code, "_at_hand", lambda: None), "AVX2 and FMA"),
        (lambda m: m.setattr(machine_code, "_at_hand", fail), "cannot be used: not here"),
    ],
    ids=["switched off", "another system", "another kind", "an old one", "no llvmlite"],
)
def test_why_there_are_none(monkeypatch: pytest.MonkeyPatch, change, reason: str) -> None:
    monkeypatch.delenv("HORNSTUDIO_KERNELS", raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    change(monkeypatch)
    assert reason in machine_code.why_none()
    assert machine_code.processor() is None


def fail() -> None:
    raise ImportError("not here")
