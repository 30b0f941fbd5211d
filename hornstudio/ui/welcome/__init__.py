"""The start page: ready networks as pictures, recent files, and an empty canvas."""

from hornstudio.ui.welcome.card import Card, GraphPainter
from hornstudio.ui.welcome.page import WelcomePage

__all__ = ["Card", "GraphPainter", "WelcomePage"]
