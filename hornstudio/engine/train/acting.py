"""The callbacks that a graph asks for, made for one run."""

from hornstudio.engine.catalog import Catalog, catalog
from hornstudio.engine.errors import RunError
from hornstudio.engine.graph import Graph
from hornstudio.engine.module import CALLBACK
from hornstudio.engine.params import complete
from hornstudio.engine.watch.callback import Callback


def callbacks_of(graph: Graph, modules: Catalog | None = None) -> list[Callback]:
    """A callback for each that the training lists, in order.

    Raises: ParamError, RunError; the check of the graph names all that is wrong.
    """
    known = modules or catalog()
    made: list[Callback] = []
    for held in graph.training.callbacks:
        module = known.find(CALLBACK, held.kind)
        if module.watch is None:
            raise RunError("{kind} says nothing of what it does (`watch`)", kind=held.kind)
        made.append(module.watch(**complete(module.params, held.params, known.find)))
    return made
