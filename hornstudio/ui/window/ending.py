"""A training that is ended on the way: whether it may be, and what is left of it."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMessageBox, QWidget

from hornstudio.ui.widgets.question import is_sure
from hornstudio.ui.words.translate import tr

if TYPE_CHECKING:
    from hornstudio.ui.panels.training.course.trainer import Trainer


def kept_words(trainer: "Trainer") -> str:
    """What a person is told before it is ended: a stop keeps every step that was made."""
    if has_learned(trainer):
        return tr("What was learned up to this step is kept.")
    if trainer.has_checkpoint:
        return tr("What was learned before is kept.")
    return tr("It has not learned anything yet, so nothing is kept.")


def has_learned(trainer: "Trainer") -> bool:
    """Whether a stop of the training has something to keep."""
    return trainer.has_started and trainer.step is not None


def may_end(window: QWidget, trainer: "Trainer", words: str) -> bool:
    """Ask whether the training may end; Cancel is what Enter and Esc mean."""
    return is_sure(
        window,
        tr("Training"),
        words,
        kept_words(trainer),
        tr("&End it and close"),
        QMessageBox.ButtonRole.AcceptRole,
        QMessageBox.Icon.Question,
    )
