"""What a person calls the metrics of a run, and on which nodes they belong."""

from collections.abc import Mapping
from dataclasses import dataclass

from hornstudio.engine.catalog import catalog
from hornstudio.engine.graph import Graph
from hornstudio.ui.panels.training.course.statistic import statistic_label
from hornstudio.ui.panels.training.wording import figures
from hornstudio.ui.words.translate import tr

TOTAL = "loss"


@dataclass(frozen=True)
class MetricName:
    """key: name in events. share: whether it reads best in percent."""

    key: str
    label: str
    share: bool = False

    def show(self, value: float) -> str:
        """The value at constant width."""
        return figures.metric(value, self.share)


def _is_trained(graph: Graph, loss: str) -> bool:
    """Whether training lowers a loss; another is only reported."""
    return bool(graph.wires_from(loss)) and graph.nodes[loss].params.get("weight") != 0


class MetricNames:
    """Names of all metrics of one graph; a metric of no node goes by its key."""

    def __init__(self, graph: Graph) -> None:
        self._losses: list[str] = []
        self._names: dict[str, MetricName] = {}
        for node_id, node in graph:
            module = catalog().get(node.kind)
            if module is None or module.category not in ("loss", "metric"):
                continue
            if module.category == "loss" and _is_trained(graph, node_id):
                self._losses.append(node_id)
            label = self._unique(node.title or tr(module.title), node_id)
            self._names[node_id] = MetricName(node_id, label, figures.is_share(node.kind))
        self._total = MetricName(TOTAL, tr("Loss"))

    def _unique(self, label: str, node_id: str) -> str:
        taken = {name.label for name in self._names.values()}
        return f"{label} ({node_id})" if label in taken else label

    def __getitem__(self, key: str) -> MetricName:
        if key == TOTAL:
            return self._total
        return self._names.get(key) or MetricName(key, statistic_label(key) or key)

    def first(self, keys: list[str]) -> str:
        """The metric to show beside the loss: an accuracy if there is one, else any other."""
        others = [key for key in keys if key != TOTAL]
        shares = [key for key in others if self[key].share]
        return next(iter(shares + others), "")

    def on_nodes(self, metrics: Mapping[str, float]) -> dict[str, str]:
        """Texts for the nodes that these metrics belong to, by node id."""
        values = {key: value for key, value in metrics.items() if key in self._names}
        # With a single loss to lower the total is that loss, penalties included.
        if len(self._losses) == 1 and TOTAL in metrics:
            values.setdefault(self._losses[0], metrics[TOTAL])
        return {key: self._names[key].show(value) for key, value in values.items()}
