"""Networks from files and runs, to be computed; data that has moved with them is found."""

from pathlib import Path

from hornstudio.cli.outcome import note
from hornstudio.cli.words import tr
from hornstudio.engine.graph import Graph
from hornstudio.engine.storage import files
from hornstudio.engine.storage.beside import with_data_beside


def load_network(file: Path) -> Graph:
    """The graph of a `.horn`. Raises: FileError."""
    return _with_data(files.load(file), file.parent)


def load_run(run: Path) -> Graph:
    """The graph of a run in this folder; its data may lie beside that. Raises: HornError."""
    # Here, because a command that only checks a file needs no checkpoints.
    from hornstudio.engine.train.kept.run_folder import RunFolder

    return _with_data(RunFolder.open(run).graph(), run.absolute().parent)


def _with_data(graph: Graph, folder: Path) -> Graph:
    graph, found = with_data_beside(graph, folder)
    for each in found:
        if each.has_moved:
            words = "{node}: there is no {named}; taking {path}"
            note(tr(words, node=each.node, named=each.named, path=each.path))
    return graph
