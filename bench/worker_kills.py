"""What a kill of the computing process costs: runs killed again and again, resumed, and compared.

usage: python bench/worker_kills.py [--kills 200] [--notices 30] [--seed 0]

A real worker trains a small graph with all callbacks, writing checkpoints all the time, and gets
SIGKILL, SIGSEGV or SIGSTOP (then SIGKILL: a stopped process does not answer) at random moments
between its first word and its last. Each kill is followed by a resumption, until the run has come
to its end; then another run begins. Prints JSON. "differing": runs whose figures,
log or last checkpoint are not, bit for bit, those of a run that nobody disturbed. "failed":
resumptions that did not go on. "within": kills after which the run went on within an epoch.
"repeated_steps": the most that one kill cost.
"notice": how soon the window knows of each signal, as `bench/worker_notice.py` tells, with as many
kills as --notices says. POSIX only: workers are forked from a process that has read the program
already.
"""

import argparse
import contextlib
import gc
import importlib
import json
import os
import random
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from hornstudio import __version__
from hornstudio.engine.graph import Graph, Held, Node, Training, Wire, freeze
from hornstudio.engine.storage import files
from hornstudio.engine.train.kept.checkpoint import load_checkpoint
from hornstudio.engine.train.kept.run_folder import RunFolder
from hornstudio.engine.watch import events
from hornstudio.engine.worker import messages, serve
from hornstudio.engine.worker.compilation_cache import keep_programs

SIGNALS = (signal.SIGKILL, signal.SIGSEGV, signal.SIGSTOP)
EPOCHS = 12
LIFE_S = 0.35
EARLY = 0.1
QUIET_S = 0.1
PATIENCE_S = 120.0
LOG = "log.csv"
CALLBACKS = (
    Held("reduce_lr_on_plateau", freeze({"patience": 1, "min_delta": 0.05, "factor": 0.5})),
    Held("early_stopping", freeze({"patience": EPOCHS, "restore_best_weights": True})),
    Held("best_weights"),
    Held("terminate_on_nan"),
    Held("time_limit"),
    Held("model_checkpoint"),
    Held("csv_logger", freeze({"filename": LOG})),
    Held("tensorboard", freeze({"update_freq": "batch", "histogram_freq": 2})),
)
"""All that there are, one of which turns the learning rate on the way."""


def graph() -> Graph:
    """A network so small that its run is all checkpoints, with all callbacks."""
    nodes = {
        "digits": Node("digits", freeze({"validation_split": 0.1})),
        "flatten": Node("flatten"),
        "drop": Node("dropout", freeze({"rate": 0.2})),
        "scores": Node("dense", freeze({"units": 10, "activation": "softmax"})),
        "loss": Node("categorical_crossentropy"),
        "adam": Node("adam"),
    }
    wires = [
        ("digits.image", "flatten.input"),
        ("flatten.output", "drop.input"),
        ("drop.output", "scores.input"),
        ("scores.output", "loss.prediction"),
        ("digits.label", "loss.target"),
        ("loss.loss", "adam.loss"),
    ]
    training = Training(
        epochs=EPOCHS, batch_size=4, seed=5, checkpoint_minutes=1e-4, callbacks=CALLBACKS
    )
    return Graph("kills", freeze(nodes), tuple(Wire(*w) for w in wires), training)


class Worker:
    """A forked computing process, and the window's end of its streams."""

    def __init__(self) -> None:
        orders, self._orders = os.pipe()
        self._told, told = os.pipe()
        self.pid = os.fork()
        if not self.pid:
            _be_worker(orders, told)
        os.close(orders)
        os.close(told)
        self._frames = messages.FrameBuffer()

    def train(self, run: Path, resume: bool) -> None:
        """Order the run to begin, or to go on."""
        text = files.to_text(graph())
        order = messages.Train(job=1, graph=text, run_dir=str(run), resume=resume)
        os.write(self._orders, messages.encode(order))

    def hear(self, seconds: float) -> list[events.AnyEvent] | None:
        """The events that come within so many seconds; None at the end of the stream."""
        if not select.select([self._told], [], [], max(0.0, seconds))[0]:
            return []
        data = os.read(self._told, 1 << 16)
        if not data:
            return None
        heard = [messages.decode_from_worker(p) for p in self._frames.feed(data)]
        return [each.body for each in heard if isinstance(each, messages.JobEvent)]

    def kill(self, number: signal.Signals) -> bool:
        """Send the signal, and see it end; whether a stopped one said nothing more."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)
        is_quiet = True
        if number == signal.SIGSTOP:
            while self.hear(0.0):
                pass  # what was on its way
            is_quiet = self.hear(QUIET_S) == []
            os.kill(self.pid, signal.SIGKILL)
        self.close()
        return is_quiet

    def close(self) -> None:
        """Let go of it; a worker whose orders end is gone at once."""
        os.close(self._orders)
        os.close(self._told)
        os.waitpid(self.pid, 0)


def _be_worker(orders: int, told: int) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for source, target in ((orders, 0), (told, 1), (nowhere, 2)):
        os.dup2(source, target)
    os.closerange(3, 64)
    os._exit(serve.run_worker(warm=_warm))


def _warm() -> messages.Ready:
    keep_programs()
    return messages.Ready(
        version=__version__, jax_version="", device="", devices=[], pid=os.getpid()
    )


@dataclass
class Tally:
    """What all kills together have come to."""

    kills: Counter[str] = field(default_factory=Counter)
    runs: int = 0
    differing: int = 0
    failed: int = 0
    within: int = 0
    repeated_steps: int = 0
    loud: int = 0
    notes: list[str] = field(default_factory=list)


@dataclass
class Life:
    """What one worker told before it ended."""

    started: events.Started | None = None
    at: tuple[int, int] = (1, 0)
    ending: events.Finished | events.Failed | None = None


def live(worker: Worker, seconds: float, early: bool = False) -> Life:
    """Listen until the run is over, or so long after its first step.

    early: after its first word instead, when it may still be compiling.
    """
    life, end = Life(), time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        heard = worker.hear(end - time.monotonic())
        if heard is None:
            break
        for event in heard:
            if isinstance(event, events.Started):
                life.started = event
                if early:
                    end = time.monotonic() + seconds
            elif isinstance(event, events.Step):
                if life.at == (1, 0) and not early:
                    end = time.monotonic() + seconds
                life.at = event.epoch, event.step
            elif isinstance(event, events.Finished | events.Failed):
                life.ending = event
                return life
    return life


def outcome(run: Path) -> tuple[list[Any], dict[str, bytes]]:
    """Figures of every epoch and their log, and the arrays of the last checkpoint, to the bit."""
    folder = RunFolder.open(run)
    figures = [e.metrics for e in folder.events() if isinstance(e, events.Epoch)]
    trees, _ = load_checkpoint(folder.checkpoint("last"))
    log = (run / LOG).read_bytes()
    turned = [(knob.new, knob.epoch, knob.step) for knob in folder.knobs()]
    return [*figures, folder.facts()["metrics"], turned, log], dict(_arrays(trees))


def _arrays(tree: Any, place: str = "") -> list[tuple[str, bytes]]:
    if isinstance(tree, dict):
        return [pair for name, inner in tree.items() for pair in _arrays(inner, f"{place}/{name}")]
    return [(place, np.asarray(tree).tobytes())]


def disturbed(run: Path, draw: random.Random, most: int, tally: Tally) -> bool:
    """One run with kills, until it is over or all are spent; whether it came to its end."""
    last: Life | None = None
    killed = 0
    while True:
        worker = Worker()
        worker.train(run, resume=(run / "run.json").is_file())
        is_spent = killed >= most
        seconds, early = draw.uniform(0, LIFE_S), draw.random() < EARLY
        life = live(worker, PATIENCE_S) if is_spent else live(worker, seconds, early)
        _compare(last, life, tally)
        if life.ending is not None or is_spent:
            worker.close()
            if not isinstance(life.ending, events.Finished):
                tally.failed += 1
                tally.notes.append(str(getattr(life.ending, "reason", "it fell silent")))
            return isinstance(life.ending, events.Finished)
        number = draw.choice(SIGNALS)
        tally.loud += not worker.kill(number)
        tally.kills[number.name] += 1
        killed += 1
        if last is not None and life.at == (1, 0):
            life.at = last.at  # it was killed before it took a step
        last = life


def _compare(before: Life | None, after: Life, tally: Tally) -> None:
    """How far back the run went on after a kill."""
    if before is None or after.started is None:
        return
    steps, first = after.started.steps, after.started.first_epoch
    tally.within += bool(after.started.first_step)
    done = (before.at[0] - 1) * steps + before.at[1]
    repeated = done - (first - 1) * steps - after.started.first_step
    tally.repeated_steps = max(tally.repeated_steps, repeated)
    tally.notes += after.started.notes


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--notices", type=int, default=30)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    notice = noticed(options.notices, options.seed)
    for name in ("jax", "jax.numpy", "optax", "hornstudio.engine.train.run"):
        importlib.import_module(name)  # read once; no device is touched before the fork
    files.from_text(files.to_text(graph()))
    gc.freeze()  # so that no worker looks through all that has been read
    draw, tally, began = random.Random(options.seed), Tally(), time.monotonic()
    with tempfile.TemporaryDirectory() as place:
        os.environ.setdefault("HORNSTUDIO_CACHE", f"{place}/cache")
        whole = Path(place) / "whole"
        disturbed(whole, draw, 0, tally)
        expected = outcome(whole)
        while (left := options.kills - tally.kills.total()) > 0:
            run = Path(place) / f"run-{tally.runs}"
            if disturbed(run, draw, left, tally) and outcome(run) != expected:
                tally.differing += 1
            tally.runs += 1
    found = {
        "seed": options.seed,
        "kills": dict(sorted(tally.kills.items())),
        "runs": tally.runs,
        "differing": tally.differing,
        "failed": tally.failed,
        "within": tally.within,
        "repeated_steps": tally.repeated_steps,
        "spoke_while_stopped": tally.loud,
        "notice": notice,
        "notes": sorted(set(tally.notes)),
        "seconds": round(time.monotonic() - began, 1),
    }
    print(json.dumps(found, indent=1, ensure_ascii=False))
    return int(
        bool(tally.differing or tally.failed or tally.loud or not notice.get("within", True))
    )


def noticed(kills: int, seed: int) -> dict[str, Any]:
    """What the window, in a process of its own that has no JAX, makes of kills."""
    if not kills:
        return {}
    command = [sys.executable, str(Path(__file__).with_name("worker_notice.py"))]
    command += ["--kills", str(kills), "--seed", str(seed)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    sys.exit(main())
