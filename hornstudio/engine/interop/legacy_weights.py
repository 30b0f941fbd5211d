"""Weights of old .h5 files as arrays of nodes: by the names that the files give them."""

from collections.abc import Iterator, Mapping

import numpy as np

from hornstudio.engine.check import Report
from hornstudio.engine.errors import FileError
from hornstudio.engine.interop.assemble import Origin
from hornstudio.engine.interop.hdf5 import Folder
from hornstudio.engine.interop.legacy import table
from hornstudio.engine.interop.weights import Arrays, Found, fit

Names = tuple[str, ...]
"""Folders and name of an array, below the group of a layer."""

GATES = {4: "ifco", 3: "zrh"}
"""Order of the gates in one array of today, by how many there are: of LSTM, of GRU."""


def read_legacy_weights(
    root: Folder, origins: Mapping[str, Origin], report: Report
) -> tuple[Arrays, Arrays]:
    """Weights and state of every node that has some. Raises: FileError where they do not fit."""
    base = root.folder("model_weights")
    if base is None:
        raise FileError("the file holds no model_weights")
    weights: Arrays = {}
    state: Arrays = {}
    for node, origin in origins.items():
        facts = report.facts[node]
        wanted = facts.weights + facts.state
        if not wanted:
            continue
        layer = base.folder(*origin.names[0].split("/"))
        places = dict(_places(layer, ())) if layer else {}
        found = [_array(places, array.name, origin.names) for array in wanted]
        taken = fit(node, wanted, [each for each in found if each is not None])
        for arrays, tree in ((facts.weights, weights), (facts.state, state)):
            if arrays:
                tree[node] = {a.name: taken[a.name] for a in arrays}
    return weights, state


def _places(folder: Folder, above: Names) -> Iterator[tuple[Names, Folder]]:
    """Names of all arrays below a folder, with the folder that each is in."""
    for name in folder.names():
        yield (*above, name), folder
    for name, inner in folder.folders().items():
        yield from _places(inner, (*above, name))


def _array(places: Mapping[Names, Folder], name: str, layers: Names) -> Found | None:
    """The array of a layer by its name, or its gates side by side as Keras 1 kept them apart."""
    inside = {
        path: folder
        for path, folder in places.items()
        if len(layers) == 1 or layers[-1] in "/".join(path).split("/")
    }
    plain = {path: _words(path, layers[-1]) for path in inside}
    for fits in (
        lambda words: words[-1] == name,
        lambda words: f"_{'_'.join(words)}".endswith(f"_{name}"),
    ):
        for path, words in plain.items():
            if fits(words):
                return Found("/".join(path), (), inside[path].array(path[-1]))
    return _gates(inside, plain, name)


def _words(path: Names, layer: str) -> Names:
    """Names without `:0` and the layer's own, in today's words."""
    leaf = path[-1].partition(":")[0].removeprefix(f"{layer}_")
    words = table()["arrays"]
    return (*path[:-1], words.get(leaf, leaf))


def _gates(
    inside: Mapping[Names, Folder],
    plain: Mapping[Names, Names],
    name: str,
) -> Found | None:
    """`W_i`, `W_f`, `W_c` and `W_o` as one array."""
    words = table()["arrays"]
    by_gate = {}
    for path, parts in plain.items():
        stem, _, gate = parts[-1].rpartition("_")
        if words.get(stem) == name and len(gate) == 1:
            by_gate[gate] = path
    order = GATES.get(len(by_gate), "")
    if not order or set(order) != set(by_gate):
        return None
    arrays = [inside[by_gate[gate]].array(by_gate[gate][-1]) for gate in order]
    return Found("/".join(by_gate[order[0]]), (), np.concatenate(arrays, axis=-1))
