"""What a person calls the metrics of a run, and on which nodes they belong."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from hornstudio.engine.catalog import catalog
from hornstudio.engine.checking.reported import names_of_judges
from hornstudio.engine.checking.share import is_share
from hornstudio.engine.graph import Graph
from hornstudio.engine.module import Module
from hornstudio.engine.watch.figure import TOTAL
from hornstudio.ui.panels.training.wording import figures
from hornstudio.ui.panels.training.wording.statistic import WAITING, statistic_label
from hornstudio.ui.words.metric import metric_label, metric_words
from hornstudio.ui.words.translate import tr


@dataclass(frozen=True)
class MetricName:
    """key: name in events. share: whether it reads best in percent. words: in a sentence."""

    key: str
    label: str
    share: bool = False
    words: str = ""

    def show(self, value: float) -> str:
        """The value at constant width."""
        return figures.metric(value, self.share)


def total_name() -> MetricName:
    """The name of what the optimizer lowers."""
    return MetricName(TOTAL, tr("Loss"), words=tr("loss"))


def _judges(graph: Graph) -> dict[str, Module]:
    """Losses and metrics by node id."""
    found = {node_id: catalog().get(node.kind) for node_id, node in graph}
    return {i: m for i, m in found.items() if m and m.category in ("loss", "metric")}


def _is_trained(graph: Graph, loss: str) -> bool:
    """Whether training lowers a loss; another is only reported."""
    return bool(graph.wires_from(loss)) and graph.nodes[loss].params.get("weight") != 0


class MetricNames:
    """Names of all metrics of one graph; a metric of no node goes by its key."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._names: dict[str, MetricName] = {}
        judges = _judges(graph)
        trained = [i for i, m in judges.items() if m.category == "loss" and _is_trained(graph, i)]
        self._keys = names_of_judges(list(judges), trained)
        given = {i: graph.nodes[i].title for i in self._keys}
        labels = {i: given[i] or metric_label(judges[i].title) for i in self._keys}
        times = Counter([*labels.values(), tr("Loss")])
        for node_id, key in self._keys.items():
            label, words = labels[node_id], given[node_id] or metric_words(judges[node_id].title)
            which = f" ({node_id})" if times[label] > 1 else ""
            share = is_share(graph.nodes[node_id].kind)
            self._names[key] = MetricName(key, label + which, share, words + which)
        self._names[TOTAL] = total_name()

    def __getitem__(self, key: str) -> MetricName:
        known = self._names.get(key)
        label = statistic_label(key)
        return known or MetricName(key, label or key, key == WAITING, label.lower() or key)

    def said_again(self) -> "MetricNames":
        """The same in the language that is spoken now."""
        return MetricNames(self._graph)

    def first(self, keys: list[str]) -> str:
        """The metric to show beside the loss: an accuracy if there is one, else any other."""
        others = [key for key in keys if key != TOTAL]
        shares = [key for key in others if self[key].share and not statistic_label(key)]
        return next(iter(shares + others), "")

    def on_nodes(self, metrics: Mapping[str, float]) -> dict[str, str]:
        """Texts for the nodes that these metrics belong to, by node id."""
        found = {node: key for node, key in self._keys.items() if key in metrics}
        return {node: self._names[key].show(metrics[key]) for node, key in found.items()}

    def in_the_end(self, metrics: Mapping[str, float]) -> dict[str, str]:
        """The same for a run that is over, by which it is judged: of samples it has not seen.

        What the last epoch had on average while it trained is another figure, often a worse one.
        """
        found = self.on_nodes(metrics)
        for prefix, whose in (("val_", tr("val")), ("test_", tr("test"))):
            for node, key in self._keys.items():
                if prefix + key in metrics:
                    found[node] = f"{whose} {self._names[key].show(metrics[prefix + key])}"
        return found
