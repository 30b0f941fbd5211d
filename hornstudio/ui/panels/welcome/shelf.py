"""Cards in rows; as many a row as fit."""

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hornstudio.ui.panels.welcome.card import Card

GAP_PX = 20


class Shelf(QWidget):
    """Lays its cards out anew when its width changes, and is as high as they need.

    columns: cards a row where there is room; narrowest: px below which a row takes fewer.
    aspect: height of a picture for one px of its width.
    """

    def __init__(
        self, columns: int, narrowest: int, aspect: float, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._columns, self._narrowest, self._aspect = columns, narrowest, aspect
        self.cards: list[Card] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def reshape(self, columns: int, narrowest: int, aspect: float) -> None:
        """Change how many and how large the cards are."""
        self._columns, self._narrowest, self._aspect = columns, narrowest, aspect
        self._arrange()

    def show_cards(self, cards: Sequence[Card]) -> None:
        """Put these cards here in place of those that were."""
        for old in self.cards:
            old.hide()
            old.deleteLater()
        self.cards = list(cards)
        previous: QWidget | None = None
        for card in self.cards:
            card.setParent(self)
            card.show()
            if previous is not None:
                QWidget.setTabOrder(previous, card)
            previous = card
        self._arrange()

    def columns_for(self, width: int) -> int:
        """Cards a row in that many px."""
        fitting = (width + GAP_PX) // (self._narrowest + GAP_PX)
        most = max(1, min(self._columns, fitting))
        rows = max(1, -(-len(self.cards) // most))
        # Rows of equal length look better than a last one with a single card.
        return max(1, -(-len(self.cards) // rows)) if rows > 1 else most

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may take other rows."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        columns = self.columns_for(self.width())
        width = (self.width() - (columns - 1) * GAP_PX) // columns
        words = max((card.words_px_at(width) for card in self.cards), default=0)
        height = round(width * self._aspect) + words
        for index, card in enumerate(self.cards):
            row, column = divmod(index, columns)
            card.words_px = words
            card.setGeometry(column * (width + GAP_PX), row * (height + GAP_PX), width, height)
        rows = -(-len(self.cards) // columns)
        wanted = max(0, rows * (height + GAP_PX) - GAP_PX)
        if wanted != self.minimumHeight():
            self.setFixedHeight(wanted)
