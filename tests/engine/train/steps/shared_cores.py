"""Trains networks that go step by step on four cores and on one; prints what came of it as JSON."""

import json
import logging
import math
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import jax
import numpy as np

from hornstudio.engine.catalog import catalog
from hornstudio.engine.compile.loop import epoch_rows
from hornstudio.engine.compile.plan import Plan
from hornstudio.engine.data import dataset
from hornstudio.engine.editing import callback_edits
from hornstudio.engine.graph import Graph
from hornstudio.engine.module import Module, Port
from hornstudio.engine.shapes import Spec
from hornstudio.engine.train.evaluate import evaluate_run
from hornstudio.engine.train.kept.checkpoint import load_checkpoint
from hornstudio.engine.train.kept.run_folder import RunFolder
from hornstudio.engine.train.live.turn import Turn
from hornstudio.engine.train.live.turning import Turning
from hornstudio.engine.train.preparation import prepare
from hornstudio.engine.train.run import STOP, train
from hornstudio.engine.train.steps import cores, feed
from hornstudio.engine.train.steps.compiled import compiled
from hornstudio.engine.train.steps.memory import holding
from hornstudio.engine.train.steps.memory.copies import copied
from hornstudio.engine.train.steps.memory.holding import carried_bytes, too_much
from hornstudio.engine.train.steps.pace import Pace
from hornstudio.engine.train.steps.spread import Spread
from hornstudio.engine.watch.events import AnyEvent, Checkpointed, Failed, Finished, Started, Step
from tests.engine.sample_graph import chain, graph, judged, node
from tests.engine.train.live.driving import driven

LAYERS: dict[str, dict[str, Any]] = {
    "lstm": {"units": 32, "bidirectional": "concat"},
    "simple_rnn": {"units": 128, "dropout": 0.2, "recurrent_dropout": 0.3},
}
SAMPLES, STEPS, WORDS = 100, 12, 20  # batches of 32: the last one is odd
TESTED = 8  # times all samples: batches that cores could share
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
        load=lambda find: (
            _spoiled(found),
            {name: np.tile(x, (TESTED, 1)) for name, x in found.items()},
        ),
    )


_no_number: list[int] = []  # samples without an answer


def _spoiled(found: dict[str, Any]) -> dict[str, Any]:
    answers = found["answer"].copy()
    answers[_no_number] = np.nan
    return found | {"answer": answers}


@contextmanager
def no_number_at(step: int) -> Iterator[None]:
    """A sample of that step of the first epoch has no answer."""
    plain = reader("lstm").training
    rows = epoch_rows(SAMPLES, plain.batch_size, plain.seed, 1)[0]
    _no_number.append(int(rows[step - 1][5]))
    dataset._cache.clear()
    yield
    _no_number.clear()
    dataset._cache.clear()


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
    return graph(nodes, wires, batch_size=batch_size, **{"epochs": 3, **settings})


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
    given = parts.program.plan, parts.spread
    refused = [too_much(*given, lying - less) for less in (0, 1)]
    return {"told": carried_bytes(*given), "lying": lying, "refused": refused}


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


def stopped_at(plain: Graph, path: Path, epoch: int, step: int) -> None:
    """A run that is told to stop there."""
    with patch.object(Pace, "steps", 1):
        events = train(plain, run_dir=path)
        for event in events:
            if isinstance(event, Step) and (event.epoch, event.step) == (epoch, step):
                events.send(STOP)
                list(events)


def ended(events: Iterator[AnyEvent]) -> dict[str, Any]:
    """What a run told when it began and when it ended."""
    told: dict[str, Any] = {}
    for event in events:
        if isinstance(event, Started):
            told |= {"why": str(event.why_device), "notes": [str(note) for note in event.notes]}
            told["from"] = [event.first_epoch, event.first_step]
        elif isinstance(event, Finished | Failed):
            metrics = event.metrics if isinstance(event, Finished) else {}
            told |= {"reason": str(event.reason), "metrics": metrics}
            told["node"] = event.node if isinstance(event, Failed) else ""
    return told


def _kept(path: Path) -> tuple[str, dict[str, Any]]:
    last = RunFolder.open(path).checkpoints()[-1]
    return last.stem, load_checkpoint(last)[0]


def _is_same(one: Any, other: Any) -> bool:
    pairs = jax.tree.map(lambda a, b: a.tobytes() == b.tobytes(), one, other)
    return bool(jax.tree.all(pairs))


def run_away(folder: Path) -> dict[str, Any]:
    """A number that is none comes with the third step; the data is mended, and the run goes on."""
    plain = reader("lstm")
    with no_number_at(step=3):
        told = ended(train(plain, run_dir=folder / "away"))
    name, trees = _kept(folder / "away")
    stopped_at(plain, folder / "stopped", 1, 2)
    same = _is_same(trees, _kept(folder / "stopped")[1])
    again = ended(train(plain, run_dir=folder / "away", resume=True))
    finite = all(np.isfinite(x).all() for x in jax.tree.leaves(trees["weights"]))
    return {"told": told, "kept": name, "finite": finite, "same": same, "again": again}


def without_room(folder: Path) -> dict[str, Any]:
    """Memory runs out within a dispatch; the next run of the same folder trains."""
    take = feed._ResidentServing.take

    def too_little(*given: Any) -> Any:
        take(*given)
        raise RuntimeError("RESOURCE_EXHAUSTED: Out of memory allocating 9 bytes")

    with patch.object(feed._ResidentServing, "take", too_little):
        told = ended(train(reader("lstm"), run_dir=folder / "full"))
    return {
        "told": told,
        "next": ended(train(reader("lstm"), run_dir=folder / "full", resume=True)),
    }


def ended_early(folder: Path) -> dict[str, Any]:
    """With the weights of an epoch before the last, as it waits for a loss that rises; broken off
    after an epoch and gone on with.
    """
    how = {"monitor": "loss", "mode": "max", "patience": 1, "restore_best_weights": True}
    graph = callback_edits.add(reader("lstm"), "early_stopping", how)
    whole = ended(train(graph, run_dir=folder / "early"))
    events = train(graph, run_dir=folder / "broken")
    for event in events:
        if isinstance(event, Checkpointed):
            events.close()
    again = ended(train(graph, run_dir=folder / "broken", resume=True))
    same = _is_same(_kept(folder / "early")[1], _kept(folder / "broken")[1])
    return {"whole": whole, "again": again, "same": same}


def turned(folder: Path) -> dict[str, Any]:
    """A layer is frozen, then lives again; the same once more, broken off within and gone on."""
    turns = {(1, 2): Turn("layer", "frozen", True), (2, 2): Turn("layer", "frozen", False)}
    with patch.object(Pace, "steps", 1):
        driven(train(reader("lstm"), run_dir=folder / "turned"), turns)
        driven(train(reader("lstm"), run_dir=folder / "cut"), turns | {(1, 3): STOP})
        driven(train(reader("lstm"), run_dir=folder / "cut", resume=True), turns)
    same = _is_same(_kept(folder / "turned")[1], _kept(folder / "cut")[1])
    knobs = RunFolder.open(folder / "cut").knobs()
    return {"same": same, "knobs": [(knob.epoch, knob.step, knob.new) for knob in knobs]}


@contextmanager
def room_for_one(plan: Plan, spread: Spread) -> Iterator[None]:
    """As much memory is free as the weights on one core take, and a gradient of them."""
    carried = carried_bytes(plan, spread.on_one())
    with patch.object(holding, "free_bytes", lambda: math.ceil(1.5 * carried)):
        yield


def on_too_few(folder: Path) -> dict[str, Any]:
    """Memory for the weights on one core: a run on that one, which goes on where there is more;
    and one on all cores that is turned while other things take the memory.
    """
    plain = reader("lstm")
    parts = compiled(plain)
    turning = Turning(parts)
    with room_for_one(parts.program.plan, parts.spread):
        stopped_at(plain, folder / "narrow", 1, 2)
        one = ended(train(plain, run_dir=folder / "narrow", resume=True))
        list(turning.due(1, 1))
        turning.ask(Turn("layer", "activation", "relu"))
        assert len(list(turning.due(1, 2))) == 2
    plain = reader("lstm", epochs=4)
    more = ended(train(plain, run_dir=folder / "narrow", resume=True))
    stays = turning.parts is not parts and turning.parts.spread == parts.spread
    return {"one": one, "more": more, "turned stays": stays}


def main() -> None:
    """Each layer on cores, one again with samples that arrive in time, and on one device."""
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(all_found(Path(folder))))


def all_found(folder: Path) -> dict[str, Any]:
    """What all these trainings came to."""
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
    troubles = (run_away, without_room, ended_early, turned, on_too_few)
    found |= {trouble.__name__: trouble(folder) for trouble in troubles}
    cores._own.clear()
    found["measured_later"] = {
        name: evaluate_run(folder / name, checkpoint)["test_loss"]
        for name, checkpoint in (("early", "best"), ("away", "last"), ("full", "last"))
    }
    for kind in LAYERS:
        found[kind]["one"] = trained(reader(kind))
    return found


if __name__ == "__main__":
    main()
