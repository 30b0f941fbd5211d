"""Training settings that one run has otherwise than its file says."""

from dataclasses import replace
from typing import Any

from hornstudio.engine.errors import HornError, RunError
from hornstudio.engine.graph import Graph
from hornstudio.engine.training_settings import with_settings


def with_training(graph: Graph, wishes: dict[str, Any]) -> Graph:
    """The graph with other training settings; None leaves one as it is.

    Raises: RunError on a bad value.
    """
    asked = {name: value for name, value in wishes.items() if value is not None}
    try:
        return replace(graph, training=with_settings(graph.training, asked))
    except HornError as error:
        raise RunError("training.{what}", what=error.text) from None
