"""A run that does not fit says which node is the largest, and what would fit."""

from dataclasses import replace
from typing import Any

import pytest

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph
from hornstudio.engine.summary import summarize
from hornstudio.engine.train.run import train
from hornstudio.engine.train.steps import device_data
from hornstudio.engine.train.steps.compiled import Compiled
from hornstudio.engine.train.steps.memory.holding import Holding
from hornstudio.engine.train.trouble.shortage import (
    asked_for,
    fitting_batch,
    nodes_as_computed,
    shortage,
)
from hornstudio.engine.training_settings import MIXED
from hornstudio.engine.watch.events import Failed, Finished
from tests.engine import sample_graph

ERROR = "RESOURCE_EXHAUSTED: Out of memory allocating 9 bytes"


def graph(batch_size: int = 1000) -> Graph:
    return sample_graph.mlp(batch_size=batch_size)


def test_large_tensors_ask_for_a_smaller_batch() -> None:
    failed = shortage(graph(100_000), ERROR, free=1 << 30)
    assert failed.node == "digits"
    assert "with a batch_size of 100000" in failed.reason
    assert "digits alone takes 299 MB" in failed.reason
    assert "A batch_size of 100000" not in failed.reason
    assert ERROR in failed.reason


def test_large_weights_ask_for_a_smaller_layer_and_say_how_small() -> None:
    wish = edits.set_param(graph(100), "hidden", "units", 10**6)
    failed = shortage(wish, ERROR, free=1 << 30)
    assert failed.node == "hidden"
    assert "hidden alone takes 12.1 GB, and 1.00 GB are free" in failed.reason
    assert "With units 32768 instead of 1000000 it should fit" in failed.reason
    held = Holding(carried=10 * 4 * (785 * 10**6 + 10 * (10**6 + 1)))
    assert "With units 16384 instead" in shortage(wish, ERROR, free=1 << 30, held=held).reason


def test_where_one_layer_is_not_to_blame_all_are_named() -> None:
    wish = edits.set_param(graph(1), "hidden", "units", 10**6)
    assert "hidden takes the most, 11.7 GB, and 10 B are free; make it and other large nodes" in (
        shortage(wish, ERROR, free=10).reason
    )
    assert "alone takes 11.7 GB; make it smaller" in shortage(wish, ERROR, free=0).reason


def test_the_batch_is_halved_until_it_fits() -> None:
    nodes = summarize(graph())["nodes"]
    assert fitting_batch(nodes, 1000, free=0) == 500  # nobody knows what is free
    per_sample = sum(node["activation_bytes"] or 0 for node in nodes)
    assert fitting_batch(nodes, 1000, free=per_sample * 3 * 200) == 125
    assert fitting_batch(nodes, 1000, free=1000) == 0


def test_what_the_machine_was_asked_for_tells_what_layers_keep_inside() -> None:
    nodes = summarize(graph())["nodes"]
    per_sample = sum(node["activation_bytes"] or 0 for node in nodes)
    error = f"RESOURCE_EXHAUSTED: Out of memory allocating {per_sample * 13 * 1000} bytes."
    asked = asked_for(error)
    assert asked == per_sample * 13 * 1000
    assert asked_for("no memory") == 0
    room = per_sample * 13 * 300 / 0.8
    weights = sum(node["weight_bytes"] or 0 for node in nodes)
    assert fitting_batch(nodes, 1000, room + 5 * weights, asked) == 250
    assert fitting_batch(nodes, 1000, room + 5 * weights, asked, Holding(int(room / 2))) == 125


def test_devices_that_share_a_memory_have_a_gradient_each_and_ask_for_their_part() -> None:
    wish = edits.set_param(graph(100), "hidden", "units", 10**6)
    carried = 10 * 4 * (785 * 10**6 + 10 * (10**6 + 1))
    four = Holding(carried, devices=4)
    assert "hidden alone takes 41.3 GB" in shortage(wish, ERROR, 1 << 30, four).reason
    assert "hidden alone takes 32.5 GB" in shortage(wish, ERROR, 1 << 30, Holding(carried)).reason
    nodes = summarize(graph())["nodes"]
    per_sample = sum(node["activation_bytes"] or 0 for node in nodes)
    weights = sum(node["weight_bytes"] or 0 for node in nodes)
    asked, free = per_sample * 13 * 250 + weights, int(per_sample * 13 * 300 / 0.8) + 5 * weights
    assert fitting_batch(nodes, 1000, free, asked, Holding(weights, devices=4)) == 250
    assert fitting_batch(nodes, 1000, free, asked, Holding(weights)) == 500


def test_a_graphics_card_tells_what_it_was_asked_for_in_rounded_units() -> None:
    error = "RESOURCE_EXHAUSTED: Out of memory while trying to allocate 1.50TiB with allocator GPU"
    assert asked_for(error) == 3 << 39
    assert asked_for(error.replace("1.50TiB", "12.25MiB")) == 49 << 18


def test_short_numbers_take_half_the_memory() -> None:
    whole = graph(100_000)
    short = replace(whole, training=replace(whole.training, precision=MIXED))
    plain, halved = nodes_as_computed(whole), nodes_as_computed(short)
    for node, half in zip(plain, halved, strict=True):
        assert half["activation_bytes"] == (node["activation_bytes"] or 0) // 2
        assert half["weight_bytes"] == node["weight_bytes"]
    assert (
        shortage(short, ERROR, free=1 << 30).reason.values["fits"]
        == 2 * (shortage(whole, ERROR, free=1 << 30).reason.values["fits"])
    )


def test_after_a_run_that_did_not_fit_the_next_one_trains(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_much(*args: Any, **kwargs: Any) -> Any:
        raise RuntimeError(ERROR)

    wish = graph()
    with monkeypatch.context() as patch:
        patch.setattr(Compiled, "empty_log", too_much)
        failed = list(train(wish, checkpoints=False))[-1]
    assert isinstance(failed, Failed)
    assert "A batch_size of 500 should fit" in failed.reason
    assert not device_data._kept
    assert isinstance(list(train(wish, checkpoints=False))[-1], Finished)


def test_weights_that_cannot_be_drawn_are_told_at_once() -> None:
    graph = edits.set_param(sample_graph.mlp(), "hidden", "units", 10**9)
    failed = list(train(graph, checkpoints=False))[-1]
    assert isinstance(failed, Failed)
    assert failed.node == "hidden"
    assert "hidden alone takes" in failed.reason
    assert "With units" in failed.reason
