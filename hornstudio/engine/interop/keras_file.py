"""A model of Keras as a graph with weights: `.keras` files, old `.h5` files, architectures."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hornstudio.engine.catalog import Catalog, catalog
from hornstudio.engine.check import check
from hornstudio.engine.edits import move_nodes
from hornstudio.engine.errors import FileError
from hornstudio.engine.graph import Graph
from hornstudio.engine.interop.archive import CONFIG, kind_of, read_archive
from hornstudio.engine.interop.assemble import Assembled, Assembler
from hornstudio.engine.interop.config import read_model
from hornstudio.engine.interop.hdf5 import open_folder
from hornstudio.engine.interop.report import ImportReport
from hornstudio.engine.interop.size import sizes
from hornstudio.engine.interop.text import parse_json
from hornstudio.engine.interop.training import add_training
from hornstudio.engine.interop.weights import Arrays, read_weights
from hornstudio.engine.layout import arrange


@dataclass(frozen=True, slots=True)
class Imported:
    """A graph, what could not be taken over, and weights and state by node (None without any)."""

    graph: Graph
    report: ImportReport
    weights: Arrays | None
    state: Arrays | None


def read_keras(path: Path, modules: Catalog | None = None) -> Imported:
    """Read a model's file. It is never run, and Keras is not needed.

    Raises: FileError when it is damaged, hostile, or holds no model that can be read.
    """
    known = modules or catalog()
    kind = kind_of(path)
    if kind == "zip":
        archive = read_archive(path)
        return _imported(parse_json(archive.config, CONFIG), archive.weights, known)
    raise FileError("{path} is {kind}", path=str(path), kind=kind)


def _imported(data: Any, weights: bytes | None, modules: Catalog) -> Imported:
    report = ImportReport()
    assembled = Assembler(modules, report).assemble(read_model(data))
    compiled = data.get("compile_config") if isinstance(data, Mapping) else None
    graph = add_training(assembled, compiled, modules, report)
    arrays = _arrays(assembled, weights, modules) if weights and not report.placeholders else None
    return Imported(_arranged(graph, modules), report, *(arrays or (None, None)))


def _arrays(assembled: Assembled, weights: bytes, modules: Catalog) -> tuple[Arrays, Arrays]:
    facts = check(assembled.graph, modules)
    with open_folder(weights) as root:
        return read_weights(root, assembled.origins, facts)


def _arranged(graph: Graph, modules: Catalog) -> Graph:
    """The graph with a place for every node."""
    places = arrange(graph, sizes(graph, modules))
    return move_nodes(graph, places)
