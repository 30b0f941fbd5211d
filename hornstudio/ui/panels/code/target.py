"""What a graph can be exported to."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hornstudio.engine import codegen
from hornstudio.engine.catalog import catalog
from hornstudio.engine.graph import Graph
from hornstudio.paths import resource


@dataclass(frozen=True, slots=True)
class Target:
    """A kind of script. write(graph) -> text; raises HornError where it cannot."""

    kind: str
    title: str
    write: Callable[[Graph], str]


def _writer(kind: str) -> Callable[[Graph], str]:
    return lambda graph: codegen.export(graph, kind)


TARGETS = (
    Target("jax", "JAX", _writer("jax")),
    Target("keras", "Keras", _writer("keras")),
    Target("flax", "Flax", _writer("flax")),
)


def companions(graph: Graph) -> list[Path]:
    """Data files that a script cannot fetch, because they ship with HornStudio alone."""
    modules = [catalog().get(node.kind) for _, node in graph]
    files = [file for module in modules if module for file in module.files]
    shipped = {resource("data", file.path): None for file in files if not file.urls}
    return [path for path in shipped if path.is_file()]
