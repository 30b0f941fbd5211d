"""Where a run begins that is trained on from the weights of another."""

from pathlib import Path

from hornstudio.engine.text import Text
from hornstudio.engine.train.kept.checkpoint_folder import BEST, LAST
from hornstudio.engine.train.kept.mark import BEFORE_THE_FIRST


def origin_words(run: str, checkpoint: str) -> Text:
    """`From epoch 2 of mlp-20260101-100000`. checkpoint: `epoch-0002`, `best` or `last`."""
    name, number = Path(run).name, checkpoint.removeprefix("epoch-")
    if checkpoint == BEFORE_THE_FIRST.stem:
        return Text("From the weights of {run}", run=name)
    if number.isdigit():
        return Text("From epoch {epoch} of {run}", run=name, epoch=int(number))
    if checkpoint == BEST:
        return Text("From the best epoch of {run}", run=name)
    if checkpoint == LAST:
        return Text("From the end of {run}", run=name)
    return Text("From {checkpoint} of {run}", run=name, checkpoint=checkpoint)
