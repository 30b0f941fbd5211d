"""The batch that the memory will do for, with one click."""

from PySide6.QtWidgets import QPushButton, QWidget

from hornstudio.engine.train.forecast import Forecast
from hornstudio.ui.words.translate import tr


class BatchOffer(QPushButton):
    """Seen only where the batch that is set will not do and a smaller one would."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "link")
        self.setProperty("dense", True)
        self.size_offered = 0
        self.hide()

    def show_forecast(self, forecast: Forecast | None) -> None:
        """Offer what is known to fit; nothing where all does, or where nothing is known."""
        fits = forecast is None or forecast.fits
        self.size_offered = 0 if fits or forecast is None else forecast.safe_batch
        self.setText(tr("Batch {count}", count=f"{self.size_offered}"))
        tip = tr("Set the largest batch for which the memory that is free will do")
        self.setToolTip(tip)
        self.setAccessibleDescription(tip)
        self.setVisible(bool(self.size_offered))
