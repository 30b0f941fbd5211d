"""Composites that a user keeps: each a file in their modules folder, to be used in any graph.

A file is a graph without nodes that holds the composite and those that it is made of; opening
one runs no code.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from hornstudio import paths
from hornstudio.engine.catalog import Catalog, catalog
from hornstudio.engine.composite.inside import rename_group
from hornstudio.engine.composite.scope import scope
from hornstudio.engine.disk.naming import is_device
from hornstudio.engine.disk.reason import reason_of
from hornstudio.engine.editing.edits import with_groups
from hornstudio.engine.errors import FileError, GraphError
from hornstudio.engine.graph import Graph, Node, freeze
from hornstudio.engine.module import Module
from hornstudio.engine.nesting import holders, reached_kinds
from hornstudio.engine.storage import files
from hornstudio.engine.text import Text

SUFFIX = ".horn"
OFFERED = "kept:"
"""Before the kind of what is kept, where it is offered: no graph has such a kind."""

_HELP = Text("A composite of your palette: several modules that are used as one.").template


@dataclass(frozen=True, slots=True)
class Kept:
    """One composite: how it is declared, and the graph that holds it."""

    module: Module
    graph: Graph

    @property
    def kind(self) -> str:
        """Under which it is kept."""
        return self.module.kind

    @property
    def offer(self) -> Module:
        """The module as it is offered beside those of a graph, which may have one of its kind."""
        return replace(
            self.module,
            kind=f"{OFFERED}{self.kind}",
            help=_HELP,
        )

    def is_in(self, graph: Graph, kind: str = "") -> bool:
        """Whether a graph has just this composite, whatever its title; as its `kind`."""
        mine, own = self.graph.groups, graph.groups.get(kind or self.kind)
        if own is None or replace(own, title="") != replace(mine[self.kind], title=""):
            return False
        return all(graph.groups.get(k) == group for k, group in mine.items() if k != self.kind)


def place_of(kind: str) -> Path:
    """The file of a composite that is kept, whether it is there or not."""
    mark = "_" if is_device(kind.lstrip("_")) else ""
    return paths.modules_dir() / f"{mark}{kind}{SUFFIX}"


def _kind_at(path: Path) -> str:
    """The kind of what is kept in a file: the way back from `place_of`."""
    return path.stem.removeprefix("_") if is_device(path.stem.lstrip("_")) else path.stem


def keep(graph: Graph, kind: str, *, beside: bool = False) -> Path:
    """Keep a composite of a graph; one of that kind is replaced. Raises: GraphError, FileError.

    beside: under another kind and title instead, where something else is kept under these.
    """
    if kind not in graph.groups:
        raise GraphError("there is no composite {kind}", kind=kind)
    wanted = reached_kinds([kind], graph.groups)
    groups = {k: g for k, g in graph.groups.items() if k in wanted}
    part = Graph(groups=freeze(groups))
    if beside:
        part, kind = _under_free_kind(part, kind)
    path = place_of(kind)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = reason_of(error)
        raise FileError("cannot write {path}: {reason}", path=str(path), reason=reason) from None
    files.save(replace(part, name=part.groups[kind].title or kind), path)
    return path


def _under_free_kind(part: Graph, kind: str) -> tuple[Graph, str]:
    title, number, free = part.groups[kind].title or kind, 1, kind
    while place_of(free).exists() or (free != kind and free in part.groups):
        number += 1
        free = f"{kind}_{number}"
    return rename_group(part, kind, free, f"{title} {number}" if number > 1 else title), free


def kept_as(graph: Graph, kind: str) -> str:
    """The kind under which just this composite of a graph is kept; "" where it is not."""
    return next((k.kind for k in kept() if k.is_in(graph, kind)), "")


def rename(kind: str, title: str) -> None:
    """Give what is kept another title. Raises: GraphError, FileError."""
    found = _found(kind)
    files.save(replace(rename_group(found.graph, kind, kind, title), name=title), place_of(kind))


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
            status = path.stat()
        except OSError:
            continue
        found = _read(path, status.st_mtime_ns, status.st_size, catalog())
        if found is not None:
            yield found


@lru_cache(maxsize=256)
def _read(path: Path, _changed_ns: int, _size: int, known: Catalog) -> Kept | None:
    try:
        graph = files.load(path)
    except FileError:
        return None
    kind = _kind_at(path)
    module = scope(graph, known).get(kind)
    return Kept(module, graph) if module is not None and kind in graph.groups else None


def offers(graph: Graph) -> list[Module]:
    """What is kept that a graph, or a body of its composites, does not have and can hold."""
    closed = holders(graph.inside, graph.groups) if graph.inside in graph.groups else set()
    around = {kind: graph.groups[kind] for kind in closed}
    return [
        k.offer
        for k in kept()
        if not k.is_in(graph) and not any(k.graph.groups.get(i) == g for i, g in around.items())
    ]


def offered(graph: Graph, modules: Catalog) -> Catalog:
    """The modules of a graph, and what is kept beside them."""
    more = offers(graph)
    return modules.with_more(more) if more else modules


def with_kept(graph: Graph, kind: str) -> tuple[Graph, str]:
    """The graph with a composite that is kept among its own, and its kind there.

    What it holds comes along; where the graph has something else of that kind, it gets another.
    Raises: GraphError.
    """
    found = _found(kind)
    if found.is_in(graph):
        return graph, kind
    use = {"use": Node(kind)}
    made, part = with_groups(graph, replace(found.graph, nodes=freeze(use)))
    return made, part.nodes["use"].kind


def _found(kind: str) -> Kept:
    found = next((k for k in kept() if k.kind == kind), None)
    if found is None:
        raise GraphError("there is no composite {kind}", kind=kind)
    return found
