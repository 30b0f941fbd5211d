"""Graph to Python text."""

from importlib import import_module
from typing import TYPE_CHECKING

from hornstudio.engine.errors import ExportError

if TYPE_CHECKING:
    from hornstudio.engine.graph import Graph

TARGETS = {"jax": "jax_script", "keras": "keras.script", "flax": "flax.script"}
"""What a graph can be exported to, and the file that does it."""


def export(graph: "Graph", to: str = "jax") -> str:
    """The text of a Python file that needs no HornStudio. Raises: ExportError."""
    if to not in TARGETS:
        known = ", ".join(TARGETS)
        raise ExportError(
            "{target} is no target of export; known are {known}", target=to, known=known
        )
    script = import_module(f"{__name__}.{TARGETS[to]}")
    text: str = getattr(script, f"export_{to}")(graph)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")  # half a surrogate pair
