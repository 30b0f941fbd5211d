"""Finding nodes by what they are called, what they are, how they are set and what is wrong."""

from hornstudio.ui.panels.finder.finder import Finder

__all__ = ["Finder"]
