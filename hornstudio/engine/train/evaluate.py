"""Using a finished run: its figures on the test data, and its predictions."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from hornstudio.engine.check import check
from hornstudio.engine.compile import loop
from hornstudio.engine.compile.network import Tree
from hornstudio.engine.compile.options import jitted
from hornstudio.engine.compile.plan import Plan, plan_graph
from hornstudio.engine.compile.program import Program
from hornstudio.engine.compile.thawing import THAWED
from hornstudio.engine.composite.origin import origin_of
from hornstudio.engine.data.dataset import load_dataset
from hornstudio.engine.data.inputs import short_names
from hornstudio.engine.errors import RunError
from hornstudio.engine.graph import PORT_OUT, Graph
from hornstudio.engine.shapes import numbers_text
from hornstudio.engine.text import Text
from hornstudio.engine.train.kept.carry import restore
from hornstudio.engine.train.kept.mark import Mark, mark_of
from hornstudio.engine.train.kept.run_folder import RunFolder
from hornstudio.engine.train.live.turning import Turning
from hornstudio.engine.train.steps.compiled import compiled
from hornstudio.engine.train.steps.evaluation import evaluate
from hornstudio.engine.watch.events import Knob


def evaluate_run(
    run_dir: Path,
    checkpoint: str = "best",
    graph: Graph | None = None,
    arrays: Mapping[str, Any] | None = None,
) -> dict[str, float]:
    """Losses and metrics of a checkpoint on the test data, by name with `test_` before it.

    checkpoint: `best`, `last`, or a name such as `epoch-0005`; of an epoch that has no checkpoint
    any more, its snapshot. graph: that of the run where its data is now. arrays: what to measure
    with instead of the run's own test data, by `node.port`. Everything counts with the knobs where
    they were then. Raises: HornError.
    """
    folder = RunFolder.open(run_dir)
    graph = graph or folder.graph()
    own_data = arrays is not None
    parts = compiled(graph, own_data=own_data)
    weights, state = _weights_and_state(folder, checkpoint, parts.program)
    turning = Turning(parts, own_data=own_data)
    turning.repeat(_turned_before(folder, checkpoint))
    data = _test_data(graph) if arrays is None else dict(arrays)
    sums, _ = evaluate(turning.measure, weights, state, data)
    return {f"test_{name}": value for name, value in turning.parts.program.results(sums).items()}


def _test_data(graph: Graph) -> Tree:
    dataset = load_dataset(graph, check(graph))
    if not dataset.test:
        raise RunError(
            "there is no test data to measure with; the figures on its validation data stand in "
            "the list of runs. `hornstudio evaluate RUN DATA` measures it on other data"
        )
    return dataset.test


def _turned_before(folder: RunFolder, checkpoint: str) -> list[Knob]:
    """What was turned in a run up to a checkpoint."""
    epoch = folder.snapshot_of(checkpoint)
    mark = mark_of(folder.checkpoint(checkpoint)) if epoch is None else Mark(epoch)
    if mark is None:
        return []
    end = (mark.epoch, mark.step) if mark.step else (mark.epoch + 1, 0)
    return [knob for knob in folder.knobs() if (knob.epoch, knob.step) < end]


def trained_arrays(run_dir: Path, checkpoint: str = "best") -> tuple[Graph, Tree, Tree, Tree]:
    """The graph of a run, and of a checkpoint the weights, the state, and the optimizer's state.

    Raises: HornError.
    """
    folder = RunFolder.open(run_dir)
    graph = folder.graph()
    program = Program(plan_graph(graph, for_training=False))
    carry = _load(folder, checkpoint, program)
    return graph, program.finished_weights(carry), carry["state"], carry["optimizer"]


def _load(folder: RunFolder, checkpoint: str, program: Program) -> Tree:
    """The carry that a checkpoint holds. Raises: HornError."""
    trees = folder.trees(checkpoint)
    return restore(program.form(trees.get(THAWED, ())), trees)


def _weights_and_state(folder: RunFolder, name: str, program: Program) -> tuple[Tree, Tree]:
    """What a checkpoint, or a snapshot where only that is left, predicts with."""
    epoch = folder.snapshot_of(name)
    trees = folder.trees(name) if epoch is None else folder.snapshots.load(epoch)
    form = program.form(trees.get(THAWED, ()))
    if "optimizer" in trees:
        carry = restore(form, trees)
        return program.finished_weights(carry), carry["state"]
    carry = restore({name: form[name] for name in ("weights", "state")} | {"optimizer": ()}, trees)
    return carry["weights"], carry["state"]


def predict_run(
    run_dir: Path, arrays: Mapping[str, np.ndarray], checkpoint: str = "best"
) -> dict[str, np.ndarray]:
    """Outputs of a checkpoint for new samples.

    arrays [N, ...] by input: `node`, or `node.port`. Returns arrays [N, ...] by `node`, or by
    `node.port` where a node has several outputs; by the composite that gives out what lies in it.
    Raises: HornError when an input is missing or has another shape.
    """
    folder = RunFolder.open(run_dir)
    graph = folder.graph()
    plan = plan_graph(graph, for_training=False)
    program = Program(plan)
    weights, state = _weights_and_state(folder, checkpoint, program)
    inputs = match_inputs(plan, arrays)
    predict = jitted(program.predict)
    parts = [predict(weights, state, take()) for take in loop.evaluation_batches(inputs)]
    return {
        name: np.concatenate([np.asarray(part[port]) for part in parts])
        for name, port in zip(_drawn_names(graph, plan.outputs), plan.outputs, strict=True)
    }


def _drawn_names(graph: Graph, ports: Sequence[str]) -> list[str]:
    """Short names of ports of the unfolded graph: what a composite gives out goes by that."""
    drawn: dict[str, str] = {}
    for node, held in graph:
        group = graph.groups.get(held.kind)
        for port in group.ports(PORT_OUT) if group else ():
            drawn.setdefault(origin_of(graph, (), f"{node}.{port}"), f"{node}.{port}")
    return list(short_names([drawn.get(port, port) for port in ports]))


def input_ports(plan: Plan) -> dict[str, str]:
    """Data ports that a prediction needs, by the name under which they are given."""
    needed = {s for call in plan.layers for sources in call.sources for s in sources}
    ports = [p for p in plan.data if p in needed]
    return short_names(ports)


def match_inputs(plan: Plan, arrays: Mapping[str, np.ndarray]) -> Tree:
    """Samples by port, as the graph takes them, of samples by input. Raises: RunError."""
    wanted = input_ports(plan)
    facts = check(plan.graph).facts
    inputs: Tree = {}
    for name, port in wanted.items():
        node, _, output = port.partition(".")
        spec = facts[node].outputs[output]
        given = arrays.get(name, arrays.get(port))
        if given is None:
            raise RunError(
                "there is nothing for the input {name}; need {needed}, and there is {given}",
                name=name,
                needed=", ".join(wanted),
                given=", ".join(arrays) or Text("none"),
            )
        inputs[port] = _fitted(name, np.asarray(given), spec.shape, spec.dtype)
    counts = {name: len(inputs[port]) for name, port in wanted.items()}
    if not any(counts.values()):
        raise RunError("there is no sample in what was given; need one or more")
    if len(set(counts.values())) > 1:
        raise RunError(
            "there are unequal counts of samples: {counts}; samples are paired, so there must be "
            "as many of each",
            counts=", ".join(f"{name} {count:,}" for name, count in counts.items()),
        )
    return inputs


def _fitted(name: str, array: np.ndarray, shape: tuple[Any, ...], dtype: str) -> np.ndarray:
    """The array as the graph takes it.

    One sample without a batch is taken as a batch of one; a last axis of 1, such as the channel of
    grey pictures, may be missing.
    """
    readings = [array, array[None]]
    if shape[-1:] == (1,):
        readings += [reading[..., None] for reading in readings]
    fitting = next((r for r in readings if _fits(r.shape, shape)), None)
    if fitting is None:
        raise RunError(
            "the array for the input {name} has the shape {shape}; need {need} for each sample",
            name=name,
            shape="×".join(map(str, array.shape)) or Text("one number"),
            need=numbers_text(shape),
        )
    return fitting.astype(dtype)


def _fits(found: tuple[int, ...], shape: tuple[Any, ...]) -> bool:
    """Whether an array has samples of a shape, of which not all sizes need to be known."""
    return len(found) == len(shape) + 1 and all(
        not isinstance(need, int) or need == length
        for need, length in zip(shape, found[1:], strict=True)
    )
