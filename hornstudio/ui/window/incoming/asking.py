"""The network in front is asked about samples, as it was trained last."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from hornstudio.engine.errors import HornError
from hornstudio.ui.window.incoming.drop import why_not_predicted
from hornstudio.ui.window.incoming.samples import (
    Input,
    choose_data,
    choose_for_each,
    choose_samples,
    data_of,
    graph_of,
    inputs_of,
)
from hornstudio.ui.window.obstacle import UNTRAINED
from hornstudio.ui.words.translate import tr_engine

if TYPE_CHECKING:
    from hornstudio.ui.main_window import MainWindow

_OF_ALL_INPUTS = ".npz"


def trained_run(window: "MainWindow") -> str:
    """Folder of the run that the network in front is asked by; empty without one."""
    return window.workspace.training.trainer.trained_run if window.has_document else ""


def ask_about(window: "MainWindow", paths: Sequence[Path]) -> None:
    """Ask it about samples that were dropped; where it has several inputs, about others with them.

    An .npz may have the samples of all inputs.
    """
    run = trained_run(window)
    if not run:
        window.incoming.refuse(paths[0], why_not_predicted())
        return
    files = {"": list(paths)}
    inputs = [] if _may_have_all(paths) else _inputs_of(run)
    if len(inputs) > 1:
        files = choose_for_each(window, inputs, _dealt(inputs, paths))
    if files:
        window.incoming.predict(files, run)


def _dealt(inputs: Sequence[Input], paths: Sequence[Path]) -> dict[str, Path]:
    """By input, the file that is for it, as far as endings tell."""
    found: dict[str, Path] = {}
    for path in paths:
        free = [each for each in inputs if each.name not in found]
        fitting = [each for each in free if path.suffix.lower() in each.endings]
        found |= {each.name: path for each in (fitting or free)[:1]}
    return found


def _may_have_all(paths: Sequence[Path]) -> bool:
    return len(paths) == 1 and paths[0].suffix.lower() == _OF_ALL_INPUTS


def _inputs_of(run: str) -> list[Input]:
    """What it has to be given; nothing of a run that cannot be read, which is told when asked."""
    try:
        return inputs_of(run)
    except HornError:
        return []


def _run_to_ask(window: "MainWindow") -> str:
    """As `trained_run`; that there is none, deleted or edited away a moment ago, is told."""
    run = trained_run(window)
    if not run:
        window.status.show_notice(tr_engine(UNTRAINED))
    return run


def choose_and_measure(window: "MainWindow") -> None:
    """Let a person choose data that the network has not seen, and measure it on that."""
    run = _run_to_ask(window)
    if not run:
        return
    try:
        graph = graph_of(run)
    except HornError as error:
        window.incoming.refuse(Path(run), tr_engine(error.text))
        return
    files = choose_data(window, data_of(graph), window.filing.folder)
    if files:
        window.incoming.measure(files, run, graph)


def choose_and_ask(window: "MainWindow") -> None:
    """Let a person choose samples, and ask the network about them."""
    run = _run_to_ask(window)
    if not run:
        return
    files = choose_samples(window, _inputs_of(run), window.filing.folder)
    if files:
        window.incoming.predict(files, run)
