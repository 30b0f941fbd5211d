"""Trains on eight simulated devices and on one of them; prints what came of it as JSON."""

import json
import sys
import time
from dataclasses import replace
from functools import partial
from typing import Any

import jax
import numpy as np

from hornstudio.engine.graph import Graph, Training
from hornstudio.engine.modules.layers.recurrent.gated import scan_gated
from hornstudio.engine.modules.layers.recurrent.update import lstm_states
from hornstudio.engine.train.live.watching import Watching
from hornstudio.engine.train.run import train
from hornstudio.engine.train.steps.spread import spread_for
from hornstudio.engine.watch.events import Failed, Finished, Note, Started, Statistics
from tests.engine.sample_graph import chain, graph, judged, node


def normalized() -> Graph:
    """Penguins through a batch normalization, whose figures are those of the whole batch."""
    nodes = {
        "penguins": node("penguins", validation_split=0.2),
        "norm": node("batch_normalization"),
        "drop": node("dropout", rate=0.25),
        "species": node("dense", units=3, activation="softmax"),
        "loss": node("categorical_crossentropy"),
        "sgd": node("sgd", learning_rate=0.1),
    }
    wires = [
        ("penguins.measures", "norm.input"),
        *chain("norm", "drop", "species"),
        *judged("species", "penguins.species", "loss"),
        ("loss.loss", "sgd.loss"),
    ]
    return graph(nodes, wires)


def trained(**settings: Any) -> tuple[list[float], list[str]]:
    """The figures of a training, and what was said of its devices."""
    budget = settings.pop("data_budget", None)
    plain = normalized()
    whole = replace(plain, training=replace(plain.training, **settings))
    told: list[str] = []
    for event in train(whole, checkpoints=False, data_budget=budget):
        if isinstance(event, Started):
            told = [event.device.partition(" (")[0], str(event.why_device)]
        assert not isinstance(event, Failed), event
    assert isinstance(event, Finished)
    return list(event.metrics.values()), told


def seen(**settings: Any) -> dict[str, float] | str:
    """What the first look into a training saw overall, or why there was none."""
    budget = settings.pop("data_budget", None)
    plain = normalized()
    whole = replace(plain, training=replace(plain.training, batch_size=64, epochs=30, **settings))
    Watching.__init__.__defaults__ = (1.0, 0.0, 0.0)  # at once
    for event in train(whole, checkpoints=False, watch=True, data_budget=budget):
        if isinstance(event, Note):
            return str(event.what)
        if isinstance(event, Statistics):
            return dict(event.overall)
        time.sleep(0.02)  # what looks is compiled meanwhile
    return "it was never looked into"


def gathered() -> int:
    """How often the devices pass each other samples for the gradients of an LSTM's weights."""
    spread = spread_for(Training(devices="all", batch_size=64))
    x = jax.device_put(np.ones((7, 64, 5), np.float32), spread.dealt(64, None))
    kernel, blank = np.ones((5 + 3, 4 * 3), np.float32), np.zeros((64, 3), np.float32)
    kernel = jax.device_put(kernel, spread.everywhere)
    blank = jax.device_put(blank, spread.dealt(64))
    curves = {"activation": jax.numpy.tanh, "recurrent_activation": jax.nn.sigmoid}

    def loss(kernel: Any, x: Any) -> Any:
        bias = jax.numpy.zeros(kernel.shape[-1])
        ends, _ = scan_gated(
            partial(lstm_states, **curves), kernel, bias, x, (blank, blank), None, False, False
        )
        return ends[0].sum()

    compiled = jax.jit(jax.grad(loss)).lower(kernel, x).compile().as_text()
    assert "all-reduce" in compiled
    return int(compiled.count("all-gather("))


def plainly() -> dict[str, Any]:
    """A batch that all share, but for the last one of an epoch."""
    one, alone = trained(batch_size=64)
    every, told = trained(batch_size=64, devices="all")
    spread = spread_for(Training(devices="all", batch_size=64))
    few = spread_for(Training(devices="all", batch_size=60))
    weights = jax.device_put(np.zeros((3, 3)), spread.everywhere)
    batch = jax.device_put(np.zeros((64, 3)), spread.dealt(64))
    return {
        "one": one,
        "all": every,
        "seen": [seen(devices="all"), seen(devices="all", data_budget=1000)],
        "told": {"one": alone, "all": told, "few": [few.title.partition(" (")[0], str(few.why)]},
        "weights_on": len(weights.addressable_shards),
        "gathered": gathered(),
        "rows_on_one": batch.addressable_shards[0].data.shape[0],
    }


def at_once() -> dict[str, Any]:
    """Six devices, batches that are accumulated, and samples that are sent over in time."""
    how = {"batch_size": 60, "gradient_accumulation": 2}
    many, _ = trained(**how, devices="all", data_budget=1000)
    return {"one": trained(**how)[0], "all": many}


if __name__ == "__main__":
    print(json.dumps(plainly() if sys.argv[1] == "plainly" else at_once()))
