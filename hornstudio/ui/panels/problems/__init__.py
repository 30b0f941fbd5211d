"""The list of everything that is wrong, each with its remedies."""

from hornstudio.ui.panels.problems.panel import Problems

__all__ = ["Problems"]
