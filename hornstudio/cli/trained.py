"""Commands for a run that was trained: `hornstudio evaluate` and `hornstudio predict`."""

import io
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import numpy as np

from hornstudio.cli.outcome import DONE, UsageError, print_json, print_table
from hornstudio.cli.progress import figures
from hornstudio.cli.samples import Read, read_samples
from hornstudio.engine.check import Report, check
from hornstudio.engine.disk.atomic import write_atomically
from hornstudio.engine.runs.find import find_run
from hornstudio.engine.train.kept.own_files import recall_own_files
from hornstudio.engine.train.kept.run_folder import RunFolder
from hornstudio.engine.train.steps.memory.device import share_device

_SHOWN = 20  # samples whose class is named


def evaluate(run: Path, checkpoint: str, as_json: bool) -> int:
    """Losses and metrics on the test data."""
    from hornstudio.engine.train.evaluate import evaluate_run

    share_device()
    run = find_run(run)
    folder = RunFolder.open(run)
    path = folder.checkpoint(checkpoint)
    recall_own_files(run, check(folder.graph()))
    metrics = evaluate_run(run, checkpoint)
    if as_json:
        print_json({"run": str(run), "checkpoint": path.stem, "metrics": metrics})
    else:
        print(f"{path.stem}  {figures(metrics)}")
    return DONE


def predict(run: Path, inputs: list[Path], out: Path, checkpoint: str, as_json: bool) -> int:
    """Outputs for new samples, as an .npz with an array for each output node."""
    if out.suffix != ".npz":
        raise UsageError(f"-o is {out}; need a name that ends in .npz")
    from hornstudio.engine.compile.plan import plan_graph
    from hornstudio.engine.train.evaluate import input_ports, predict_run

    share_device()
    run = find_run(run)
    graph = RunFolder.open(run).graph()
    recall_own_files(run, check(graph))
    report = check(graph)
    ports = input_ports(plan_graph(graph, for_training=False))
    specs = {name: spec for name, port in ports.items() if (spec := report.spec(port))}
    samples = read_samples(inputs, specs, _readers(report, ports))
    outputs = predict_run(run, samples, checkpoint)
    names = class_names(report, outputs)
    buffer = io.BytesIO()
    np.savez(buffer, **outputs)  # type: ignore[arg-type]
    write_atomically(out, buffer.getvalue())
    shapes = {name: list(array.shape) for name, array in outputs.items()}
    if as_json:
        told = {"file": str(out), "outputs": shapes}
        print_json(told | ({"classes": names} if names else {}))
    else:
        print_table([(n, "×".join(map(str, s))) for n, s in shapes.items()])
        for name, classes in names.items():
            best = [classes[place] for place in outputs[name].argmax(axis=-1)[:_SHOWN]]
            print(f"{name}: {', '.join(best)}{' …' if len(outputs[name]) > _SHOWN else ''}")
        print(f"wrote {out}")
    return DONE


def class_names(report: Report, outputs: Mapping[str, np.ndarray]) -> dict[str, tuple[str, ...]]:
    """By output, the names of its numbers, where labels with names judge it."""
    found = {}
    for wire in report.graph.wires:
        facts = report.facts.get(wire.target_node)
        name = wire.source if wire.source in outputs else wire.source_node
        if facts is None or wire.target_port != "prediction" or name not in outputs:
            continue
        names = next((s.names for s in facts.inputs.get("target", ()) if s), ())
        if names and outputs[name].shape[1:] == (len(names),):
            found[name] = names
    return found


def _readers(report: Report, ports: Mapping[str, str]) -> dict[str, Read]:
    """By input, what reads further files as those that were trained on."""
    found: dict[str, Read] = {}
    for name, port in ports.items():
        node, _, output = port.partition(".")
        facts = report.facts[node]
        own, values = facts.module.own, facts.values
        if own is not None and values is not None and output == facts.module.outputs[0].name:
            found[name] = partial(own.read, values)
    return found
