"""The panel at the right: forms made from the declarations of modules."""

from hornstudio.ui.panels.inspector.inspector import Inspector

__all__ = ["Inspector"]
