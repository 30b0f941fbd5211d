"""What a person calls a network that has no file; with a number, where several are called so."""

from hornstudio.engine.graph import UNNAMED
from hornstudio.engine.storage.journal import Work
from hornstudio.ui.words.translate import tr


def title_text(name: str, number: int = 0, of_run: str = "") -> str:
    """`untitled 2`. number: which one it is of those of this name; the first one shows none.

    of_run: what the run is called that it was trained in, such as `mlp-20260101-100000`; then
    `mlp (run 20260101-100000)`.
    """
    words = tr("untitled") if name == UNNAMED else name
    if of_run:
        words = tr("{network} (run {run})", network=words, run=of_run.removeprefix(f"{name}-"))
    return f"{words} {number}" if number > 1 else words


def name_from(text: str) -> str:
    """The name of a graph that a person calls so."""
    return UNNAMED if text == tr("untitled") else text


def run_text(name: str) -> str:
    """What a run is called, which has the name of its network where nobody has given it one."""
    rest = name.removeprefix(f"{UNNAMED}-")
    return name if rest == name else f"{tr('untitled')}-{rest}"


def work_title(work: Work) -> str:
    """What unsaved work was called in its window."""
    return work.file.name if work.file else title_text(work.graph.name, work.number, work.of_run)
