"""The panel at the left: every module, to search, read about and drag."""

from hornstudio.ui.palette.palette import Palette

__all__ = ["Palette"]
