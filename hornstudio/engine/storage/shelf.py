"""Composites that a user keeps: each a file in their modules folder, to be used in any graph.

A file is a graph without nodes that holds the composite and those that it is made of; opening
one runs no code.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from hornstudio import paths
from hornstudio.engine.catalog import catalog
from hornstudio.engine.composite.scope import scope
from hornstudio.engine.disk.reason import reason_of
from hornstudio.engine.editing.edits import paste
from hornstudio.engine.errors import FileError, GraphError
from hornstudio.engine.graph import Graph, freeze
from hornstudio.engine.module import Module
from hornstudio.engine.nesting import reached_kinds
from hornstudio.engine.storage import files

SUFFIX = ".horn"


@dataclass(frozen=True, slots=True)
class Kept:
    """One composite: how it is declared, and the graph that holds it."""

    module: Module
    graph: Graph


def place_of(kind: str) -> Path:
    """The file of a composite that is kept, whether it is there or not."""
    return paths.modules_dir() / f"{kind}{SUFFIX}"


def keep(graph: Graph, kind: str) -> Path:
    """Keep a composite of a graph; one of that kind is replaced. Raises: GraphError, FileError."""
    if kind not in graph.groups:
        raise GraphError("there is no composite {kind}", kind=kind)
    wanted = reached_kinds([kind], graph.groups)
    groups = {k: g for k, g in graph.groups.items() if k in wanted}
    title = graph.groups[kind].title or kind
    path = place_of(kind)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = reason_of(error)
        raise FileError("cannot write {path}: {reason}", path=str(path), reason=reason) from None
    files.save(Graph(name=title, groups=freeze(groups)), path)
    return path


def give_up(kind: str) -> None:
    """Keep a composite no longer. Raises: FileError."""
    try:
        place_of(kind).unlink(missing_ok=True)
    except OSError as error:
        reason = reason_of(error)
        raise FileError("cannot remove {kind}: {reason}", kind=kind, reason=reason) from None


def kept() -> Iterator[Kept]:
    """What is kept, by name; a file that cannot be read is passed over."""
    folder = paths.modules_dir()
    for path in sorted(folder.glob(f"*{SUFFIX}")) if folder.is_dir() else ():
        try:
            graph = files.load(path)
        except FileError:
            continue
        module = scope(graph, catalog()).get(path.stem)
        if module is not None and path.stem in graph.groups:
            yield Kept(module, graph)


def with_kept(graph: Graph, kind: str) -> Graph:
    """The graph with a composite that is kept among its own. Raises: GraphError.

    What it holds comes along; where the graph has something else of that kind, it gets another.
    """
    found = next((k for k in kept() if k.module.kind == kind), None)
    if found is None or kind in graph.groups:
        raise GraphError("there is no composite {kind}", kind=kind)
    return paste(graph, replace(found.graph, nodes=freeze({})))[0]
