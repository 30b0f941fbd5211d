"""Which figures of an epoch tell most of it, where there is room for two."""

from collections.abc import Mapping

from hornstudio.engine.catalog import catalog
from hornstudio.engine.watch.figure import HELD_BACK, TOTAL


def headline(figures: Mapping[str, float], prefix: str, kinds: Mapping[str, str] = {}) -> list[str]:
    """The names of the total loss and of the first metric; without a metric, of another loss.

    prefix: before the names of those that are meant. Where none are of the validation, those of
    the training stand for them. kinds: of losses and metrics, by the names of their figures in
    training.
    """
    names = [name for name in figures if name.startswith(prefix)]
    if not names and prefix == HELD_BACK:
        names, prefix = list(figures), ""

    def rank(name: str) -> tuple[bool, bool]:
        plain = name.removeprefix(prefix)
        return plain != TOTAL, _is_loss(plain, kinds)

    return sorted(names, key=rank)[:2]


def _is_loss(name: str, kinds: Mapping[str, str]) -> bool:
    """What a person has called `second` may be one; where its kind is unknown, its name tells."""
    module = catalog().get(kinds[name]) if name in kinds else None
    return module.category == "loss" if module else TOTAL in name
