"""What is drawn of a run, and two figures to draw."""

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from hornstudio.ui.panels.training.wording.metric_name import MetricName

LOSS = MetricName("loss", "Loss")
ACCURACY = MetricName("accuracy", "Accuracy", share=True)


def drawn(curve):
    x, y = curve.getData()
    return (np.empty(0), np.empty(0)) if x is None or not curve.isVisible() else (x, y)


def turn_wheel(view, at: QPointF) -> None:
    viewport = view.plot.viewport()
    spot, turned = viewport.mapToGlobal(at), QPoint(0, 120)
    button, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    phase = Qt.ScrollPhase.NoScrollPhase
    QApplication.sendEvent(
        viewport, QWheelEvent(at, spot, QPoint(), turned, button, keys, phase, False)
    )
