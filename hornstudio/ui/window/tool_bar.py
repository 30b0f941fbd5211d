"""The bar above the canvas: files, history, Build or Code, Train, Export."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QToolButton, QWidget

from hornstudio.ui.action.action_set import Actions
from hornstudio.ui.theme import current, set_icon
from hornstudio.ui.window.train_button import TrainButton
from hornstudio.ui.words.translate import tr

_MARGIN_PX = 12
_BUTTON_ICON_PX = 15


class ToolBar(QFrame):
    """Buttons for actions; where it is narrow, those at the left lose their words, and some go."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "panel")
        self.setFixedHeight(current().px("layout.toolBar"))
        self.setAccessibleName(tr("Tool bar"))
        self.train = TrainButton()
        self._files = [_button(actions[name]) for name in ("new", "open", "save")]
        self._guides = _sign(actions["guides"])
        self._drawing = [_button(actions[name]) for name in ("arrange", "frame")]
        grid = QGridLayout(self)
        grid.setContentsMargins(10, 0, _MARGIN_PX, 0)
        grid.setSpacing(0)
        self._line = _divider()
        self._left = self._make_left(actions)
        self._segments = _segments([actions["build"], actions["code"]])
        grid.addLayout(self._left, 0, 0)
        grid.addWidget(self._segments, 0, 1)
        grid.addLayout(self._make_right(actions), 0, 2)
        # Equal shares on both sides keep the segments in the middle of the window.
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words where there is room beside the segments, which stay in the middle."""
        super().resizeEvent(event)
        room = (self.width() - self._segments.sizeHint().width()) / 2 - _MARGIN_PX
        for words in (2, 1, 0, -1):
            self._dress(self._files, is_worded=words > 0)
            self._dress(self._drawing, is_worded=words > 1)
            for part in (self._line, *self._drawing, self._guides):
                part.setVisible(words >= 0)
            self._left.invalidate()  # Qt would still know the width from before
            if self._left.sizeHint().width() <= room:
                break

    @staticmethod
    def _dress(buttons: list[QToolButton], *, is_worded: bool) -> None:
        style = Qt.ToolButtonStyle
        wanted = style.ToolButtonTextBesideIcon if is_worded else style.ToolButtonIconOnly
        for button in buttons:
            if button.toolButtonStyle() != wanted:
                button.setToolButtonStyle(wanted)

    def minimumSizeHint(self) -> QSize:
        """Without what may go."""
        parts = (self._line, *self._drawing, self._guides)
        spare = sum(part.sizeHint().width() for part in parts)
        hint = super().minimumSizeHint()
        return QSize(hint.width() - spare, hint.height())

    def _make_left(self, actions: Actions) -> QHBoxLayout:
        row = _row()
        for button in self._files:
            row.addWidget(button)
        row.addWidget(_divider())
        for name in ("undo", "redo"):
            button = _sign(actions[name])
            button.setAccessibleName(actions.name(name))  # whatever is to be undone just now
            row.addWidget(button)
        row.addWidget(self._line)
        for button in self._drawing:
            row.addWidget(button)
        row.addWidget(self._guides)
        row.addStretch()
        return row

    def _make_right(self, actions: Actions) -> QHBoxLayout:
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


def _sign(action: QAction) -> QToolButton:
    """A button without words."""
    button = _button(action)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    button.setProperty("kind", "icon")
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
