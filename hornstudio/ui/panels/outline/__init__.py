"""The graph as a tree of words: every node, port, wire and problem, for ears and for keys."""

from hornstudio.ui.panels.outline.panel import Outline

__all__ = ["Outline"]
