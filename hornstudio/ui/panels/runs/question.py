"""What is asked about runs: a name, a note, tags, and whether to delete."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QInputDialog,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QWidget,
)

from hornstudio.engine.runs.record import RunRecord
from hornstudio.engine.text import Text, bytes_text
from hornstudio.engine.train.kept.checkpoint_folder import BEST, LAST
from hornstudio.ui.widgets.announcement import describe
from hornstudio.ui.widgets.question import is_sure
from hornstudio.ui.words.fit import fit_text
from hornstudio.ui.words.title import run_text
from hornstudio.ui.words.translate import tr

_SHOWN = 8
_WIDTH_PX = 420
OF_ANY = (BEST, LAST)
"""Checkpoints that every run has, as soon as it has one."""
Option = QInputDialog.InputDialogOption
Role = QMessageBox.ButtonRole


def ask_words(
    parent: QWidget, title: str, label: str, text: str, *, is_long: bool = False
) -> str | None:
    """Let a person change a text; None where they leave it. is_long: it may have lines."""
    dialog = QInputDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setLabelText(label)
    dialog.setOption(Option.UsePlainTextEditForTextInput, is_long)
    dialog.setTextValue(text)
    for field in dialog.findChildren(QPlainTextEdit):
        field.setTabChangesFocus(True)  # else the keyboard never comes to the buttons
        QShortcut(QKeySequence("Ctrl+Return"), field, dialog.accept)
        # Qt selects all of it when it is shown, so that the next letter would replace it.
        QTimer.singleShot(0, field, partial(field.moveCursor, QTextCursor.MoveOperation.End))
    dialog.setOkButtonText(tr("&Keep"))
    dialog.setCancelButtonText(tr("&Cancel"))
    dialog.resize(_WIDTH_PX, dialog.sizeHint().height())
    answer = dialog.textValue() if dialog.exec() == QDialog.DialogCode.Accepted else None
    dialog.deleteLater()
    return answer


def ask_checkpoint(
    parent: QWidget,
    name: str,
    stems: Sequence[str],
    fits: Mapping[str, Sequence[Text]],
    best_since: int = 0,
) -> str:
    """Let a person choose a checkpoint of a run; empty where they leave it.

    fits: by checkpoint, lines that say which weights will be taken over. best_since: the epoch
    before which none is compared with the best one; 0 where all are.
    """
    words = _checkpoints(stems, best_since)
    dialog = QInputDialog(parent)
    dialog.setWindowTitle(tr("Branch"))
    asked = tr(
        "The network that is open is trained as a new run. Where its weights fit those of "
        "{name}, they begin as they were in this checkpoint:",
        name=name,
    )
    dialog.setLabelText(asked)
    dialog.setComboBoxItems(list(words))
    dialog.setOkButtonText(tr("&Train"))
    dialog.setCancelButtonText(tr("&Cancel"))
    for label in dialog.findChildren(QLabel):
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
    dialog.resize(_WIDTH_PX, dialog.sizeHint().height())

    def tell(chosen: str) -> None:
        _tell_fit(dialog, fit_text(fits.get(words[chosen], ())), asked)

    dialog.textValueChanged.connect(tell)
    tell(dialog.textValue())
    is_chosen = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return words.get(dialog.textValue(), "") if is_chosen else ""


def _checkpoints(stems: Sequence[str], best_since: int) -> dict[str, str]:
    """Names of checkpoints by what is offered."""
    best = tr("The best one")
    if best_since:
        best = tr("The best one since epoch {first}", first=best_since)
    words = dict(zip((best, tr("The last one")), OF_ANY, strict=True))
    return words | {stem: stem for stem in reversed(stems)}


def _tell_fit(dialog: QInputDialog, told: str, asked: str) -> None:
    """Say what fits of the checkpoint that is chosen by now, above what is asked."""
    dialog.setLabelText(f"{told}\n\n{asked}" if told else asked)
    for field in dialog.findChildren(QComboBox):
        describe(field, told)  # a label is not read aloud that is longer than a name
    dialog.resize(dialog.width(), dialog.sizeHint().height())


def may_delete(parent: QWidget, runs: Sequence[RunRecord]) -> bool:
    """Whether a person is sure; leaving the question is no."""
    if len(runs) == 1:
        words = tr("Delete the run {name} for good?", name=run_text(runs[0].name))
    else:
        words = tr("Delete these {count} runs for good?", count=len(runs))
    size = bytes_text(sum(r.size for r in runs))
    lines = [run_text(r.name) for r in runs[:_SHOWN]] if len(runs) > 1 else []
    if len(runs) > _SHOWN:
        lines.append(tr("… and {count} more", count=len(runs) - _SHOWN))
    lines.append(tr("{size} with all checkpoints. This cannot be undone.", size=size))
    return is_sure(parent, tr("Delete runs"), words, "\n".join(lines), tr("&Delete"))
