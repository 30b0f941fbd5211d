"""Training in the window: the worker process, the panel, the charts, the log.

client       the worker process as signals; the only process code of the window
   |-- trainer     one run after another: document -> client -> history, troubles, live values
   |-- history     what runs have told, as bounded arrays
   |-- charts/     the curves
   |-- panel       all of it as widgets: controls, banner, charts, log
"""

from hornstudio.ui.training.client import State, WorkerClient
from hornstudio.ui.training.log_view import LogView
from hornstudio.ui.training.panel import TrainingPanel

__all__ = ["LogView", "State", "TrainingPanel", "WorkerClient"]
