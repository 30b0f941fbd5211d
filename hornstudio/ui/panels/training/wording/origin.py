"""Where a run begins that is trained on from the weights of another."""

from pathlib import Path

from hornstudio.ui.words.translate import tr


def origin_words(run: str, checkpoint: str) -> str:
    """`A branch of mlp-20260101-100000 at epoch 2`. checkpoint: `epoch-0002`, `best` or `last`."""
    name, number = Path(run).name, checkpoint.removeprefix("epoch-")
    if number.isdigit():
        return tr("A branch of {run} at epoch {epoch}", run=name, epoch=int(number))
    return tr("A branch of {run} at {checkpoint}", run=name, checkpoint=checkpoint)
