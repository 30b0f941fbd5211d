"""Training in the window: the worker process, the panel, the charts, the log.

process/     the worker process as signals; the only process code of the window
   |-- course/    one run after another: document -> client -> history, live values
   |-- wording/   figures, results and troubles in words
   |-- column/ callbacks/ knobs/    the left side: progress, settings, buttons, what acts on a run
   |-- charts/ time_machine/        the curves, and the weights of earlier epochs
   |-- panel      all of it as widgets, with a banner and the log
"""

from hornstudio.ui.panels.training.log_view import LogView
from hornstudio.ui.panels.training.panel import TrainingPanel
from hornstudio.ui.panels.training.process.client import State, WorkerClient

__all__ = ["LogView", "State", "TrainingPanel", "WorkerClient"]
