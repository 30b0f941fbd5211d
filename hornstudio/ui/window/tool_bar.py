"""The bar above the canvas: files, history, Build or Code, Train, Export."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QToolButton, QWidget

from hornstudio.ui.action_set import Actions
from hornstudio.ui.theme import current, set_icon
from hornstudio.ui.translate import tr
from hornstudio.ui.window.train_button import TrainButton

_COMPACT_BELOW_PX = 860
_BUTTON_ICON_PX = 15


class ToolBar(QFrame):
    """Buttons for actions; where it is narrow, those at the left lose their words."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "panel")
        self.setFixedHeight(current().px("layout.toolBar"))
        self.setAccessibleName(tr("Tool bar"))
        self.train = TrainButton()
        self._worded = [_button(actions[name]) for name in ("new", "open", "save")]
        grid = QGridLayout(self)
        grid.setContentsMargins(10, 0, 12, 0)
        grid.setSpacing(0)
        grid.addLayout(self._left(actions), 0, 0)
        grid.addWidget(_segments([actions["build"], actions["code"]]), 0, 1)
        grid.addLayout(self._right(actions), 0, 2)
        # Equal shares on both sides keep the segments in the middle of the window.
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words where there is room."""
        super().resizeEvent(event)
        is_wide = self.width() >= _COMPACT_BELOW_PX
        style = (
            Qt.ToolButtonStyle.ToolButtonTextBesideIcon
            if is_wide
            else Qt.ToolButtonStyle.ToolButtonIconOnly
        )
        for button in self._worded:
            if button.toolButtonStyle() != style:
                button.setToolButtonStyle(style)

    def _left(self, actions: Actions) -> QHBoxLayout:
        row = _row()
        for button in self._worded:
            row.addWidget(button)
        row.addWidget(_divider())
        for name in ("undo", "redo"):
            button = _button(actions[name])
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            button.setProperty("kind", "icon")
            row.addWidget(button)
        row.addStretch()
        return row

    def _right(self, actions: Actions) -> QHBoxLayout:
        row = _row()
        row.setSpacing(8)
        self.export = export = QPushButton(actions["export"].iconText())
        _follow_tip(export, actions["export"])
        set_icon(export, "export", "text.primary", _BUTTON_ICON_PX)
        export.clicked.connect(actions["export"].trigger)
        _follow_enabled(export, actions["export"])
        row.addStretch()
        row.addWidget(self.train)
        row.addWidget(export)
        return row


def _row() -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(2)
    return row


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setAccessibleName(action.iconText())
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAutoRaise(True)
    return button


def _follow_tip(button: QPushButton, action: QAction) -> None:
    action.changed.connect(lambda: button.setToolTip(action.toolTip()))
    button.setToolTip(action.toolTip())


def _follow_enabled(button: QPushButton, action: QAction) -> None:
    action.enabledChanged.connect(button.setEnabled)
    button.setEnabled(action.isEnabled())


def _segments(actions: list[QAction]) -> QFrame:
    frame = QFrame()
    frame.setProperty("kind", "segments")
    row = QHBoxLayout(frame)
    row.setContentsMargins(1, 1, 1, 1)
    row.setSpacing(2)
    for action in actions:
        button = _button(action)
        button.setProperty("kind", "segment")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        row.addWidget(button)
    return frame


def _divider() -> QWidget:
    """A short upright line with room on both sides."""
    room = QWidget()
    row = QHBoxLayout(room)
    row.setContentsMargins(8, 0, 8, 0)
    line = QFrame()
    line.setProperty("kind", "divider")
    line.setFixedSize(1, 20)
    row.addWidget(line)
    return room
