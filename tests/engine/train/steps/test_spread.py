"""Several devices: the numbers of one. Eight are simulated, in one process of their own."""

import os
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from hornstudio.engine.graph import Training
from hornstudio.engine.train.steps import cores
from hornstudio.engine.train.steps.spread import spread_for
from tests.engine.train.steps.child import told_by

CHILD = Path(__file__).with_name("eight_devices.py")


def on_eight(way: str) -> dict[str, Any]:
    """What a child process with eight devices found."""
    flags = f"{os.environ.get('XLA_FLAGS', '')} --xla_force_host_platform_device_count=8"
    return told_by(CHILD, way, variables={**os.environ, "XLA_FLAGS": flags})


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    return on_eight("plainly")


def test_losses_are_those_of_one_device(found: dict[str, Any]) -> None:
    """Also where the last batch of an epoch is odd."""
    assert len(found["one"]) == 3
    assert found["all"] == pytest.approx(found["one"], rel=1e-5)


@pytest.mark.soak
def test_all_ways_at_once_give_the_losses_of_one_device() -> None:
    found = on_eight("at once")
    assert found["all"] == pytest.approx(found["one"], rel=1e-5)


def test_weights_lie_on_each_device_and_samples_are_dealt_out(found: dict[str, Any]) -> None:
    assert found["weights_on"] == 8
    assert found["rows_on_one"] == 8  # of a batch of 64


def test_devices_pass_no_steps_round_for_the_gradients_of_a_loop(found: dict[str, Any]) -> None:
    assert found["gathered"] == 0


def test_a_run_on_all_devices_can_be_looked_into(found: dict[str, Any]) -> None:
    """Its statistics were refused with words of the compiler, as they were made for one device."""
    for seen in found["seen"]:
        assert isinstance(seen, dict), seen
        assert seen["gradient_norm"] > 0


def test_a_run_says_which_devices_and_why(found: dict[str, Any]) -> None:
    told = found["told"]
    assert told["all"] == ["8 × CPU", "all that there are"]
    assert told["few"][0] == "6 × CPU"
    assert "6 of 8, because a batch of 60" in told["few"][1]
    assert told["one"][1] == "one of 8; set Devices to all to use every one"


def devices(count: int, platform: str = "gpu") -> list[Any]:
    return [SimpleNamespace(platform=platform, device_kind="Test") for _ in range(count)]


def test_as_many_devices_as_share_a_batch_evenly(monkeypatch: pytest.MonkeyPatch) -> None:
    jax = SimpleNamespace(local_devices=lambda: devices(4))
    monkeypatch.setattr(cores, "jax", jax)
    every = Training(devices="all")
    for size, count in ((32, 4), (6, 3), (5, 1)):
        found = spread_for(replace(every, batch_size=size))
        assert (len(found.devices), found.left_out) == (count, 4 - count)
        assert bool(found.words_on_fewer) == (count < 4)
    assert found.words_on_fewer == [
        "devices in use: 1 of 4, because a batch of 5 cannot be shared evenly by more"
    ]
    assert len(spread_for(Training()).devices) == 1
    assert spread_for(Training()).words_on_fewer == []  # nobody has asked for more


def test_one_device_says_why_it_is_the_only_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for platform, words in (("cpu", "no graphics card"), ("gpu", "the only one")):
        jax = SimpleNamespace(local_devices=lambda p=platform: devices(1, p))
        monkeypatch.setattr(cores, "jax", jax)
        assert words in spread_for(Training(devices="all")).why
