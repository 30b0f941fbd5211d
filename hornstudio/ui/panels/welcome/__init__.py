"""The start page: ready networks as pictures, recent files, and an empty canvas."""

from hornstudio.ui.panels.welcome.card import Card
from hornstudio.ui.panels.welcome.drawn import GraphPainter
from hornstudio.ui.panels.welcome.offer import Offer, words_of
from hornstudio.ui.panels.welcome.page import WelcomePage
from hornstudio.ui.panels.welcome.picture import Picture

__all__ = ["Card", "GraphPainter", "Offer", "Picture", "WelcomePage", "words_of"]
