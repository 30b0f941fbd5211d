"""A model of Keras as a graph with weights: `.keras` files, old `.h5` files, architectures."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hornstudio.engine.catalog import Catalog, catalog
from hornstudio.engine.check import Report, check
from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.composite.scope import scope
from hornstudio.engine.editing.edits import move_nodes, remove_nodes
from hornstudio.engine.errors import FileError, RunError
from hornstudio.engine.graph import Graph, freeze
from hornstudio.engine.interop.archive import CONFIG, LARGEST_CONFIG, kind_of, read_archive
from hornstudio.engine.interop.assemble import Assembler, Origin, can_own
from hornstudio.engine.interop.config import read_model
from hornstudio.engine.interop.folding import Folded, folded
from hornstudio.engine.interop.hdf5 import Folder, open_folder
from hornstudio.engine.interop.legacy import upgraded, upgraded_training
from hornstudio.engine.interop.legacy_weights import read_legacy_weights
from hornstudio.engine.interop.mask_loss import lose_masks
from hornstudio.engine.interop.matching import dtype_name
from hornstudio.engine.interop.model import Model
from hornstudio.engine.interop.optimizer_state import OptimizerState, read_optimizer
from hornstudio.engine.interop.report import ImportReport
from hornstudio.engine.interop.stand_in import check_with_stand_ins
from hornstudio.engine.interop.text import parse_json
from hornstudio.engine.interop.training import add_training
from hornstudio.engine.interop.weights import Arrays, read_weights
from hornstudio.engine.layout import arrange, sizes
from hornstudio.engine.text import Text
from hornstudio.engine.training_settings import MIXED

Reader = Callable[[Folder, Mapping[str, Origin], Report], tuple[Arrays, Arrays]]
"""Reads weights and state from the root of a file."""


FRESH = 2
"""How many arrays an optimizer has that was never used: the count of steps, the learning rate."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A graph, what could not be taken over, and weights and state by node (None without any).

    outputs: name and port of each output of the model. knows_layers: no layer is a placeholder.
    """

    graph: Graph
    outputs: tuple[tuple[str, str], ...]
    report: ImportReport
    weights: Arrays | None
    state: Arrays | None
    optimizer: OptimizerState | None = None
    knows_layers: bool = True

    @property
    def computing(self) -> Graph:
        """The graph as far as it can compute: a loss that has no counterpart is left out of it."""
        if not self.knows_layers:
            return self.graph
        gone = {remark.node for remark in self.report.placeholders}
        return remove_nodes(self.graph, gone & self.graph.nodes.keys())

    @property
    def why_no_weights(self) -> str:
        """Reason that there are no weights; empty where there are."""
        if self.weights is not None:
            return ""
        if self.report.placeholders:
            return Text("the graph cannot compute while it has placeholders")
        return Text("the file holds no weights")


def read_keras(path: Path, modules: Catalog | None = None) -> Imported:
    """Read a model's file. It is never run, and Keras is not needed.

    Raises: FileError when it is damaged, hostile, or holds no model that can be read.
    """
    known = modules or catalog()
    kind = kind_of(path)
    if kind == "zip":
        archive = read_archive(path)
        data = parse_json(archive.config, CONFIG)
        compiled = data.get("compile_config") if isinstance(data, Mapping) else None
        found = _Reading(data, compiled, known)
        return found.imported(archive.weights, read_weights)
    if kind == "json":
        return _architecture(_content(path), known).imported(None, read_weights)
    with open_folder(path) as root:
        text = root.text("model_config")
        if text is None:
            raise FileError(
                "{path} holds weights, but no model; save all of it with model.save()",
                path=str(path),
            )
        training = root.text("training_config")
        compiled = parse_json(training, "training_config") if training else None
        version = root.text("keras_version") or ""
        found = _architecture(text, known, upgraded_training(compiled), version)
    return found.imported(path, read_legacy_weights)


def _content(path: Path) -> bytes:
    if path.stat().st_size > LARGEST_CONFIG:
        raise FileError("{path} is refused: it is too large for an architecture", path=str(path))
    return path.read_bytes()


def _architecture(
    text: bytes | str, modules: Catalog, compiled: Any = None, version: str = ""
) -> "_Reading":
    data = parse_json(text, Text("the architecture"))
    if isinstance(data, Mapping):
        compiled = compiled or data.get("compile_config")
        version = version or str(data.get("keras_version", "" if "module" not in data else "3"))
    reading = _Reading(upgraded(data), compiled, modules)
    if not version.startswith("3") and "hard_sigmoid" in str(text):
        reading.report.add(
            "",
            "hard_sigmoid",
            Text("Keras before version 3 used steeper lines here; outputs differ by up to 0.08"),
        )
    return reading


class _Reading:
    """One model on its way from its description to a graph with weights."""

    def __init__(self, data: Any, compiled: Any, modules: Catalog) -> None:
        self.modules = modules
        self.report = ImportReport()
        model = read_model(data)
        self.assembled = Assembler(modules, self.report).assemble(model)
        self.knows_layers = not self.report.placeholders
        if self.knows_layers:
            with suppress(RunError):  # whose reason the graph shows by itself
                lose_masks(self.assembled, modules, self.report)
        self.graph = add_training(self.assembled, compiled, modules, self.report)
        if _is_mixed(model):
            self.graph = replace(self.graph, training=replace(self.graph.training, precision=MIXED))

    def imported(self, weights: bytes | Path | None, read: Reader) -> Imported:
        """The graph laid out, with the weights; where it has placeholders, with what is known."""
        held: Arrays | None = None
        state: Arrays | None = None
        optimizer: OptimizerState | None = None
        if weights is not None and not self.knows_layers:
            held, state = self._known_arrays(weights, read)
        elif weights is not None:
            facts = check(self.assembled.graph, self.modules)
            with open_folder(weights) as root:
                held, state = read(root, self.assembled.origins, facts)
                optimizer = read_optimizer(root, self.graph, self.assembled.origins, facts)
                self._say_what_is_forgotten(optimizer, root)
            self._check_masks()
        found = self._folded()
        return Imported(
            graph=_arranged(found.graph, self.modules),
            outputs=tuple((name, _renamed(p, found.names)) for name, p in self.assembled.outputs),
            report=self.report,
            weights=_moved(held, found.names),
            state=_moved(state, found.names),
            optimizer=optimizer.renamed(found.names) if optimizer else None,
            knows_layers=self.knows_layers,
        )

    def _known_arrays(
        self, weights: bytes | Path, read: Reader
    ) -> tuple[Arrays | None, Arrays | None]:
        """Arrays of the nodes whose shapes are known in spite of placeholders; None without any."""
        facts = check_with_stand_ins(self.assembled, self.modules)
        try:
            with open_folder(weights) as root:
                held, state = read(root, self.assembled.origins, facts)
        except FileError as error:
            self.report.add("", "weights", error.text)
            return None, None
        if not held and not state:
            return None, None
        if left := self._left_out(facts):
            reason = Text("stay in the file, as their shapes are not known: {names}", names=left)
            self.report.add("", "weights", reason)
        return held, state

    def _left_out(self, report: Report) -> str:
        """Nodes that have arrays of which nobody knows the shapes."""
        found = ((node, report.facts[node]) for node in self.assembled.origins)
        return ", ".join(i for i, facts in found if can_own(facts.module) and not facts.outputs)

    def _folded(self) -> Folded:
        """The graph with models within the model as composites, where all of it is known."""
        parts = [] if self.report.placeholders else self.assembled.parts
        return folded(self.graph, parts, list(self.assembled.graph.nodes), self.modules)

    def _say_what_is_forgotten(self, optimizer: OptimizerState | None, root: Folder) -> None:
        folder = root.folder("optimizer", "vars")
        if optimizer is not None or folder is None or len(folder.names()) <= FRESH:
            return
        for node_id, node in self.graph:
            module = self.modules.get(node.kind)
            if module is not None and module.role == "optimizer":
                reason = Text("what it remembers of earlier steps is left behind; it begins anew")
                self.report.add(node_id, node.kind, reason)

    def _check_masks(self) -> None:
        """Whether every mask that Keras gives to a layer arrives at its node here too."""
        plan = plan_graph(self.assembled.graph, for_training=False, modules=self.modules)
        arrived = {call.node for call in plan.layers if any(map(any, call.masks))}
        for node in self.assembled.masked:
            if node not in arrived:
                reason = Text("Keras gives it a mask that does not arrive here; outputs differ")
                self.report.add(node, self.assembled.graph.nodes[node].kind, reason)


def _is_mixed(model: Model) -> bool:
    """Whether some layer computes with short floats that there are here too."""
    return any(
        dtype_name(layer.thing.config.get("dtype")) == MIXED
        or (layer.inner is not None and _is_mixed(layer.inner))
        for layer in model.layers
    )


def _renamed(port: str, names: Mapping[str, str]) -> str:
    node, _, output = port.partition(".")
    return f"{names[node]}.{output}"


def _moved(arrays: Arrays | None, names: Mapping[str, str]) -> Arrays | None:
    """Arrays under the names that their nodes have now."""
    return None if arrays is None else {names[node]: held for node, held in arrays.items()}


def _arranged(graph: Graph, modules: Catalog) -> Graph:
    """Every node of the graph and of its composites in a readable place."""

    def placed(part: Graph) -> Graph:
        whole = replace(part, groups=graph.groups)
        room = sizes(whole, scope(whole, modules))
        return move_nodes(part, arrange(part, room, direction="rows"))

    groups = {kind: replace(g, body=placed(g.body)) for kind, g in graph.groups.items()}
    return replace(placed(graph), groups=freeze(groups) if groups else graph.groups)
