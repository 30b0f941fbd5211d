"""The graph as Python: to read while it changes, to copy, to save."""

from hornstudio.ui.panels.code.code_view import CodeView
from hornstudio.ui.panels.code.export_dialog import ExportDialog

__all__ = ["CodeView", "ExportDialog"]
