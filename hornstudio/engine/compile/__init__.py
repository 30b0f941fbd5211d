"""Graph to pure functions: init, apply, step."""

from importlib import import_module
from typing import TYPE_CHECKING

from hornstudio.engine.lazy import make_callable

if TYPE_CHECKING:
    from hornstudio.engine.catalog import Catalog
    from hornstudio.engine.compile.program import Program
    from hornstudio.engine.graph import Graph


def compile(graph: "Graph", modules: "Catalog | None" = None) -> "Program":
    """A graph as pure functions of weights, state and batches. Raises: RunError."""
    plan = import_module(f"{__name__}.plan").plan_graph(graph, modules=modules)
    program: Program = import_module(f"{__name__}.program").Program(plan)
    return program


make_callable(__name__)
