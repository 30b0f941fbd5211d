"""How a model was compiled, as nodes: targets, losses, metrics and the optimizer."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.check import check
from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.engine.interop.assemble import Assembled
from hornstudio.engine.interop.config import thing_of
from hornstudio.engine.interop.exceptions import SPARSE
from hornstudio.engine.interop.model import Thing
from hornstudio.engine.interop.modules import (
    Counterparts,
    NoCounterpartError,
    name_and_settings,
    plain,
)
from hornstudio.engine.interop.naming import id_of
from hornstudio.engine.interop.report import ImportReport
from hornstudio.engine.interop.text import keepable
from hornstudio.engine.module import Module
from hornstudio.engine.shapes import Spec
from hornstudio.engine.text import Text

CONTEXTUAL = {
    "accuracy": "accuracy",
    "acc": "accuracy",
    "crossentropy": "categorical_crossentropy",
    "ce": "categorical_crossentropy",
}
"""Names whose meaning depends on the output."""

REDUCED = ("reduction",)
WRAPPER = "MeanMetricWrapper"
"""The metric that reports a loss."""
TURNED = ("cosinesimilarity", "cosineproximity")
"""Losses whose sign is not that of the metric of the same name."""


def add_training(
    assembled: Assembled, compiled: Any, modules: Catalog, report: ImportReport
) -> Graph:
    """The graph with what a `compile_config` says. What has no counterpart is reported."""
    if not isinstance(compiled, Mapping):
        return assembled.graph
    return _Trainer(assembled, modules, report).run(compiled)


class _Trainer:
    """Adds nodes to a graph, output by output."""

    def __init__(self, assembled: Assembled, modules: Catalog, report: ImportReport) -> None:
        self.known = Counterparts(modules)
        self.modules = modules
        self.report = report
        self.outputs = assembled.outputs
        self.nodes = dict(assembled.graph.nodes)
        self.wires = list(assembled.graph.wires)
        self.graph = assembled.graph
        self.specs = check(assembled.graph, modules).spec
        self.losses: list[str] = []

    def run(self, compiled: Mapping[str, Any]) -> Graph:
        losses = self._by_output(compiled.get("loss"))
        shares = self._by_output(compiled.get("loss_weights"))
        metrics = [self._by_output(compiled.get(k)) for k in ("metrics", "weighted_metrics")]
        for i, (name, port) in enumerate(self.outputs):
            judged = [m for each in metrics for m in _entries(each[i])]
            if losses[i] is None and not judged:
                continue
            target = self._target(name, port, losses[i])
            if losses[i] is not None:
                self._add_loss(name, port, target, losses[i], shares[i])
            for metric in judged:
                self._add_metric(name, port, target, metric)
        self._add_optimizer(compiled.get("optimizer"))
        return replace(self.graph, nodes=freeze(self.nodes), wires=tuple(self.wires))

    def _by_output(self, given: Any) -> list[Any]:
        """One entry for each output, from whatever form it was given in."""
        count = len(self.outputs)
        if isinstance(given, Mapping) and "class_name" not in given:
            return [
                given.get(name, given.get(port.partition(".")[0])) for name, port in self.outputs
            ]
        if isinstance(given, list) and (count > 1 or len(given) == 1):
            return [*given, *[None] * count][:count]
        return [given] + [None] * (count - 1) if isinstance(given, list) else [given] * count

    def _new(self, wish: str, node: Node) -> str:
        node_id = Graph(nodes=self.nodes).new_id(wish)
        self.nodes[node_id] = node
        return node_id

    def _stem(self, name: str, what: str) -> str:
        """Name of a node beside an output; plain where there is only one output."""
        return what if len(self.outputs) == 1 else f"{id_of(name)}_{what}"

    def _target(self, name: str, port: str, loss: Any) -> str:
        """A free input for what the output should be; returns its port."""
        spec = self.specs(port) or Spec((None,))  # type: ignore[arg-type]
        shape = [n if isinstance(n, int) else None for n in spec.shape]
        is_sparse = _is_sparse(loss)
        params: dict[str, Any] = {"shape": shape[:-1] if is_sparse else shape}
        if is_sparse:
            params["dtype"] = "int32"
        node = self._new(f"{id_of(name)}_target", Node("input", freeze(params)))
        return f"{node}.output"

    def _add_loss(self, name: str, port: str, target: str, loss: Any, share: Any) -> None:
        found = self._judge("loss", loss, self._stem(name, "loss"))
        if found is None:
            return
        node_id, module = found
        if module is not None and isinstance(share, int | float) and share != 1:
            node = self.nodes[node_id]
            self.nodes[node_id] = replace(node, params=freeze({**node.params, "weight": share}))
        self._wire_judge(node_id, port, target)
        self.losses.append(node_id)

    def _add_metric(self, name: str, port: str, target: str, metric: Any) -> None:
        try:
            kind = plain(name_and_settings(metric)[0])
        except NoCounterpartError:
            kind = "metric"
        metric = CONTEXTUAL.get(kind, metric) if isinstance(metric, str) else metric
        found = self._judge("metric", metric, self._stem(name, "metric"))
        if found is not None:
            self._wire_judge(found[0], port, target)

    def _judge(self, category: str, raw: Any, wish: str) -> tuple[str, Module | None] | None:
        """A node of a loss or metric; without a counterpart a placeholder, or none for a metric."""
        try:
            name, config, is_loss = _judging(raw)
            is_reported = category == "metric"
            module = None if is_loss and is_reported else self.known.find(category, name)
            if module is None and is_reported:
                module = self.known.find("loss", name)  # a loss that no optimizer takes reports
                self._say_if_turned(raw, name, is_loss)
            if module is None:
                raise NoCounterpartError("{name} has no counterpart here", name=name)
            params = self.known.params(module, _known_settings(module, config))
        except NoCounterpartError as error:
            if category == "metric":  # nothing else needs it
                reason = Text("is left out: {reason}", reason=error.reason)
                self.report.add("", _class_of(raw, category), reason)
                return None
            return self._placeholder(wish, category, raw, error), None
        if category == "metric":
            wish = wish.removesuffix("metric") + module.kind
        return self._new(wish, Node(module.kind, freeze(params))), module

    def _say_if_turned(self, raw: Any, name: str, is_loss: bool) -> None:
        if plain(name) in TURNED and not is_loss:
            reason = Text("is reported as the loss of that name, which has the other sign")
            self.report.add("", _class_of(raw, "metric"), reason)

    def _placeholder(self, wish: str, category: str, raw: Any, error: NoCounterpartError) -> str:
        thing = thing_of(raw)
        kept = keepable(dict(thing.config)) if thing else None
        name = thing.name if thing else _class_of(raw, category)
        node_id = self._new(wish, Node(f"keras.{name}", freeze(kept or {})))
        self.report.add(node_id, _class_of(raw, category), error.reason, is_placeholder=True)
        return node_id

    def _wire_judge(self, node_id: str, port: str, target: str) -> None:
        self.wires.append(Wire(port, f"{node_id}.prediction"))
        self.wires.append(Wire(target, f"{node_id}.target"))

    def _add_optimizer(self, raw: Any) -> None:
        if raw is None:
            return
        try:
            name, config = name_and_settings(raw)
            if name == "LossScaleOptimizer" and "inner_optimizer" in config:
                name, config = name_and_settings(config["inner_optimizer"])
            module = self.known.named("optimizer", name)
            params = self.known.params(module, config)
        except NoCounterpartError as error:
            node_id = self._placeholder("optimizer", "optimizer", raw, error)
        else:
            node_id = self._new(module.kind, Node(module.kind, freeze(params)))
        self.wires += [Wire(f"{loss}.loss", f"{node_id}.loss") for loss in self.losses]


def _judging(raw: Any) -> tuple[str, Mapping[str, Any], bool]:
    """Name and settings, and whether it is a loss that is reported as a metric."""
    name, config = name_and_settings(raw)
    if name != WRAPPER or not isinstance(raw, Mapping):
        is_loss = isinstance(raw, Mapping) and raw.get("class_name") == "function"
        return name, config, is_loss or (thing_of(raw) or _NONE).package.endswith(".losses")
    inner, _ = name_and_settings(config.get("fn"))
    return inner, {k: v for k, v in config.items() if k not in ("fn", "name", "dtype")}, True


_NONE = Thing("", "", {})


def _class_of(raw: Any, category: str) -> str:
    """What a person would call an object: its class, its name, or what it is for."""
    thing = thing_of(raw)
    if thing is not None:
        return thing.path
    return raw[:60] if isinstance(raw, str) else category


def _node_of(port: str) -> str:
    return port.partition(".")[0]


def _entries(given: Any) -> Iterator[Any]:
    """Metrics of one output: none, one, or a list."""
    if isinstance(given, list):
        yield from (each for each in given if each is not None)
    elif given is not None:
        yield given


def _is_sparse(loss: Any) -> bool:
    try:
        return loss is not None and plain(name_and_settings(loss)[0]) in SPARSE
    except NoCounterpartError:
        return False


def _known_settings(module: Module, config: Mapping[str, Any]) -> Mapping[str, Any]:
    """Settings without those that only say how a metric reads its own class's input."""
    names = {param.name for param in module.params}
    return {k: v for k, v in config.items() if k in names or k not in REDUCED}
