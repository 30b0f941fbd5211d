"""What a device is called."""

import os
import platform
from types import SimpleNamespace

import pytest

from hornstudio.engine.train.steps.device import (
    device_title,
    free_bytes,
    memory_in_use,
    share_device,
)


@pytest.mark.parametrize(
    ("kind", "name", "title"),
    [
        ("cpu", "cpu", f"CPU ({platform.machine()})"),
        ("gpu", "NVIDIA H100", "GPU (NVIDIA H100)"),
        ("tpu", "", "TPU"),
    ],
)
def test_a_device_is_named_once_and_readably(kind: str, name: str, title: str) -> None:
    assert device_title(SimpleNamespace(platform=kind, device_kind=name)) == title


def test_memory_in_use_is_that_of_the_device_or_of_this_process() -> None:
    class Card:
        platform = "gpu"

        def memory_stats(self) -> dict[str, int]:
            return {"bytes_in_use": 77}

    class Processor:
        platform = "cpu"

    assert memory_in_use(Card()) == 77
    assert memory_in_use(Processor()) > 1 << 20


def test_free_memory_is_known_here() -> None:
    assert free_bytes() > 1 << 20


def test_memory_of_a_device_is_shared_unless_the_person_chose_otherwise(monkeypatch) -> None:
    name = "XLA_PYTHON_CLIENT_PREALLOCATE"
    monkeypatch.setenv(name, "true")
    share_device()
    assert os.environ[name] == "true"
    monkeypatch.delenv(name)
    share_device()
    assert os.environ[name] == "false"
