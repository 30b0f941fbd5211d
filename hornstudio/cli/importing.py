"""`hornstudio import`: a model of Keras as a graph, and its weights as a run."""

from pathlib import Path
from typing import Any

from hornstudio.cli.outcome import DONE, FAULTY, complain, note, print_json
from hornstudio.engine.interop.keras_file import Imported, read_keras
from hornstudio.engine.interop.report import Remark
from hornstudio.engine.storage import files


def import_file(model: Path, out: Path, run: Path | None, as_json: bool) -> int:
    """Write the graph, and say what could not be taken over. Exit code 1 where a run was asked
    for and cannot be made."""
    imported = read_keras(model)
    files.save(imported.graph, out)
    why_not = _why_no_run(imported) if run else ""
    if run and not why_not:
        from hornstudio.engine.train.taken_over import take_over

        optimizer = imported.optimizer.tree() if imported.optimizer else None
        take_over(imported.graph, imported.weights or {}, imported.state or {}, run, optimizer)
    made = str(run) if run and not why_not else None
    if as_json:
        print_json(_facts(imported, out, made))
    else:
        _print(imported, out, made)
    return complain(why_not, FAULTY) if why_not else DONE


def _why_no_run(imported: Imported) -> str:
    if imported.weights is not None:
        return ""
    if imported.report.placeholders:
        return "no run was made: the graph cannot compute while it has placeholders"
    return "no run was made: the file holds no weights"


def _facts(imported: Imported, out: Path, run: str | None) -> dict[str, Any]:
    return {
        "file": str(out),
        "run": run,
        "nodes": len(imported.graph.nodes),
        "placeholders": len(imported.report.placeholders),
        "remarks": [
            {
                "node": remark.node,
                "class": remark.what,
                "reason": remark.reason,
                "placeholder": remark.is_placeholder,
            }
            for remark in imported.report.remarks
        ],
    }


def _print(imported: Imported, out: Path, run: str | None) -> None:
    print(f"wrote {out}: {len(imported.graph.nodes)} nodes, {len(imported.graph.wires)} wires")
    if run:
        print(f"run {run}")
    for remark in imported.report.remarks:
        note(remark_line(remark))


def remark_line(remark: Remark) -> str:
    """`placeholder  code (keras.layers.Lambda): reason`."""
    word = "placeholder" if remark.is_placeholder else "note"
    place = f"{remark.node} ({remark.what})" if remark.node else remark.what
    return f"{word:12} {place}: {remark.reason}"
