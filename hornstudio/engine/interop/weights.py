"""Weights of a Keras file as arrays of nodes: by the order in which Keras makes its variables."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from hornstudio.engine.check import Report
from hornstudio.engine.composite.way import way_text
from hornstudio.engine.errors import FileError
from hornstudio.engine.interop.assemble import Origin
from hornstudio.engine.interop.hdf5 import Folder
from hornstudio.engine.module import Array

Arrays = dict[str, dict[str, np.ndarray]]
"""By node, by name."""


class Found(NamedTuple):
    """Where an array lies, below what layers within its layer, and the array."""

    path: str
    trail: tuple[str, ...]
    values: np.ndarray


def read_weights(
    root: Folder, origins: Mapping[str, Origin], report: Report
) -> tuple[Arrays, Arrays]:
    """Weights and state of every node that has some. Raises: FileError where they do not fit."""
    weights: Arrays = {}
    state: Arrays = {}
    for node, origin in origins.items():
        facts = report.facts[node]
        if not facts.weights and not facts.state:
            continue
        folder = root.folder(*origin.folders, *origin.trail)
        found = list(_arrays_below(folder)) if folder else []
        taken = fit(node, facts.weights + facts.state, found)
        for arrays, tree in ((facts.weights, weights), (facts.state, state)):
            if arrays:
                tree[node] = {a.name: taken[a.name] for a in arrays}
    return weights, state


def _arrays_below(folder: Folder, trail: tuple[str, ...] = ()) -> Iterator[Found]:
    """Arrays of a layer itself, then those of layers within it, by the names of these."""
    own = folder.folder("vars")
    if own is not None:
        for name in own.names():
            yield Found(f"{own.path}/{name}", trail, own.array(name))
    for name, inner in folder.folders().items():
        if name != "vars":
            yield from _arrays_below(inner, (*trail, name))


def fit(node: str, wanted: tuple[Array, ...], found: list[Found]) -> dict[str, np.ndarray]:
    """What was found, by the names of what is wanted. Raises: FileError."""
    if len(found) < len(wanted):
        raise FileError(
            "{node} needs the arrays {names}; the file has {count} for it",
            node=way_text(node),
            names=", ".join(a.name for a in wanted),
            count=len(found),
        )
    ordered = _by_name(wanted, found) or found
    taken = {}
    for array, (path, _, values) in zip(wanted, ordered, strict=False):
        if values.shape != array.shape:
            raise FileError(
                "{node}.{name} is {need}; {path} in the file is {shape}",
                node=way_text(node),
                name=array.name,
                need=_shape(array.shape),
                path=path,
                shape=_shape(values.shape),
            )
        taken[array.name] = np.asarray(values, np.float32)
    return taken


def _by_name(wanted: tuple[Array, ...], found: list[Found]) -> list[Found] | None:
    """Arrays of inner layers that are named after them: `query_kernel` lies in `query_dense`.

    None where there is one inner layer at most, so that the order says it.
    """
    by_trail: dict[tuple[str, ...], list[Found]] = {}
    for each in found:
        by_trail.setdefault(each.trail, []).append(each)
    if len(by_trail) < 2:
        return None
    ordered = []
    for array in wanted:
        mine = [found for trail, found in by_trail.items() if _is_named_after(array.name, trail)]
        if not mine or not mine[0]:
            return None
        ordered.append(mine[0].pop(0))
    return ordered


def _is_named_after(array: str, trail: tuple[str, ...]) -> bool:
    stems = (name.strip("_").removesuffix("_layer").removesuffix("_dense") for name in trail)
    return any(array.startswith(f"{stem}_") for stem in stems)


def _shape(shape: tuple[Any, ...]) -> str:
    return "×".join(map(str, shape)) or "one number"
