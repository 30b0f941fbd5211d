"""What is left of a training that is ended on the way."""

from typing import TYPE_CHECKING

from hornstudio.ui.translate import tr

if TYPE_CHECKING:
    from hornstudio.ui.training.trainer import Trainer


def kept_words(trainer: "Trainer") -> str:
    """What a person is told before it is ended: a stop keeps every step that was made."""
    if trainer.has_started and trainer.step is not None:
        return tr("What was learned up to this step is kept.")
    if trainer.has_checkpoint:
        return tr("What was learned before is kept.")
    return tr("It has not learned anything yet, so nothing is kept.")
