"""Which metrics are shares from 0 to 1: known by their kind, or by the name of their figure."""

import re
from collections.abc import Mapping
from typing import Any

from hornstudio.engine.catalog import catalog
from hornstudio.engine.checking.reported import names_of_judges

_SHARES = (
    "auc",
    "binary_iou",
    "f1_score",
    "f_beta_score",
    "iou",
    "mean_iou",
    "precision",
    "precision_at_recall",
    "recall",
    "recall_at_precision",
    "sensitivity_at_specificity",
    "specificity_at_sensitivity",
)
_PREFIX = re.compile(r"^(?:val_|test_)")
_NUMBER = re.compile(r"_\d+$")


def is_share(kind: str) -> bool:
    """Whether a metric of this kind is a share from 0 to 1, which reads best in percent."""
    return kind.endswith("accuracy") or kind in _SHARES


def is_figure_a_share(name: str, kinds: Mapping[str, str] = {}) -> bool:
    """The same of a figure: `val_acc`.

    kinds: of metrics, by the names of their figures in training. Where its kind is not known, its
    name tells: `val_accuracy`, `recall_2`.
    """
    plain = _PREFIX.sub("", name)
    return is_share(kinds.get(plain) or _NUMBER.sub("", plain))


def kinds_of_figures(nodes: Mapping[str, Any]) -> dict[str, str]:
    """Kinds of losses and metrics by the names of their figures. nodes: as a `.horn` file has them.

    Those of an unknown kind are left out.
    """
    kinds = {i: node["kind"] for i, node in nodes.items() if _is_judge(node.get("kind"))}
    return {name: kinds[node] for node, name in names_of_judges(list(kinds), []).items()}


def _is_judge(kind: Any) -> bool:
    module = catalog().get(kind) if isinstance(kind, str) else None
    return module is not None and module.category in ("loss", "metric")
