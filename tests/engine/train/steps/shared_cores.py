"""Trains networks that go step by step on four cores and on one; prints what came of it as JSON."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import jax
import numpy as np

from hornstudio.engine.catalog import catalog
from hornstudio.engine.graph import Graph
from hornstudio.engine.module import Module, Port
from hornstudio.engine.shapes import Spec
from hornstudio.engine.train.preparation import prepare
from hornstudio.engine.train.run import train
from hornstudio.engine.train.steps import cores
from hornstudio.engine.train.steps.compiled import compiled
from hornstudio.engine.train.steps.memory.copies import copied
from hornstudio.engine.train.steps.memory.holding import carried_bytes, too_much
from hornstudio.engine.watch.events import Failed, Finished, Started
from tests.engine.sample_graph import chain, graph, judged, node

LAYERS: dict[str, dict[str, Any]] = {
    "lstm": {"units": 32, "bidirectional": "concat"},
    "simple_rnn": {"units": 128, "dropout": 0.2, "recurrent_dropout": 0.3},
}
SAMPLES, STEPS, WORDS = 100, 12, 20  # batches of 32: the last one is odd
ROWS = 4096  # so many that cores share the table of vectors


def sentences() -> Module:
    """Rows of words, some shorter than others, and whether the first word is a low one."""
    rng = np.random.default_rng(0)
    words = rng.integers(1, WORDS, (SAMPLES, STEPS)).astype(np.int32)
    words[::3, STEPS // 2 :] = 0
    answers = (words[:, :1] < WORDS // 2).astype(np.float32)
    found = {"words": words, "answer": answers}
    return Module(
        kind="sentences",
        title="Sentences",
        category="data",
        help="Rows of words.",
        inputs=(),
        outputs=(Port("words"), Port("answer")),
        infer=lambda p: {"words": Spec((STEPS,), "int32"), "answer": Spec((1,), "float32")},
        flops=lambda p: 0,
        load=lambda find: (found, {name: array[:0] for name, array in found.items()}),
    )


def reader(kind: str, batch_size: int = 32, **settings: Any) -> Graph:
    """A network that reads them."""
    nodes = {
        "data": node("sentences"),
        "words": node("embedding", input_dim=ROWS, output_dim=8, mask_zero=True),
        "layer": node(kind, **LAYERS[kind]),
        "answer": node("dense", units=1, activation="sigmoid"),
        "loss": node("binary_crossentropy"),
        "adam": node("adam", learning_rate=0.01),
    }
    wires = [
        ("data.words", "words.input"),
        *chain("words", "layer", "answer"),
        *judged("answer", "data.answer", "loss"),
        ("loss.loss", "adam.loss"),
    ]
    return graph(nodes, wires, batch_size=batch_size, epochs=3, **settings)


@contextmanager
def noted_programs() -> Iterator[list[str]]:
    """Programs for steps that are compiled meanwhile: JAX tells of them in its log alone."""
    found: list[str] = []

    def note(record: logging.LogRecord) -> bool:
        words = record.getMessage()
        if words.startswith("Compiling jit(run_"):
            found.append(words)
        return False

    log = logging.getLogger("jax._src.interpreters.pxla")
    log.addFilter(note)
    with jax.log_compiles():
        yield found
    log.removeFilter(note)


def trained(plain: Graph, **how: Any) -> dict[str, Any]:
    """What a training told of where it computes, what it compiled, and came to."""
    told: dict[str, Any] = {}
    with noted_programs() as programs:
        for event in train(plain, checkpoints=False, **how):
            if isinstance(event, Started):
                told = {"device": event.device, "why": str(event.why_device)}
            assert not isinstance(event, Failed), event
    assert isinstance(event, Finished)
    return told | {"metrics": list(event.metrics.values()), "programs": len(programs)}


def prepared(plain: Graph) -> int:
    """How many programs getting ready compiles."""
    with noted_programs() as programs:
        prepare(plain)
    return len(programs)


def held(plain: Graph) -> dict[str, Any]:
    """What a run is said to carry, what its arrays take, and what is refused with a byte less."""
    parts = compiled(plain)
    carry = parts.program.start(0)
    carry = jax.device_put(carry, parts.spread.carried(carry))
    shards = [part for x in jax.tree.leaves(carry) for part in x.addressable_shards]
    arrays = [*(part.data for part in shards), *jax.tree.leaves(copied(carry))]
    lying = sum(array.nbytes for array in arrays)
    refused = [too_much(parts, lying - less) for less in (0, 1)]
    return {"told": carried_bytes(parts), "lying": lying, "refused": refused}


def rows_on_one(plain: Graph) -> int:
    """Rows of the table of vectors that one core has after some steps."""
    parts = compiled(plain)
    key = jax.random.key(0)
    carry, data = parts.program.start(0), sentences().load(None)[0]
    data = {f"data.{name}": array for name, array in data.items()}
    rows = np.zeros((2, plain.training.batch_size), np.int32)
    log = parts.empty_log(carry, data, rows, key)
    after, _ = parts.run_steps(carry, log, data, rows, key, 0, 2)
    return len(after["weights"]["words"]["embeddings"].addressable_shards[0].data)


def main() -> None:
    """Each layer on cores, one again with samples that arrive in time, and on one device."""
    cores.usable_cores = lambda: 64
    cores.open_cores()
    found: dict[str, Any] = {"seen": len(jax.devices()), "counted": len(cores.devices())}
    catalog().add(sentences())
    for kind in LAYERS:
        found[kind] = {"cores": trained(reader(kind))}
    found["prepared"] = prepared(reader("lstm", batch_size=48))
    found["held"] = held(reader("lstm"))
    found["rows_on_one"] = rows_on_one(reader("lstm"))
    found["again"] = trained(reader("simple_rnn"), data_budget=1000)
    cores._own.clear()
    for kind in LAYERS:
        found[kind]["one"] = trained(reader(kind))
    print(json.dumps(found))


if __name__ == "__main__":
    main()
