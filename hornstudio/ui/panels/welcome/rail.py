"""The strip at the left of the start page: the brand, where one can go, theme and language."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from hornstudio.language.catalogue import NAMES
from hornstudio.ui.theme import current, pixmap, set_icon
from hornstudio.ui.words.language import spoken
from hornstudio.ui.words.translate import tr

WIDTH_PX = 248
_MARK_PX = 28
_ROW_PX = 34
_DOCUMENT_ICON = "cat-core"


class Rail(QFrame):
    """Signals: `home_clicked`, `templates_clicked`, `document_clicked`."""

    home_clicked = Signal()
    templates_clicked = Signal()
    document_clicked = Signal()

    def __init__(
        self,
        theme_menu: QMenu,
        language_menu: QMenu,
        shortcuts: QAction,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "panel")
        self.setFixedWidth(WIDTH_PX)
        self._mark = QLabel()
        self.home = _entry(tr("Home"), "home")
        self.home.setCheckable(True)
        self.home.setChecked(True)
        self.home.clicked.connect(self._on_home)
        self.templates = _entry(tr("Templates"), "layers")
        self.templates.clicked.connect(self.templates_clicked)
        self.document = _entry("", _DOCUMENT_ICON)
        self.document.clicked.connect(self.document_clicked)
        self.document.hide()
        self.theme = _entry(tr("Theme"), "theme")
        # Not as the button's own menu: Qt would move the words to make room for its arrow.
        self.theme.clicked.connect(lambda: self._pop_up(theme_menu, self.theme))
        self.language = _entry(NAMES.get(spoken(), spoken()), "globe")
        self.language.setToolTip(tr("Language of the window"))
        self.language.clicked.connect(lambda: self._pop_up(language_menu, self.language))
        self._lay_out(shortcuts)
        current().changed.connect(self._paint_mark)
        self._paint_mark()

    def show_document(self, title: str) -> None:
        """Offer the way back to the network that is open; an empty title: there is none."""
        words = tr("Back to {name}", name=title) if title else ""
        self.document.setText(_elided(self.document, words))
        self.document.setAccessibleName(words)
        self.document.setToolTip(words)
        self.document.setVisible(bool(title))
        set_icon(self.document, _DOCUMENT_ICON)  # anew, for only words set the icon off

    def _on_home(self) -> None:
        self.home.setChecked(True)
        self.home_clicked.emit()

    def _pop_up(self, menu: QMenu, button: QPushButton) -> None:
        above = QPoint(0, -menu.sizeHint().height())
        menu.popup(button.mapToGlobal(above))

    def _lay_out(self, shortcuts: QAction) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 18, 12, 14)
        column.setSpacing(2)
        brand = QHBoxLayout()
        brand.setContentsMargins(9, 0, 0, 14)
        brand.setSpacing(12)
        name = QLabel("HornStudio")
        name.setProperty("scale", "title")
        brand.addWidget(self._mark)
        brand.addWidget(name, 1)
        column.addLayout(brand)
        for button in (self.home, self.templates, self.document):
            column.addWidget(button)
        column.addStretch()
        column.addWidget(self.theme)
        column.addWidget(self.language)
        keys = _entry(shortcuts.iconText(), "keyboard")
        keys.setToolTip(shortcuts.toolTip())
        shortcuts.changed.connect(lambda: keys.setToolTip(shortcuts.toolTip()))
        keys.clicked.connect(shortcuts.trigger)
        column.addWidget(keys)

    def _paint_mark(self) -> None:
        ratio = self.devicePixelRatioF()
        self._mark.setPixmap(pixmap("brand-mark", "text.primary", _MARK_PX, ratio))


def _entry(text: str, icon_name: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("kind", "quiet")
    button.setFixedHeight(_ROW_PX)
    button.setStyleSheet("QPushButton { text-align: left; padding: 0 10px; }")
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    set_icon(button, icon_name)
    return button


def _elided(button: QPushButton, words: str) -> str:
    room = WIDTH_PX - 90
    return button.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
