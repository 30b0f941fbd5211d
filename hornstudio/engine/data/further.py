"""Further samples with their answers, to measure a trained network on: read as its own were."""

import zipfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from hornstudio.engine.check import Report
from hornstudio.engine.data.inputs import data_nodes
from hornstudio.engine.data.rows import Rows, is_in_memory
from hornstudio.engine.disk.reason import reason_of
from hornstudio.engine.errors import DataError
from hornstudio.engine.graph import Graph
from hornstudio.engine.modules.split import deal_rows
from hornstudio.engine.own_files import Labelled, OwnFiles
from hornstudio.engine.shapes import Spec, numbers_text
from hornstudio.engine.text import Text

ARRAYS = ".npz"
_UNREADABLE = (OSError, ValueError, EOFError, zipfile.BadZipFile)


@dataclass(frozen=True)
class Further:
    """Arrays by `node.port`, a row a sample; how many samples; what is worth knowing, by node."""

    arrays: dict[str, Any]
    count: int
    remarks: tuple[tuple[str, Text], ...]


def load_further(graph: Graph, report: Report, files: Mapping[str, Path]) -> Further:
    """Samples of the files, by data node, as that has learned to read its own.

    A file with the name "" is for the only data node. Raises: DataError that names the node.
    """
    nodes = data_nodes(graph, report)
    arrays: dict[str, Any] = {}
    remarks = []
    for node, path in _by_node(files, nodes).items():
        try:
            found = _read(report, node, path)
            arrays |= _dealt(report, node, found.arrays)
        except DataError as error:
            error.node = error.node or node
            raise
        remarks += [(node, text) for text in found.remarks]
    counts = {name.partition(".")[0]: len(array) for name, array in arrays.items()}
    if len(set(counts.values())) > 1:
        told = ", ".join(f"{node} {count:,}" for node, count in counts.items())
        raise DataError(
            "there are unequal counts of samples: {counts}; samples are paired, so there must be "
            "as many of each",
            counts=told,
        )
    return Further(arrays, next(iter(counts.values())), tuple(remarks))


def _by_node(files: Mapping[str, Path], nodes: list[str]) -> dict[str, Path]:
    if "" in files and len(nodes) == 1:
        return {nodes[0]: files[""]}
    lacking = [node for node in nodes if node not in files]
    if lacking:
        raise DataError(
            "the network has the data {nodes}; need what to measure with for each, as in "
            "{name}=FILE; there is none for {lacking}",
            nodes=", ".join(nodes),
            name=lacking[0],
            lacking=", ".join(lacking),
        )
    return {node: files[node] for node in nodes}


def _read(report: Report, node: str, path: Path) -> Labelled:
    facts = report.facts[node]
    own, values = facts.module.own, facts.values
    if path.suffix.lower() == ARRAYS and not _is_own(node, own, path):
        try:
            return Labelled(_arrays(report, node, path))
        except DataError as error:
            if own is None or own.labelled is None or values is None:
                raise
            advice = own.advice(values, has_answers=True)
            raise DataError("{reason}. {advice}", reason=error.text, advice=advice) from None
    if own is None or own.labelled is None or values is None:
        raise DataError(
            "{path} is no .npz; the network was trained on {title}, and needs an .npz with the "
            "arrays {ports}",
            path=str(path),
            title=Text(facts.module.title),
            ports=", ".join(facts.outputs),
        )
    found = own.labelled(values, str(path))
    return Labelled({n: _lasting(array) for n, array in found.arrays.items()}, found.remarks)


def _is_own(node: str, own: OwnFiles | None, path: Path) -> bool:
    """Whether a module of one's own files reads it as it has read those of the training.

    Arrays that are called after the node are those that it gives, ready for the network.
    """
    if own is None or own.labelled is None or path.suffix.lower() not in own.reads:
        return False
    with suppress(*_UNREADABLE), np.load(path, allow_pickle=False) as held:
        return not any(name.startswith(f"{node}.") for name in held)
    return True  # it says best what is wrong


def _lasting(array: Any) -> Any:
    """What is not in memory stays where it is."""
    return array if is_in_memory(array) else Rows(array)


def _dealt(report: Report, node: str, arrays: Mapping[str, Any]) -> dict[str, Any]:
    """By `node.port`, in the order that the node gives its samples."""
    count = len(next(iter(arrays.values())))
    values: Mapping[str, Any] = report.facts[node].values or {}
    if order := int(values.get("order", 0)):
        rows = deal_rows({"rows": np.arange(count)}, order)["rows"]
        arrays = {
            port: array[rows] if is_in_memory(array) else Rows(array, rows)
            for port, array in arrays.items()
        }
    return {f"{node}.{port}": array for port, array in arrays.items()}


def _arrays(report: Report, node: str, path: Path) -> dict[str, np.ndarray]:
    """Arrays of an .npz by port, called `port` or `node.port`. Raises: DataError."""
    graph = report.graph
    wired = {wire.source_port for wire in graph.wires_from(node)}
    specs = {port: spec for port, spec in report.facts[node].outputs.items() if port in wired}
    try:
        with np.load(path, allow_pickle=False) as held:
            given = {name: held[name] for name in held}
    except FileNotFoundError:
        raise DataError("there is no file {path}", path=str(path)) from None
    except _UNREADABLE as error:
        reason = reason_of(error)
        raise DataError("cannot read {path}: {reason}", path=str(path), reason=reason) from None
    found = {}
    for port, spec in specs.items():
        name = next((n for n in (f"{node}.{port}", port) if n in given), None)
        if name is None:
            raise DataError(
                "{path} has no array {port}; need {needed}, and there is {given}",
                path=str(path),
                port=port,
                needed=", ".join(specs),
                given=", ".join(given) or Text("none"),
            )
        found[port] = _fitted(path, name, given[name], spec)
    counts = {name: len(array) for name, array in found.items()}
    if not all(counts.values()) or len(set(counts.values())) > 1:
        raise DataError(
            "{path} has {counts} samples; need as many of each, and one or more",
            path=str(path),
            counts=", ".join(f"{name} {count:,}" for name, count in counts.items()),
        )
    return found


def _fitted(path: Path, name: str, array: np.ndarray, spec: Spec) -> np.ndarray:
    fits = array.ndim == spec.rank + 1 and all(
        not isinstance(need, int) or need == length
        for need, length in zip(spec.shape, array.shape[1:], strict=True)
    )
    if not fits or array.dtype.kind not in "biuf":
        raise DataError(
            "{path}: {name} has the shape {shape}; need {need} for each sample",
            path=str(path),
            name=name,
            shape="×".join(map(str, array.shape)) or Text("one number"),
            need=numbers_text(spec.shape),
        )
    if spec.classes and array.size and not 0 <= array.min() <= array.max() < spec.classes:
        raise DataError(
            "{path}: {name} has numbers from {low} to {high}; need classes from 0 to {last}",
            path=str(path),
            name=name,
            low=f"{array.min():g}",
            high=f"{array.max():g}",
            last=spec.classes - 1,
        )
    return array.astype(spec.dtype)
