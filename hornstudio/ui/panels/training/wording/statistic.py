"""Figures of a whole run that are drawn beside its metrics: what they are called."""

from hornstudio.ui.words.translate import tr

STATISTIC = "statistics."
"""Before their names among the curves of a run; no node's id has a dot."""


WAITING = STATISTIC + "waiting"
"""The share of the time in which the device waited for samples."""


SET = frozenset({STATISTIC + "learning_rate", STATISTIC + "memory"})
"""What is set, or taken, and not measured with noise: a mean over steps would show what never was.
"""


def statistic_label(key: str) -> str:
    """The name of such a figure; empty for a metric."""
    if not key.startswith(STATISTIC):
        return ""
    labels = {
        "learning_rate": tr("Learning rate"),
        "gradient_norm": tr("Gradient norm"),
        "update_ratio": tr("Update to weights"),
        "samples_per_second": tr("Samples a second"),
        "waiting": tr("Waiting for data"),
        "memory": tr("Memory in use (MB)"),
    }
    return labels.get(key.removeprefix(STATISTIC), "")
