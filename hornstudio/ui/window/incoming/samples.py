"""Samples that a trained network is asked about: files that are chosen, one for each input."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from hornstudio.engine.catalog import catalog
from hornstudio.engine.check import check
from hornstudio.engine.data.inputs import data_nodes, needed_inputs
from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.graph import Graph
from hornstudio.engine.modules.arrays.reading import ARRAY_ENDINGS
from hornstudio.engine.modules.pictures.files import PICTURE_ENDINGS
from hornstudio.engine.params import FilePath, FolderPath
from hornstudio.engine.shapes import Spec
from hornstudio.ui.form.fields.file import FileField, introduce
from hornstudio.ui.form.fields.folder import FolderField
from hornstudio.ui.theme import current
from hornstudio.ui.widgets import file_dialog
from hornstudio.ui.words.translate import tr, tr_engine

Files = dict[str, list[Path]]
"""By input; those of the only one by the empty name."""

_NUMBERS = (*ARRAY_ENDINGS, ".csv")
_PICTURE_RANKS = (2, 3)
_WIDTH_PX = 520


@dataclass(frozen=True)
class Input:
    """What a network takes samples through: its name, which data it was trained on, which files
    can be given to it, and the folder where that data was; empty where it is nobody's own.
    takes_folder: a folder of such files is what is given.
    """

    name: str
    data: str
    endings: tuple[str, ...]
    folder: str = ""
    takes_folder: bool = False


def inputs_of(run: str) -> list[Input]:
    """What a run has to be given to be asked. Raises: HornError."""
    graph = graph_of(run)
    report = check(graph)
    return [
        _input(name, report.facts[port.partition(".")[0]], report.spec(port))
        for name, port in needed_inputs(graph, report).items()
    ]


def data_of(graph: Graph) -> list[Input]:
    """What a network has to be given to be measured, with the answers."""
    report = check(graph)
    return [_data(node, report.facts[node]) for node in data_nodes(graph, report)]


def graph_of(run: str) -> Graph:
    """What a run has trained. Raises: HornError."""
    # Here, because it needs NumPy, which the first sight of the window does without.
    from hornstudio.engine.train.kept.run_folder import RunFolder

    return RunFolder.open(Path(run)).graph()


def _input(name: str, facts: NodeFacts, spec: Spec | None) -> Input:
    own, values, title = facts.module.own, facts.values, tr_engine(facts.module.title)
    if own is None or values is None:
        pictures = PICTURE_ENDINGS if spec is None or spec.rank in _PICTURE_RANKS else ()
        shape = f"{title}: {spec}" if spec else title
        return Input(name, shape, (*pictures, *_NUMBERS))
    path = Path(values[own.param])
    endings = tuple(dict.fromkeys((*own.reads, ".npz")))
    return Input(name, f"{title}: {path.name}", endings, str(path.parent))


def _data(name: str, facts: NodeFacts) -> Input:
    own, values, title = facts.module.own, facts.values, tr_engine(facts.module.title)
    if own is None or values is None or own.labelled is None:
        return Input(name, title, (".npz",))
    path = Path(values[own.param])
    is_folder = any(p.name == own.param and isinstance(p, FolderPath) for p in facts.module.params)
    endings = () if is_folder else tuple(dict.fromkeys((*own.reads, ".npz")))
    known = tuple(e for e in endings if e not in PICTURE_ENDINGS)
    return Input(name, f"{title}: {path.name}", known, str(path.parent), takes_folder=is_folder)


def choose_data(parent: QWidget, inputs: Sequence[Input], folder: Path) -> Files:
    """Let a person choose what to measure with; nothing where they leave it."""
    title = tr("Choose data to measure with")
    if len(inputs) > 1:
        return choose_for_each(parent, inputs, title=title)
    if inputs and inputs[0].takes_folder:
        dialog = file_dialog.to_choose_folder(parent, title)
    else:
        filters = _filters(inputs[0].endings) if inputs else [tr("All files (*)")]
        dialog = file_dialog.to_open(parent, title, filters)
    return _chosen(dialog, inputs, folder)


def choose_samples(parent: QWidget, inputs: Sequence[Input], folder: Path) -> Files:
    """Let a person choose files; none where they leave it. folder: where to begin."""
    if len(inputs) > 1:
        return choose_for_each(parent, inputs)
    filters = _filters(inputs[0].endings) if inputs else [tr("All files (*)")]
    dialog = file_dialog.to_open(parent, tr("Choose samples to predict"), filters, several=True)
    return _chosen(dialog, inputs, folder)


def _chosen(dialog: QFileDialog, inputs: Sequence[Input], folder: Path) -> Files:
    home = inputs[0].folder if inputs else ""
    dialog.setDirectory(home if home and Path(home).is_dir() else str(folder))
    paths = file_dialog.chosen(dialog)
    return {"": paths} if paths else {}


def _filters(endings: Sequence[str]) -> list[str]:
    """All that can be given at first, then each kind of it by itself where there are several."""
    kinds: tuple[tuple[Callable[[str], str], Sequence[str]], ...] = (
        (lambda p: tr("Pictures ({patterns})", patterns=p), PICTURE_ENDINGS),
        (lambda p: tr("Arrays ({patterns})", patterns=p), ARRAY_ENDINGS),
        (lambda p: tr("Tables ({patterns})", patterns=p), (".csv", ".tsv", ".tab")),
    )
    found = [(words, [e for e in endings if e in kind]) for words, kind in kinds]
    by_kind = [words(_patterns(kind)) for words, kind in found if kind]
    whole = [tr("Samples ({patterns})", patterns=_patterns(endings))] if len(by_kind) > 1 else []
    return [*whole, *by_kind, tr("All files (*)")]


def _patterns(endings: Sequence[str]) -> str:
    return " ".join(f"*{ending}" for ending in endings)


def choose_for_each(
    parent: QWidget,
    inputs: Sequence[Input],
    given: Mapping[str, Path] | None = None,
    title: str = "",
) -> Files:
    """Let a person choose a file for each input. given: those that are there already."""
    dialog = InputFiles(inputs, given or {}, title or tr("Choose samples to predict"), parent)
    is_chosen = dialog.exec() == QDialog.DialogCode.Accepted
    files = dialog.files if is_chosen else {}
    dialog.deleteLater()
    return files


class InputFiles(QDialog):
    """A row for each input: its name, what it was trained on, and the file that it is to get."""

    def __init__(
        self,
        inputs: Sequence[Input],
        given: Mapping[str, Path],
        title: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(_WIDTH_PX)
        self.fields: dict[str, FolderField] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(current().px("space.x5"))
        words = QLabel(
            tr(
                "The network has several inputs. Choose a file for each; the first sample of one "
                "belongs to the first of the others, and so on."
            )
        )
        words.setWordWrap(True)
        column.addWidget(words)
        rows = QFormLayout()
        for each in inputs:
            rows.addRow(self._row(each, str(given.get(each.name, ""))))
        introduce(self.fields.values())
        column.addLayout(rows)
        column.addStretch(1)
        column.addWidget(self._buttons())
        self._renew()

    @property
    def files(self) -> Files:
        """By input, what was chosen."""
        return {name: [Path(field.line.text())] for name, field in self.fields.items()}

    def _row(self, each: Input, path: str) -> QVBoxLayout:
        field: FolderField
        if each.takes_folder:
            folder = FolderPath(name=each.name, default="", help=each.data)
            field = FolderField(folder, catalog(), self)
        else:
            file = FilePath(name=each.name, default="", endings=each.endings, help=each.data)
            field = FileField(file, catalog(), self)
        field.name_editors(each.name, each.data)
        field.show_value(path)
        field.value_edited.connect(self._renew)
        field.line.textEdited.connect(self._renew)
        self.fields[each.name] = field
        label = QLabel(tr("{name} ({data})", name=each.name, data=each.data))
        label.setBuddy(field.line)
        row = QVBoxLayout()
        row.setSpacing(4)
        row.addWidget(label)
        row.addWidget(field)
        return row

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(self)
        cancel = box.addButton(tr("&Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.go_on = box.addButton(tr("&Go on"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.go_on.setDefault(True)
        cancel.setAutoDefault(False)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        return box

    def _renew(self, _: object = None) -> None:
        lacking = [name for name, field in self.fields.items() if not field.line.text().strip()]
        self.go_on.setEnabled(not lacking)
        tip = tr("Choose a file for {names} first", names=", ".join(lacking))
        self.go_on.setToolTip(tip if lacking else "")
