"""What a trained network says of samples that were dropped: pictures, or the rows of a table.

It is asked in a process of its own.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialogButtonBox, QWidget

from hornstudio.engine.data.answers import as_csv, sample_names, with_shares
from hornstudio.engine.disk.atomic import write_atomically
from hornstudio.engine.errors import FileError
from hornstudio.engine.lazy import np
from hornstudio.engine.train.kept.encoding import sentence_from_json
from hornstudio.ui.errand import Errand
from hornstudio.ui.widgets import file_dialog
from hornstudio.ui.window.problem_list import ReasonList
from hornstudio.ui.words.quantity import count_text, with_minus
from hornstudio.ui.words.translate import tr, tr_engine

MOST_ROWS = 1000  # of a table that are told of
_LIKELIEST = 3  # classes that are named of each sample
_MOST_NUMBERS = 10  # that are shown where they have no names


class Prediction(Errand):
    """One lot of samples at a time; another one takes its place.

    finished(heading, run, answers, table)  what they are; remarks and a line for each; what makes a
                                            CSV file of all of it
    failed(files, reason)                   names of the files
    """

    finished = Signal(str, str, list, object)
    failed = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._files: Mapping[str, Sequence[Path]] = {}
        self._run = ""

    def start(self, files: Mapping[str, Sequence[Path]], run: str) -> None:
        """Give samples, by input, to the best checkpoint of a run, of which this is the folder."""
        out = str(self.new_folder() / "said.npz")
        self._files, self._run = files, run
        self.run("predict", run, *arguments(files), "-o", out)

    def succeeded(self, facts: dict[str, Any], folder: Path) -> None:
        """Tell what was said, a line a sample."""
        with np.load(facts["file"], allow_pickle=False) as arrays:
            outputs = with_shares({n: arrays[n] for n in arrays}, facts.get("scored", ()))
        count, classes = max(map(len, outputs.values()), default=0), facts.get("classes", {})
        paths = next(iter(self._files.values()))
        samples = sample_names(paths, count)
        table = partial(as_csv, samples, outputs, classes)  # of many it takes seconds
        names, targets = names_of_all(self._files, count), facts.get("targets", {})
        lines = answers(names, outputs, classes, targets)
        lines = [*remarks_in(facts), *lines]
        self.finished.emit(heading_of(self._files), self._run, lines, table)

    def failed_because(self, reason: str) -> None:
        """Tell of which files."""
        self.failed.emit(file_names(self._files), reason)


def arguments(files: Mapping[str, Sequence[Path]]) -> list[str]:
    """Files by input, as the command line has them."""
    return [
        f"{name}={path.absolute()}" if name else str(path.absolute())
        for name, paths in files.items()
        for path in paths
    ]


def heading_of(files: Mapping[str, Sequence[Path]]) -> str:
    """What answers stand under."""
    count = max(map(len, files.values()))
    if count > 1:
        return tr("What the network says of {count} pictures", count=count)
    return tr("What the network says of {name}", name=file_names(files))


def file_names(files: Mapping[str, Sequence[Path]]) -> str:
    """The first file of each input."""
    return ", ".join(paths[0].name for paths in files.values())


def remarks_in(facts: Mapping[str, Any]) -> list[str]:
    """What is worth knowing of the samples, in the person's language."""
    remarks = facts.get("remarks", ())
    parts = facts.get("remarks_parts", [None] * len(remarks))
    pairs = zip(parts, remarks, strict=True)
    return [tr_engine(sentence_from_json(part, remark)) for part, remark in pairs]


def names_of_all(files: Mapping[str, Sequence[Path]], count: int) -> list[str]:
    """What each of so many samples is called by what each input gets of it."""
    by_input = [names_of(paths, count) for paths in files.values()]
    return [", ".join(dict.fromkeys(names)) for names in zip(*by_input, strict=True)]


def names_of(paths: Sequence[Path], count: int) -> list[str]:
    """What each of so many samples is called: its file, or its row where a file holds several.

    Of very many rows the first are named.
    """
    if len(paths) == count:
        return [path.name for path in paths]
    return [tr("row {number}", number=count_text(n)) for n in range(1, min(count, MOST_ROWS) + 1)]


class Answers(ReasonList):
    """What was said of each sample, and a button that saves it.

    table: makes what is saved.
    """

    def __init__(
        self,
        heading: str,
        run: str,
        lines: list[str],
        table: Callable[[], bytes],
        parent: QWidget | None = None,
    ) -> None:
        self._table = table
        super().__init__(
            tr("Prediction"),
            heading,
            tr("By the best checkpoint of the run {run}.", run=Path(run).name),
            lines,
            "info",
            parent,
        )

    def _buttons(self) -> QDialogButtonBox:
        box = super()._buttons()
        save = box.addButton(tr("&Save as a table…"), QDialogButtonBox.ButtonRole.ActionRole)
        save.clicked.connect(self.save)
        return box

    def save(self) -> None:
        """Let the person choose a file, and write a row for each sample into it."""
        filters = {tr("Tables (*.csv)"): ".csv"}
        dialog = file_dialog.to_save(self, tr("Save what the network says"), filters)
        for path in file_dialog.chosen(dialog):
            try:
                write_atomically(path, self._table())
            except FileError as error:
                refusal = ReasonList(
                    tr("Not saved"),
                    tr("{name} was not written", name=path.name),
                    "",
                    [tr_engine(error.text)],
                    "error",
                    self,
                )
                refusal.exec()
                refusal.deleteLater()


def answers(
    names: Sequence[str],
    outputs: Mapping[str, "np.ndarray"],
    classes: Mapping[str, Sequence[str]],
    targets: Mapping[str, str] = MappingProxyType({}),
) -> list[str]:
    """A line a sample, and how many more there are than names.

    outputs: arrays [N, ...] by node. classes: of their numbers. targets: what people call the one
    number of an output.
    """
    several = len(outputs) > 1
    lines = [
        f"{name}: "
        + "; ".join(
            (f"{node}: " if several else "")
            + (f"{targets[node]} " if node in targets else "")
            + said(array[place], classes.get(node, ()))
            for node, array in outputs.items()
        )
        for place, name in enumerate(names)
    ]
    left = max(map(len, outputs.values()), default=0) - len(names)
    more = tr("and {count} more rows, all of them in the saved table", count=left)
    return [*lines, more] if left > 0 else lines


def said(numbers: "np.ndarray", classes: Sequence[str]) -> str:
    """The likeliest classes first; without names the numbers, or how many there are."""
    if len(classes) != numbers.size:
        if numbers.size <= _MOST_NUMBERS:
            return ", ".join(with_minus(f"{number:.4g}") for number in numbers.flat)
        return tr("{shape} numbers", shape="×".join(map(str, numbers.shape)))
    best = np.argsort(-numbers, kind="stable")[:_LIKELIEST]
    are_shares = bool(numbers.min() >= 0) and abs(float(numbers.sum()) - 1) < 1e-3
    shown = (f"{100 * n:.1f} %" if are_shares else with_minus(f"{n:.4g}") for n in numbers[best])
    return ", ".join(f"{classes[i]} ({text})" for i, text in zip(best, shown, strict=True))
