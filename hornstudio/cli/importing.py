"""`hornstudio import`: a model of Keras as a graph, and its weights as a run."""

from pathlib import Path
from typing import Any, NamedTuple

from hornstudio.cli.outcome import DONE, FAULTY, complain, note, print_json
from hornstudio.cli.words import tr
from hornstudio.engine.catalog import catalog
from hornstudio.engine.errors import HornError
from hornstudio.engine.interop.keras_file import Imported, read_keras
from hornstudio.engine.interop.report import Remark
from hornstudio.engine.storage import files
from hornstudio.engine.train.kept.encoding import sentence_to_json


class Taken(NamedTuple):
    """What became of the weights. run: folder of the run that holds them; empty without one.

    why_not: the reason, where a run was asked for. optimizer: whether what it remembers is `kept`,
    begins `new`, or there is `none`.
    """

    run: str = ""
    why_not: str = ""
    optimizer: str = "none"


def import_file(model: Path, out: Path, run: Path | None, as_json: bool) -> int:
    """Write the graph, and say what could not be taken over. Exit code 1 where a run was asked
    for and cannot be made; the graph is written all the same."""
    imported = read_keras(model)
    files.save(imported.graph, out)
    taken = _take_weights(imported, run, model.name) if run else Taken()
    if as_json:
        print_json(_facts(imported, out, taken))
    else:
        _print(imported, out, taken.run)
    if taken.why_not:
        return complain(tr("no run was made: {reason}", reason=taken.why_not), FAULTY)
    return DONE


def _take_weights(imported: Imported, run: Path, source: str) -> Taken:
    if imported.why_no_weights:
        return Taken(why_not=imported.why_no_weights)
    from hornstudio.engine.train.steps.memory.device import share_device
    from hornstudio.engine.train.taken_over import take_over

    share_device()
    held, state = imported.weights or {}, imported.state or {}
    optimizer = imported.optimizer.tree() if imported.optimizer else None
    try:
        take_over(imported.computing, held, state, run, optimizer, source)
    except HornError as error:
        return Taken(why_not=error.text)
    return Taken(str(run), optimizer=_optimizer_of(imported))


def _optimizer_of(imported: Imported) -> str:
    if imported.optimizer is not None:
        return "kept"
    modules = (catalog().get(node.kind) for _, node in imported.graph)
    return "new" if any(m is not None and m.role == "optimizer" for m in modules) else "none"


def _facts(imported: Imported, out: Path, taken: Taken) -> dict[str, Any]:
    return {
        "file": str(out),
        "run": taken.run or None,
        "why_no_run": taken.why_not,
        "why_no_run_parts": sentence_to_json(taken.why_not),
        "optimizer": taken.optimizer,
        "nodes": len(imported.graph.nodes),
        "placeholders": len(imported.report.placeholders),
        "remarks": [
            {
                "node": remark.node,
                "class": remark.what,
                "reason": remark.reason,
                "reason_parts": sentence_to_json(remark.reason),
                "placeholder": remark.is_placeholder,
            }
            for remark in imported.report.remarks
        ],
    }


def _print(imported: Imported, out: Path, run: str) -> None:
    nodes, wires = len(imported.graph.nodes), len(imported.graph.wires)
    print(tr("wrote {path}: {nodes} nodes, {wires} wires", path=out, nodes=nodes, wires=wires))
    if run:
        print(tr("run {path}", path=run))
    for remark in imported.report.remarks:
        note(remark_line(remark))


def remark_line(remark: Remark) -> str:
    """`placeholder  code (keras.layers.Lambda): reason`."""
    place = f"{remark.node} ({remark.what})" if remark.node else remark.what
    if remark.is_placeholder:
        return tr("placeholder  {place}: {reason}", place=place, reason=remark.reason)
    return tr("note         {place}: {reason}", place=place, reason=remark.reason)
