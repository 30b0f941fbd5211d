"""Commands for a run that was trained: `hornstudio evaluate` and `hornstudio predict`."""

import io
from pathlib import Path

import numpy as np

from hornstudio.cli.outcome import DONE, UsageError, print_json, print_table
from hornstudio.cli.progress import figures
from hornstudio.cli.samples import read_samples
from hornstudio.engine.check import check
from hornstudio.engine.disk.atomic import write_atomically
from hornstudio.engine.runs.find import find_run
from hornstudio.engine.train.kept.run_folder import RunFolder


def evaluate(run: Path, checkpoint: str, as_json: bool) -> int:
    """Losses and metrics on the test data."""
    from hornstudio.engine.train.evaluate import evaluate_run

    run = find_run(run)
    path = RunFolder.open(run).checkpoint(checkpoint)
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

    run = find_run(run)
    graph = RunFolder.open(run).graph()
    report = check(graph)
    ports = input_ports(plan_graph(graph, for_training=False))
    specs = {name: spec for name, port in ports.items() if (spec := report.spec(port))}
    outputs = predict_run(run, read_samples(inputs, specs), checkpoint)
    buffer = io.BytesIO()
    np.savez(buffer, **outputs)  # type: ignore[arg-type]
    write_atomically(out, buffer.getvalue())
    shapes = {name: list(array.shape) for name, array in outputs.items()}
    if as_json:
        print_json({"file": str(out), "outputs": shapes})
    else:
        print_table([(n, "×".join(map(str, s))) for n, s in shapes.items()])
        print(f"wrote {out}")
    return DONE
