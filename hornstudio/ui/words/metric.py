"""Which metrics are shares from 0 to 1, and how those are written: `98.50 %`."""

import re

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


_AROUND = re.compile(r"^(?:val_|test_)?(.*?)(?:_\d+)?$")


def is_share(kind: str) -> bool:
    """Whether a metric of this kind is a share from 0 to 1, which reads best in percent."""
    return kind.endswith("accuracy") or kind in _SHARES


def is_named_like_a_share(name: str) -> bool:
    """The same of a figure of which only the name is known: `val_accuracy`, `recall_2`."""
    found = _AROUND.match(name)
    return found is not None and is_share(found[1])


def percent_text(share: float) -> str:
    """A share at a width that stays the same while it changes: `98.50 %`."""
    return f"{100 * share:.2f} %"
