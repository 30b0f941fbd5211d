"""The panel at the left: every module, to search, read about and drag."""

from hornstudio.ui.panels.palette.palette import Palette

__all__ = ["Palette"]
