"""What a device is called."""

import platform
from types import SimpleNamespace

import pytest

from hornstudio.engine.train.steps.device import device_title


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
