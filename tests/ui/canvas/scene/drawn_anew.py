"""What is seen of a canvas, beside what all drawn anew would show. For tests only."""

import numpy as np
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication


def drawn(hand) -> tuple[QImage, QImage]:
    """Pictures of the viewport: from what is kept, and with all drawn anew."""
    view = hand.canvas.view
    QApplication.processEvents()
    view.viewport().repaint()
    QApplication.processEvents()
    view.viewport().repaint()
    assert view._underlay._picture is not None
    kept = view.viewport().grab().toImage()
    view._underlay.is_level = lambda: False
    anew = view.viewport().grab().toImage()
    del view._underlay.is_level
    return kept, anew


def assert_same(hand) -> QImage:
    """Hold them against each other; what is seen."""
    kept, anew = drawn(hand)
    assert_alike(kept, anew)
    return kept


def assert_alike(kept: QImage, anew: QImage) -> None:
    """Hold two pictures of one size against each other."""
    one, other = (np.asarray(image.constBits(), np.int16) for image in (kept, anew))
    assert np.abs(one - other).max() <= 3  # the dots of the ground, by where a part begins
