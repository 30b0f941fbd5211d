"""The file `NAME.horn`: a graph as JSON with a stable order, and back, with every fault named."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from hornstudio.engine.catalog import Catalog, catalog
from hornstudio.engine.disk.atomic import digest, write_atomically
from hornstudio.engine.disk.reason import breaks_off, reason_of
from hornstudio.engine.editing import reroute
from hornstudio.engine.errors import FileError
from hornstudio.engine.graph import (
    EMPTY,
    Graph,
)
from hornstudio.engine.nesting import nesting_faults
from hornstudio.engine.storage.file_groups import groups_json
from hornstudio.engine.storage.lines import Lines, line, node_json
from hornstudio.engine.storage.reader import VERSION, GraphReader, is_too_deep
from hornstudio.engine.text import Text, at_path
from hornstudio.engine.training_settings import training_json

_FORMER = Text("what it held before may be in the file of that name with ~ at its end")


def to_json(graph: Graph) -> dict[str, Any]:
    """The graph as plain data, in a stable order; attributes at their defaults are left out."""
    data: dict[str, Any] = {"hornstudio": VERSION, "name": graph.name} | _contents_json(graph)
    data["training"] = training_json(graph.training)
    if graph.groups:
        data["groups"] = groups_json(graph.groups, _contents_json)
    if graph.frames:
        data["frames"] = list(graph.frames)
    if graph.reroutes:
        data["reroutes"] = reroute.to_json(graph)
    return data | dict(graph.extra)


def _contents_json(graph: Graph) -> dict[str, Any]:
    return {
        "nodes": {node_id: node_json(node) for node_id, node in graph},
        "wires": [list(wire) for wire in graph.wires],
    }


def to_text(graph: Graph, known: Lines | None = None) -> str:
    """The file's text: one node a line and one wire a line, so that a diff reads well.

    known: lines of the last time, renewed here; what is still the same costs nothing then.
    """
    data = to_json(replace(graph, nodes=EMPTY, wires=(), reroutes=EMPTY))
    lines = Lines() if known is None else known
    blocks = {"nodes": lines.nodes(graph.nodes), "wires": lines.wires(graph.wires)}
    if graph.groups:
        blocks["groups"] = _group_blocks(data["groups"], graph)
    if graph.reroutes:
        data["reroutes"], blocks["reroutes"] = [], _point_lines(graph)
    return _object(data, blocks) + "\n"


def _object(data: Mapping[str, Any], blocks: Mapping[str, str], indent: str = "") -> str:
    """An object whose keys have a line each, some of them with text that is laid out already."""
    parts = [f'{indent}  "{key}": {blocks.get(key) or line(value)}' for key, value in data.items()]
    return "{\n" + ",\n".join(parts) + f"\n{indent}}}"


def _group_blocks(data: Mapping[str, Any], graph: Graph) -> str:
    """Composites laid out as the graph itself is."""
    lines = []
    for kind, group in graph.groups.items():
        blocks = {
            "nodes": Lines().nodes(group.body.nodes).replace("\n", "\n    "),
            "wires": Lines().wires(group.body.wires).replace("\n", "\n    "),
        }
        if group.body.reroutes:
            blocks["reroutes"] = _point_lines(group.body).replace("\n", "\n    ")
        lines.append(f"    {line(kind)}: {_object(data[kind], blocks, ' ' * 4)}")
    return "{\n" + ",\n".join(lines) + "\n  }"


def _point_lines(graph: Graph) -> str:
    return "[\n" + ",\n".join(f"    {line(item)}" for item in reroute.to_json(graph)) + "\n  ]"


def from_text(text: str, modules: Catalog | None = None) -> Graph:
    """The graph of a file's text. Raises: FileError with every fault, each by its path."""
    try:
        data = json.loads(
            text.removeprefix("\ufeff"),
            object_pairs_hook=_without_doubles,
        )
    except RecursionError:
        raise FileError("this is not a HornStudio file: it is nested too deep") from None
    except json.JSONDecodeError as error:
        raise _why_no_json(error) from None
    except ValueError as error:
        reason = reason_of(error)
        raise FileError("this is not a HornStudio file: {reason}", reason=reason) from None
    return from_json(data, modules)


def _why_no_json(error: json.JSONDecodeError) -> FileError:
    if not error.doc.strip():
        return FileError("the file is empty; {former}", former=_FORMER)
    if error.pos == 0:
        return FileError(
            "this is not a HornStudio file; need a network that HornStudio has saved. Models "
            "of Keras are imported, not opened"
        )
    if breaks_off(error):
        return FileError(
            "the file breaks off in line {line}; {former}", line=error.lineno, former=_FORMER
        )
    return FileError(
        "the file is damaged at line {line}, column {column}; {former}",
        line=error.lineno,
        column=error.colno,
        former=_FORMER,
    )


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                raise ValueError(Text("the name {name} stands twice in one place", name=repr(name)))
            seen.add(name)
    return data


def from_json(data: Any, modules: Catalog | None = None) -> Graph:
    """The graph of a file's data. Raises: FileError with every fault, each by its path."""
    if is_too_deep(data):
        raise FileError("this is not a HornStudio file: it is nested too deep")
    reader = GraphReader(modules or catalog())
    reader.numbers(data)
    graph = reader.graph(data)
    if not reader.faults:
        reader.faults += [at_path("nodes", reason) for _, reason in nesting_faults(graph)]
    if reader.faults:
        count = len(reader.faults)
        raise FileError(
            "{count} problems in the file; the first: {first}"
            if count > 1
            else "a problem in the file: {first}",
            problems=reader.faults,
            count=count,
            first=reader.faults[0],
        )
    return graph


def load(path: Path | str, modules: Catalog | None = None) -> Graph:
    """Open a `.horn` file. Raises: FileError, which names the file."""
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise FileError("there is no file {path}", path=str(path)) from None
    except IsADirectoryError:
        raise FileError("{path} is a folder; need a file", path=str(path)) from None
    except UnicodeDecodeError:
        raise FileError("{path} is not a HornStudio file (not UTF-8)", path=str(path)) from None
    except OSError as error:
        reason = reason_of(error)
        raise FileError("cannot read {path}: {reason}", path=str(path), reason=reason) from None
    try:
        return from_text(text, modules)
    except FileError as error:
        raise FileError(
            "{path}: {reason}", problems=error.problems, path=str(path), reason=error.text
        ) from None


def save(graph: Graph, path: Path | str, before: Callable[[str], None] | None = None) -> str:
    """Write a `.horn` file: whole or not at all, the former content kept in `NAME.horn~`.

    Returns the digest of what stands there now; `before` gets it just before the file is touched.
    Raises: FileError; the old file is then as it was.
    """
    content = to_bytes(graph, Path(path))
    mark = digest(content)
    if before is not None:
        before(mark)
    write_atomically(Path(path), content, backup=True)
    return mark


def to_bytes(graph: Graph, path: Path, known: Lines | None = None) -> bytes:
    """What is written to `path`; `known` as in `to_text`. Raises: FileError, which names it."""
    try:
        return to_text(graph, known).encode("utf-8")
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        raise FileError(
            "cannot write {path}: {reason}", path=str(path), reason=str(error)
        ) from None
