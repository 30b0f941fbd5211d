"""What a run that has gone well by itself still has to say of its figures."""

import math
from collections.abc import Mapping, Sequence

from hornstudio.engine.composite.way import way_text
from hornstudio.engine.text import Text
from hornstudio.engine.watch.events import Knob
from hornstudio.engine.watch.figure import HELD_BACK

STILL = 1e-3
"""Share of itself by which a loss may move and still be called one that stands still."""
_FEW = 3
_GONE = 1e-3
"""Share of the highest learning rate below which nothing is learned any more."""


class Remarks:
    """words: all that is to be known at the end, each thing once."""

    def __init__(self) -> None:
        self.words: list[Text] = []
        self._losses: list[float] = []
        self._others: set[str] = set()

    def kept(self, *words: Text) -> tuple[Text, ...]:
        """The same words, which the end will tell, too."""
        self.words += words
        return words

    def hear(self, figures: Mapping[str, float]) -> None:
        """Note the figures of an epoch that is over."""
        self._losses.append(figures.get("loss", math.nan))

    @property
    def stands_still(self) -> int:
        """Epochs for which the loss has moved no more; 0 where it does."""
        return still_for(self._losses)

    def on_standing_still(self, count: int, epoch: int, steps: int, rates: Sequence[float]) -> Text:
        """That the loss has moved no more for so many epochs, and what may be done.

        epoch: the last one. steps: of an epoch. rates: learning rates, from the first step's to
        the last one's.
        """
        values = {"loss": f"{self._losses[-1]:.4g}", "epoch": epoch - count + 1}
        if rates and rates[-1] <= _GONE * max(rates):
            words = Text(
                "the loss has stood still at {loss} since epoch {epoch}, and the learning rate has "
                "come down to {rate}. If it should fall further: let the rate come down later, or "
                "less far; the run has {steps} steps",
                rate=f"{rates[-1]:.2g}",
                steps=f"{epoch * steps:,}",
                **values,
            )
        else:
            words = Text(
                "the loss has stood still at {loss} since epoch {epoch}. If it should fall "
                "further: have the inputs scaled to numbers near 0, try another learning rate, and "
                "look for frozen nodes, units that give only zeros, and labels that do not belong "
                "to their samples",
                **values,
            )
        return self.kept(words)[0]

    def on_other_figures(self, knob: Knob) -> list[Text]:
        """That figures are others since something was turned; said once of each."""
        new = [name for name in knob.changes if name not in self._others]
        if not new:
            return []
        self._others |= set(new)
        return [
            Text(
                "{place} was turned: from here on {figures} is another figure, and what is best by "
                "it (epoch, weights, checkpoint, a plateau, an early end) is decided anew",
                place=way_text(f"{knob.node}.{knob.param}"),
                figures=", ".join(name for name in new if HELD_BACK + name in new),
            )
        ]

    def on_gone_rate(self, steps: int, rates: Sequence[float]) -> Text:
        """That for half of its steps a run could learn next to nothing, and what may be done."""
        words = Text(
            "for half of the run or more the learning rate was {rate} or less, with which next to "
            "nothing is learned; at its highest it was {most}. Let it come down later, or train "
            "for fewer epochs; the run has {steps} steps",
            rate=f"{max(rates[len(rates) // 2 :]):.2g}",
            most=f"{max(rates):.2g}",
            steps=f"{steps:,}",
        )
        return self.kept(words)[0]


def is_gone(rates: Sequence[float]) -> bool:
    """Whether a learning rate has been next to nothing for the latter half of a run.

    rates: from the first step's to the last one's.
    """
    half = rates[len(rates) // 2 :]
    return len(rates) > 1 and max(rates) > 0 and max(half) <= _GONE * max(rates)


def still_for(losses: list[float]) -> int:
    """Epochs for which the loss has hardly moved, counted back from the last; 0 where it has.

    losses: of epochs one after the other. It has to be half of them, and three where there are.
    """
    least = max(min(_FEW, len(losses)), math.ceil(len(losses) / 2), 2)
    if len(losses) < least or not losses[-1] or not all(map(math.isfinite, losses[-least:])):
        return 0
    count, low, high = 0, losses[-1], losses[-1]
    for loss in reversed(losses):
        low, high = min(low, loss), max(high, loss)
        if not high - low <= STILL * abs(losses[-1]):
            break
        count += 1
    return count if count >= least else 0
