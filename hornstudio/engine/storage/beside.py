"""Data that has moved together with a network: what its file names, found beside that file.

A path in a `.horn` is that of the computer on which it was written. On another one it leads
nowhere, but what it names often has come along, in the folder of the `.horn` or below it.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hornstudio.engine.catalog import Catalog, catalog
from hornstudio.engine.composite.scope import scope
from hornstudio.engine.graph import Graph, Node, freeze, with_nodes
from hornstudio.engine.module import Module
from hornstudio.engine.modules.own_path import find_own
from hornstudio.engine.params import FilePath, FolderPath, Param

_IsThere = Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found beside a network.

    node: id of the module that names it; in a composite with the kind of that before it,
    `block.table`. named: its path as it was written. path: where it is, whole. has_moved: whether
    it is elsewhere than was written; a relative path may just mean what lies beside.
    """

    node: str
    named: str
    path: str
    has_moved: bool


def with_data_beside(
    graph: Graph, folder: Path, modules: Catalog | None = None
) -> tuple[Graph, tuple[Found, ...]]:
    """The graph with the path of what is not where it is named, but in the folder of its file.

    A relative path is sought there first. Of one that leads nowhere, as many of its last parts as
    possible count: `data/houses.csv` before `houses.csv`. Also returns what was found; the very
    same graph where that is nothing. Raises: nothing.
    """
    known = scope(graph, modules or catalog())
    found: list[Found] = []
    made = _searched(graph, folder.absolute(), known, "", found)
    groups = dict(graph.groups)
    for kind, group in graph.groups.items():
        body = _searched(group.body, folder.absolute(), known, kind, found)
        groups[kind] = group if body is group.body else replace(group, body=body)
    return (replace(made, groups=freeze(groups)) if found else graph), tuple(found)


def _searched(part: Graph, folder: Path, known: Catalog, kind: str, found: list[Found]) -> Graph:
    """The graph, or the body of the composite of a kind. Adds to what was found."""
    nodes = dict(part.nodes)
    kinds = {node.kind for node in nodes.values()}
    params_of = {kind_: _path_params(known.get(kind_)) for kind_ in kinds}
    for node_id, node in part:
        for param, named, is_there in _own_paths(node, params_of[node.kind]):
            path = _beside(named, folder, is_there)
            if path is not None:
                params = freeze({**nodes[node_id].params, param.name: str(path)})
                nodes[node_id] = replace(nodes[node_id], params=params)
                place = f"{kind}.{node_id}" if kind else node_id
                found.append(Found(place, named, str(path), path != folder / named))
    return with_nodes(part, nodes) if any(nodes[i] is not n for i, n in part) else part


def _path_params(module: Module | None) -> list[tuple[Param, _IsThere]]:
    """Params that name something on this computer, and what tells if that is there."""
    return [
        (param, os.path.isfile if isinstance(param, FilePath) else os.path.isdir)
        for param in (module.params if module else ())
        if isinstance(param, FilePath | FolderPath)
    ]


def _own_paths(
    node: Node, params: Iterable[tuple[Param, _IsThere]]
) -> Iterator[tuple[Param, str, _IsThere]]:
    """Those of these params that are set, with what they name.

    Those of composites hand on what they are set to.
    """
    for param, is_there in params:
        named = node.params.get(param.name)
        if isinstance(named, str) and named:
            yield param, named, is_there


def _beside(named: str, folder: Path, is_there: _IsThere) -> Path | None:
    """Where in the folder lies what is named so, if it is not where that says."""
    if not _is_whole(named) and is_there(folder / named):
        return folder / named
    if is_there(find_own(named, is_there)):
        return None
    places = (folder.joinpath(*tail) for tail in _tails(named))
    return next((place for place in places if is_there(place)), None)


def _is_whole(named: str) -> bool:
    """Whether a path begins at a root, a drive, or somebody's home, on whatever system."""
    return named.startswith(("/", "\\", "~")) or named[1:2] == ":"


def _tails(named: str) -> Iterator[list[str]]:
    """The last parts of a path of any system, the most of them first, none that lead upwards."""
    parts = [part for part in re.split(r"[\\/]+", named) if part not in ("", ".")]
    upwards = [place for place, part in enumerate(parts) if part == ".." or part.endswith(":")]
    parts = parts[upwards[-1] + 1 :] if upwards else parts
    for start in range(len(parts)):
        yield parts[start:]
