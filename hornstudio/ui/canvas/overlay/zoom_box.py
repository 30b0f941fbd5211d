"""The zoom controls at the bottom left of the canvas."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from hornstudio.ui.theme import mono, set_icon
from hornstudio.ui.words.translate import tr


class ZoomBox(QFrame):
    """Out, the scale (a click returns to 100 %), in, fit, and whether there is a map."""

    out_asked = Signal()
    in_asked = Signal()
    reset_asked = Signal()
    fit_asked = Signal()
    map_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("zoomBox")
        self.setProperty("kind", "overlay")
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 3, 4, 3)
        row.setSpacing(1)
        self.scale = QToolButton()
        self.scale.setFont(mono("small"))
        self.scale.setFixedWidth(56)
        self.scale.setProperty("dense", True)
        self.scale.setAccessibleName(tr("Zoom to 100 %"))
        self.scale.setToolTip(tr("Zoom to 100 % (0)"))
        self.scale.clicked.connect(self.reset_asked)
        divider = QFrame()
        divider.setProperty("kind", "divider")
        divider.setFixedSize(1, 18)
        row.addWidget(self._button("minus", tr("Zoom out"), "-", self.out_asked))
        row.addWidget(self.scale)
        row.addWidget(self._button("plus", tr("Zoom in"), "+", self.in_asked))
        row.addSpacing(4)
        row.addWidget(divider)
        row.addSpacing(4)
        self.fit = self._button("fit", tr("Show everything"), "", self.fit_asked)
        row.addWidget(self.fit)
        self.map = self._button("minimap", tr("Show or hide the map"), "", self.map_asked)
        self.map.setCheckable(True)
        self.map.setChecked(True)
        row.addWidget(self.map)
        self.show_scale(1.0)

    def show_scale(self, scale: float) -> None:
        """Write the scale."""
        self.scale.setText(f"{round(scale * 100)} %")

    def show_keys(self, keys_of: Callable[[str], str]) -> None:
        """Say which keys of actions do the same."""
        for button, action_id in ((self.fit, "fit"), (self.map, "minimap")):
            button.setToolTip(_with_keys(button.accessibleName(), keys_of(action_id)))

    def _button(self, icon: str, what: str, key: str, asked: SignalInstance) -> QToolButton:
        button = QToolButton()
        button.setProperty("kind", "icon")
        button.setProperty("dense", True)
        button.setToolTip(_with_keys(what, key))
        button.setAccessibleName(what)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_icon(button, icon, "text.secondary", 15)
        button.clicked.connect(asked)
        return button


def _with_keys(what: str, keys: str) -> str:
    return f"{what} ({keys})" if keys else what
