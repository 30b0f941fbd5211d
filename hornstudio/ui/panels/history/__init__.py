"""The steps of the undo history, to be looked at and gone to."""

from hornstudio.ui.panels.history.history import History

__all__ = ["History"]
