"""The figures of a run for TensorBoard."""

from pathlib import Path
from typing import Any

from hornstudio.engine.disk.reason import reason_of
from hornstudio.engine.errors import RunError
from hornstudio.engine.lazy import np
from hornstudio.engine.modules.callbacks.event_file import EventFile
from hornstudio.engine.modules.callbacks.monitor import callback_module
from hornstudio.engine.params import Choice, Int, Words
from hornstudio.engine.watch.callback import Callback
from hornstudio.engine.watch.events import Epoch, Started, Step
from hornstudio.engine.watch.view import RunView


class TensorBoard(Callback):
    """Writes event files, which `tensorboard --logdir FOLDER` shows.

    `epoch_NAME` against epochs, from 1: training figures and `epoch_learning_rate` in `train`,
    those of the validation, under the same names, in `validation`. With `update_freq` batch,
    `batch_NAME` against steps as well, in `batch`: TensorBoard forgets what a resumed run does
    again by folders, from one number on. So the run goes on in its curves.
    Source: https://keras.io/api/callbacks/tensorboard/
    """

    def __init__(self, *, log_dir: str, histogram_freq: int, update_freq: str) -> None:
        self.log_dir = log_dir
        self.histogram_freq = histogram_freq
        self.is_by_step = update_freq == "batch"
        self._folder: Path | None = None
        self._first = {"batch": 0, "train": 0, "validation": 0}
        self._steps = 0
        self._files: dict[str, EventFile] = {}

    def begin(self, run: RunView, started: Started) -> None:
        """Find the folder. Raises: RunError."""
        self._folder = run.path_of(self.log_dir)
        self._steps = started.steps
        if (started.first_epoch, started.first_step) > (1, 0):
            epoch, done = started.first_epoch, (started.first_epoch - 1) * started.steps
            steps = done + started.first_step + 1
            self._first = {"batch": steps, "train": epoch, "validation": epoch}

    def step(self, run: RunView, event: Step) -> None:
        """Write the figures since the last dispatch. Raises: RunError."""
        if self.is_by_step:
            step = (event.epoch - 1) * self._steps + event.step
            self._add("batch", step, {f"batch_{k}": v for k, v in event.metrics.items()})

    def epoch(self, run: RunView, event: Epoch) -> None:
        """Write the figures of the epoch. Raises: RunError."""
        held_back = {k for k in event.metrics if k.removeprefix("val_") in event.metrics}
        held_back = {k for k in held_back if k.startswith("val_")}
        train = {f"epoch_{k}": v for k, v in event.metrics.items() if k not in held_back}
        if event.learning_rate is not None:
            train["epoch_learning_rate"] = event.learning_rate
        self._add("train", event.epoch, train)
        if held_back:
            shown = {f"epoch_{k.removeprefix('val_')}": event.metrics[k] for k in held_back}
            self._add("validation", event.epoch, dict(sorted(shown.items())))
        if self.histogram_freq and event.epoch % self.histogram_freq == 0:
            self._add_histograms(event.epoch, run.finished_weights())

    def _add_histograms(self, epoch: int, weights: dict[str, Any]) -> None:
        arrays = {
            f"{'/'.join(node.split('__'))}/{name}": np.asarray(array)  # as nested as composites are
            for node, owned in weights.items()
            for name, array in owned.items()
        }
        if self._folder is not None and arrays:
            self._write("train", lambda file: file.add_histograms(epoch, arrays))

    def _add(self, part: str, step: int, scalars: dict[str, float]) -> None:
        self._write(part, lambda file: file.add(step, scalars))

    def _write(self, part: str, write: Any) -> None:
        if self._folder is None:
            return
        try:
            if part not in self._files:
                self._files[part] = EventFile(self._folder / part, self._first[part])
            write(self._files[part])
        except OSError as error:
            raise RunError(
                "tensorboard cannot write into {path}: {reason}",
                path=str(self._folder),
                reason=reason_of(error),
            ) from None


MODULES = (
    callback_module(
        "tensorboard",
        "TensorBoard log",
        "Writes the figures of the run into files that TensorBoard shows.",
        TensorBoard,
        Words(
            name="log_dir",
            default="logs",
            title="Folder",
            help="Where the files are written: a name in the folder of the run, or a whole path.",
        ),
        Choice(
            name="update_freq",
            default="epoch",
            options=("epoch", "batch"),
            title="How often",
            help="Whether figures are written after each epoch only, or while it goes on as well.",
        ),
        Int(
            name="histogram_freq",
            default=0,
            low=0,
            unit="epochs",
            title="Histograms",
            help="Every how many epochs the spread of the weights is written; 0 for never.",
        ),
        keras="callbacks.TensorBoard",
        left_out={
            "write_graph": "the graph is in the .horn file",
            "write_images": "weights are shown in the window",
            "write_steps_per_second": "the speed is told while training",
            "profile_batch": "nothing is profiled",
            "embeddings_freq": "embeddings are shown in the window",
            "embeddings_metadata": "embeddings are shown in the window",
        },
        source="https://keras.io/api/callbacks/tensorboard/",
        words=("TensorBoard", "SummaryWriter", "tfevents", "텐서보드", "기록"),
    ),
)
