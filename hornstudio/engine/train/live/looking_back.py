"""What the network of an epoch gone by looks like inside: of weights that a run has kept.

A run that goes on looks into its steps every second at most, so epochs that are over sooner have
nothing to look back at. It is found when somebody does: at the step that would come next.
"""

from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np

from hornstudio.engine.check import check
from hornstudio.engine.compile import loop
from hornstudio.engine.compile.inspection import UPDATE, Inspection
from hornstudio.engine.compile.network import Tree
from hornstudio.engine.compile.options import jitted
from hornstudio.engine.compile.thawing import THAWED
from hornstudio.engine.data.dataset import load_dataset
from hornstudio.engine.lazy import jax
from hornstudio.engine.train.kept.carry import restore
from hornstudio.engine.train.kept.mark import Mark
from hornstudio.engine.train.kept.run_folder import RunFolder
from hornstudio.engine.train.live.turning import Turning
from hornstudio.engine.train.live.watching import look_into, statistics_of
from hornstudio.engine.train.steps.compiled import Compiled, compiled
from hornstudio.engine.watch.events import Statistics


def look_back(run_dir: Path, epoch: int) -> Statistics:
    """Figures of the first step after an epoch, with the knobs where they were.

    Of weights without what the optimizer remembers there is no update. Raises: HornError where
    the epoch is not kept, or the data is not on this machine.
    """
    folder = RunFolder.open(run_dir)
    graph = folder.graph()
    settings, dataset = graph.training, load_dataset(graph, check(graph), offline=True)
    turning = Turning(compiled(graph))
    carry, has_all = _carry(folder, epoch, turning)
    rows = loop.epoch_rows(dataset.n_train, settings.batch_size, settings.seed, epoch + 1)[0][0]
    batch = {name: np.asarray(array[rows]) for name, array in dataset.train.items()}
    key = jax.random.fold_in(loop.key_of(settings.seed, f"epoch/{epoch + 1}"), 0)
    at_hand = batch, np.arange(len(rows), dtype=np.int32), key, np.uint32(0)
    figures = jax.device_get(_look(turning.parts)(carry, *at_hand))
    steps = -(-dataset.n_train // settings.update_size)
    return statistics_of(figures if has_all else _without_update(figures), epoch, steps)


def _carry(folder: RunFolder, epoch: int, turning: Turning) -> tuple[Tree, bool]:
    """What the run carried then; whether that is all of it."""
    name = Mark(epoch).stem
    kept = folder.snapshot_of(name)
    trees = folder.trees(name) if kept is None else folder.snapshots.load(kept)
    program, has_all = turning.parts.program, "optimizer" in trees
    form = program.form(trees.get(THAWED, ()))
    if not has_all:
        form["optimizer"] = ()
    carry = restore(form, trees)
    if not has_all:
        carry["optimizer"] = program.optimizer.init(program.split(carry["weights"])[0])
    turning.repeat(knob for knob in folder.knobs() if knob.epoch <= epoch)
    return turning.with_dials(carry), has_all


@lru_cache(maxsize=2)
def _look(parts: Compiled) -> Any:
    return jitted(partial(look_into, Inspection(parts.program).look))


def _without_update(figures: Tree) -> Tree:
    nodes = {
        node: {name: value for name, value in found.items() if name != UPDATE}
        for node, found in figures["nodes"].items()
    }
    overall = {name: value for name, value in figures["overall"].items() if name != UPDATE}
    return {**figures, "nodes": nodes, "overall": overall}
