"""How metrics are called, and how those that are shares from 0 to 1 are written: `98.50 %`."""

from hornstudio.ui.words.translate import tr

_PERSONS = ("Dice", "Huber", "Pearson", "Poisson", "Tversky")


def percent_text(share: float) -> str:
    """A share at a width that stays the same while it changes: `98.50 %`."""
    return f"{100 * share:.2f} %"


def metric_words(title: str) -> str:
    """What is measured by a loss or metric of this title, in a sentence: `accuracy`, `R2 score`.

    A module keeps its title in every language; what it measures has a name in each.
    """
    return tr(in_sentence(title))


def metric_label(title: str) -> str:
    """The same where it stands alone: `Accuracy`."""
    words = metric_words(title)
    return words[:1].upper() + words[1:]


def in_sentence(title: str) -> str:
    """`Mean IoU` as `mean IoU`; abbreviations and names of persons stay as they are."""
    first = title.split(" ")[0]
    is_letter = len(first.split("-")[0]) == 1
    if is_letter or first in _PERSONS or any(c.isupper() or c.isdigit() for c in first[1:]):
        return title
    return title[:1].lower() + title[1:]
