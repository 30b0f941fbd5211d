"""`hornstudio export`: a graph as plain Python."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hornstudio import paths
from hornstudio.cli.loading import load_network
from hornstudio.cli.outcome import DONE, FAULTY, UsageError, note, one_of, print_json
from hornstudio.cli.setting import with_settings
from hornstudio.cli.words import tr
from hornstudio.engine import codegen
from hornstudio.engine.check import check
from hornstudio.engine.data.inputs import data_nodes
from hornstudio.engine.data.substitute import with_small_data
from hornstudio.engine.disk.atomic import write_atomically
from hornstudio.engine.errors import FileError
from hornstudio.engine.graph import Graph
from hornstudio.engine.runs.find import find_run


def export_file(
    file: Path,
    target: str,
    out: Path,
    weights: Path | None,
    changes: list[str],
    small_data: bool,
    verify: bool,
    as_json: bool,
) -> int:
    """Write the script, and beside it the data that ships with HornStudio, where it reads that.

    weights: a run whose weights go into a `.keras` file beside the script. small_data: let
    shipped data stand in for data that cannot be had. verify: run the script and compare its
    outputs with the engine's; exit code 1 when they differ.
    """
    _refuse_wrong_use(target, weights)
    graph = with_settings(load_network(file), changes)
    if small_data:
        graph, stood_in = with_small_data(graph)
        for change in stood_in:
            note(tr("small data: {change}", change=change))
    text = codegen.export(graph, target)
    write_atomically(out, text.encode())
    copied = copy_shipped_data(graph, out.parent)
    model = _write_model(weights, out.with_suffix(".keras")) if weights else None
    facts: dict[str, Any] = {"file": str(out), "data": [str(path) for path in copied]}
    if model:
        facts["model"] = str(model)
    if not as_json:
        _tell_written(out, copied, model)
    code = DONE
    if verify:
        facts["verified"] = _verify(graph, target)
        code = DONE if facts["verified"]["equal"] else FAULTY
        if not as_json:
            print(_verdict_line(facts["verified"]))
    if as_json:
        print_json(facts)
    return code


def _refuse_wrong_use(target: str, weights: Path | None) -> None:
    if target not in codegen.TARGETS:
        raise UsageError(
            "--to is {target}; need {known}", target=target, known=one_of(codegen.TARGETS)
        )
    if weights is not None and target != "keras":
        raise UsageError("--weights goes with --to keras")


def _tell_written(script: Path, data: Iterable[Path], model: Path | None) -> None:
    print(tr("wrote {path}", path=script))
    for path in data:
        print(tr("wrote {path}, the data that it trains on", path=path))
    if model:
        print(tr("wrote {path}, the model with the weights of the run", path=model))


def _write_model(run: Path, path: Path) -> Path:
    """The model of a run with its weights, as a file that Keras opens. Raises: HornError."""
    from hornstudio.engine.codegen.keras.archive import keras_file
    from hornstudio.engine.train.evaluate import trained_arrays  # JAX

    write_atomically(path, keras_file(*trained_arrays(find_run(run))))
    return path


def _verify(graph: Graph, target: str) -> dict[str, Any]:
    """What came of running the script: how far its outputs are from the engine's."""
    from hornstudio.engine.verification.verify import verify  # JAX

    verdict = verify(graph, target)
    return {
        "equal": verdict.is_equal,
        "difference": verdict.difference,
        "allowed": verdict.allowed,
        "outputs": verdict.outputs,
    }


def _verdict_line(facts: dict[str, Any]) -> str:
    largest = f"{facts['difference']:.1e}"
    if facts["equal"]:
        return tr(
            "verified: the script gives what the engine gives (largest difference {largest})",
            largest=largest,
        )
    return tr(
        "verified: the script DIFFERS from the engine (largest difference {largest})",
        largest=largest,
    )


def copy_shipped_data(graph: Graph, folder: Path) -> list[Path]:
    """Put the shipped data files that a graph reads into a folder. Raises: FileError.

    Returns their paths. A file of that name with other content is left alone and refused.
    """
    report = check(graph)
    modules = {
        report.facts[i].module.kind: report.facts[i].module for i in data_nodes(graph, report)
    }
    copied = []
    for file in (file for module in modules.values() for file in module.files):
        source, target = paths.resource("data", file.path), folder / file.path
        if not source.is_file():
            continue
        content = source.read_bytes()
        if target.exists() and target.read_bytes() != content:
            raise FileError(
                "{path} is another file than the data that the script needs; move it away",
                path=str(target),
            )
        write_atomically(target, content)
        copied.append(target)
    return copied
