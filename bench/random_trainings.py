"""What no training may do, whatever the network: trainings by dice, each in several ways.

usage: python bench/random_trainings.py [--networks 100] [--seed 0] [--keep FOLDER]

Each network (`bench/random_network.py`) is trained for a few epochs in one go. Then it is trained
again, stopped or broken off somewhere, watched or not, and gone on with; with its samples sent over
in time, and one step after another; with knobs turned, and then stopped and gone on with as well;
as a branch of the first run; and as the script that it exports. Weights and figures have to be the
same bits (figures of samples that are sent over to six digits, those of the script to three), and
nobody may ever be told a message from inside. Prints JSON: how often each was done, what was
refused in words, and "faults", with the seed of the network. --keep: where networks at fault and
their data are put. It takes 5 to 20 s for each network; the same seed does the same.
"""

import argparse
import gc
import io
import json
import os
import random
import re
import runpy
import shutil
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import jax
import numpy as np
from random_network import network
from random_params import any_value

from hornstudio.engine import codegen
from hornstudio.engine.catalog import catalog
from hornstudio.engine.dial import dials
from hornstudio.engine.errors import HornError, ParamError
from hornstudio.engine.graph import Graph
from hornstudio.engine.storage import files
from hornstudio.engine.train.evaluate import evaluate_run
from hornstudio.engine.train.kept.checkpoint import load_checkpoint
from hornstudio.engine.train.kept.run_folder import RunFolder
from hornstudio.engine.train.live.turn import Turn
from hornstudio.engine.train.run import STOP, train
from hornstudio.engine.train.steps.cores import open_cores
from hornstudio.engine.train.steps.pace import Pace
from hornstudio.engine.training_settings import FLOAT32
from hornstudio.engine.watch.events import AnyEvent, Epoch, Failed, Finished, Started, Step

Place = tuple[int, int]
"""An epoch, and a step of it; both from 1."""
Turns = Mapping[Place, list[Turn]]

LOSS = re.compile(r"^epoch \d+ loss ([-+.\deinfa]+)")
CLOSE, ROUNDING = 2e-3, 1e-6
_NAMES = re.compile(r"[\w.]+_\d+[\w.]*|\d+")
CHECKPOINTS = "model_checkpoint"
OWN_RULES = ("reduce_lr_on_plateau", "early_stopping")
"""Callbacks that change figures and are left out of a script, which says so."""


@dataclass
class Tally:
    """What all networks together have come to."""

    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    faults: list[dict[str, Any]] = field(default_factory=list)

    def refuse(self, reason: str) -> None:
        """Count a refusal with those that differ from it in names and numbers alone."""
        self.refused[_NAMES.sub("…", reason)] += 1


@dataclass
class Trial:
    """One network, and the first of its runs, by which all others are judged."""

    seed: int
    dice: random.Random
    graph: Graph
    folder: Path
    tally: Tally
    first: list[AnyEvent] = field(default_factory=list)

    def goes_well(self) -> bool:
        """Train it in one go."""
        self.first = self.run("whole")
        return self._ends_well("trained", self.first)

    def run(self, name: str, turns: Turns | None = None, **ways: Any) -> list[AnyEvent]:
        """All events of a run of that name; stop: after which step, broken: whether it is let go
        of instead.
        """
        stop, broken = ways.pop("stop", None), ways.pop("broken", False)
        run = train(self.graph, run_dir=self.folder / name, **ways)
        told: list[AnyEvent] = []
        wish: Any = None
        while True:
            try:
                event = run.send(wish)
            except StopIteration:
                return told
            told.append(event)
            place = (event.epoch, event.step) if isinstance(event, Step) else None
            wish = (turns or {}).get(place) if place else None
            if place and place == stop:
                if broken:
                    run.close()
                    return told
                wish = STOP

    def interrupted(self) -> None:
        """Stop it somewhere, go on, and see that nothing of it shows."""
        stop = self.dice.choice([(e.epoch, e.step) for e in self.first if isinstance(e, Step)])
        broken, watch = self.dice.random() < 0.5, self.dice.random() < 0.5
        self.run("parts", stop=stop, broken=broken, watch=watch)
        at = {"stop": stop, "broken": broken, "watch": watch}
        self._compare("gone on with", "whole", "parts", self.run("parts", resume=True), at=at)

    def cut_otherwise(self) -> None:
        """Samples that are sent over in time, or one step at each dispatch."""
        sent = self.run("sent", data_budget=1)  # by another program, which may add otherwise
        self._compare("sent over", "whole", "sent", sent, share=ROUNDING)
        with single_steps():
            self._compare("step by step", "whole", "single", self.run("single"))

    def turned(self) -> None:
        """Turn knobs, and do the same with a stop between."""
        turns = self._any_turns()
        free = [place for place in self._places() if place not in turns]
        if not turns or not free:
            return
        told = {str(place): [each.place for each in some] for place, some in turns.items()}
        stop, broken = self.dice.choice(free), self.dice.random() < 0.5
        at = {"turns": told, "stop": stop, "broken": broken}
        with single_steps():
            whole = self.run("turned", turns)
            if not self._ends_well("turned", whole):
                return
            if not any((e.epoch, e.step) == stop for e in whole if isinstance(e, Step)):
                return  # it has ended early, before that, and would be gone on with behind its end
            self.run("turned parts", turns, stop=stop, broken=broken)
            rest = self.run("turned parts", turns, resume=True)
        self._compare("turned and gone on with", "turned", "turned parts", rest, at=at)

    def branched(self) -> None:
        """Begin another run in the weights of this one."""
        name, whole = self.dice.choice(("last", "best")), self.folder / "whole"
        told = self.run("branch", branch=whole, checkpoint=name, epochs=1)
        self._ends_well("branched", told)

    def evaluated(self) -> None:
        """The run's own test figures, by `evaluate`."""
        ending = self.first[-1]
        assert isinstance(ending, Finished)
        tests = {k: v for k, v in ending.metrics.items() if k.startswith("test_")}
        if not tests or self._keeps_some_checkpoints():
            return
        name = f"epoch-{ending.ends_with:04d}" if ending.ends_with else "last"
        found = evaluate_run(self.folder / "whole", name)
        self.tally.done["evaluated"] += 1
        pairs = {name: (value, found.get(name, np.inf)) for name, value in tests.items()}
        apart = {name: pair for name, pair in pairs.items() if not _is_close(*pair, 1e-5)}
        if apart:
            self.fault("evaluate gives other figures", apart)

    def exported(self) -> None:
        """The losses of the script for JAX."""
        training = self.graph.training
        if training.precision != FLOAT32 or any(c.kind in OWN_RULES for c in training.callbacks):
            return
        script = self.folder / "script.py"
        script.write_text(codegen.export(self.graph, "jax"), encoding="utf-8")
        said = io.StringIO()
        with redirect_stdout(said):
            runpy.run_path(str(script), run_name="__main__")
        theirs = [float(m[1]) for line in said.getvalue().splitlines() if (m := LOSS.match(line))]
        ours = [event.metrics["loss"] for event in self.first if isinstance(event, Epoch)]
        self.tally.done["exported"] += 1
        pairs = zip(theirs, ours, strict=False)
        if len(theirs) != len(ours) or not all(_is_close(a, b, CLOSE) for a, b in pairs):
            self.fault("the script has other losses", {"script": theirs, "run": ours})

    def fault(self, what: str, detail: Any) -> None:
        """Something that may not be."""
        self.tally.faults.append({"seed": self.seed, "what": what, "detail": detail})

    def _compare(
        self,
        what: str,
        whole: str,
        name: str,
        told: list[AnyEvent],
        at: Any = None,
        share: float = 0.0,
    ) -> None:
        """Whether two runs have come to the same.

        told: the events of the second. share: of a figure that it may be apart.
        """
        if not self._ends_well(what, told, may_refuse=False):
            return
        (figures, arrays), (others, other_arrays) = map(self._outcome, (whole, name))
        apart = {k for k, v in figures.items() if not _is_close(v, others.get(k, np.inf), share)}
        apart |= {k for k, v in arrays.items() if v != other_arrays.get(k)}
        if apart:
            self.fault(f"{what}, it comes to something else", {"at": at, "apart": sorted(apart)})

    def _outcome(self, name: str) -> tuple[dict[str, float], dict[str, bytes]]:
        """Figures of all epochs and of the end, and the arrays of the last checkpoint."""
        folder = RunFolder.open(self.folder / name)
        epochs = [event for event in folder.events() if isinstance(event, Epoch)]
        told = {f"epoch {each.epoch}": each.metrics for each in epochs}
        told["end"] = folder.facts()["metrics"]
        figures = {f"{at}: {k}": value for at, each in told.items() for k, value in each.items()}
        if self._keeps_some_checkpoints():
            return figures, {}
        return figures, _arrays(load_checkpoint(folder.checkpoint("last"))[0])

    def _keeps_some_checkpoints(self) -> bool:
        return any(each.kind == CHECKPOINTS for each in self.graph.training.callbacks)

    def _ends_well(self, what: str, told: list[AnyEvent], may_refuse: bool = True) -> bool:
        """Count how a run has ended: well, in words that anybody can act on, or from inside.

        may_refuse: whether such words are no fault of it.
        """
        ending = told[-1]
        if not isinstance(ending, Failed):
            self.tally.done[what] += 1
            return True
        if ending.traceback or not may_refuse:
            self.fault(f"{what}: {ending.reason}", ending.traceback[-1500:])
        else:
            self.tally.refuse(ending.reason)
        return False

    def _places(self) -> list[Place]:
        begun = next(event for event in self.first if isinstance(event, Started))
        steps = range(1, begun.steps + 1)
        return [(epoch, step) for epoch in range(1, begun.epochs + 1) for step in steps]

    def _any_turns(self) -> dict[Place, list[Turn]]:
        knobs, turns = [*dials(self.graph).values()], {}
        for _ in range(self.dice.randint(1, 3) if knobs else 0):
            dial = self.dice.choice(knobs)
            try:
                value = any_value(self.dice, dial.param)
                dial.param.parse(value, catalog().find)
            except (LookupError, ParamError):
                continue
            turns[self.dice.choice(self._places())] = [Turn(dial.node, dial.name, value)]
        return turns


@contextmanager
def single_steps() -> Iterator[None]:
    """Each dispatch takes one step, so that each is told."""
    with patch.object(Pace, "steps", 1):
        yield


def _arrays(tree: Any, place: str = "") -> dict[str, bytes]:
    if isinstance(tree, dict):
        pairs = (_arrays(inner, f"{place}/{name}") for name, inner in tree.items())
        return {name: held for each in pairs for name, held in each.items()}
    return {place: np.asarray(tree).tobytes()}


def _is_close(a: float, b: float, share: float) -> bool:
    return bool(np.isclose(a, b, rtol=share, atol=share / 10, equal_nan=True))


def attempt(seed: int, folder: Path, tally: Tally, keep: Path | None) -> None:
    """One network in all ways."""
    dice = random.Random(seed)
    graph = network(dice, folder)
    if graph is None:
        return
    trial, known = Trial(seed, dice, graph, folder, tally), len(tally.faults)
    try:
        if files.to_text(files.from_text(files.to_text(graph))) != files.to_text(graph):
            trial.fault("its file gives another network", "")
        if trial.goes_well():
            ways = (trial.interrupted, trial.cut_otherwise, trial.turned)
            for way in (*ways, trial.branched, trial.evaluated, trial.exported):
                way()
    except HornError as error:
        tally.refuse(str(error))
    except Exception as error:  # whatever it is, it is what is looked for
        trial.fault(f"{type(error).__name__}: {error}", traceback.format_exc()[-1500:])
    if keep and len(tally.faults) > known:
        keep.mkdir(parents=True, exist_ok=True)
        (keep / f"{seed}.horn").write_text(files.to_text(graph), encoding="utf-8")
        for data in folder.glob("*.npz"):
            shutil.copy(data, keep / f"{seed}.npz")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--networks", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    open_cores()  # as the computing process does
    tally = Tally()
    with tempfile.TemporaryDirectory() as place:
        os.environ.setdefault("HORNSTUDIO_CACHE", f"{place}/cache")
        for seed in range(options.seed, options.seed + options.networks):
            folder = Path(place) / str(seed)
            folder.mkdir()
            attempt(seed, folder, tally, options.keep)
            shutil.rmtree(folder, ignore_errors=True)
            jax.clear_caches()  # no two of them have a program in common
            gc.collect()
    found = {"seed": options.seed, "networks": options.networks, "done": dict(tally.done)}
    found |= {"refused": dict(tally.refused.most_common()), "faults": tally.faults}
    print(json.dumps(found, indent=1, ensure_ascii=False))
    return int(bool(tally.faults))


if __name__ == "__main__":
    sys.exit(main())
