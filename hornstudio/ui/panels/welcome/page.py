"""The page that is shown while there is no network yet."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from hornstudio.engine.errors import FileError
from hornstudio.engine.graph import Graph
from hornstudio.engine.storage.templates import Template
from hornstudio.ui.panels.welcome import hero
from hornstudio.ui.panels.welcome.card import Card
from hornstudio.ui.panels.welcome.drawn import GraphPainter
from hornstudio.ui.panels.welcome.offer import Offer
from hornstudio.ui.panels.welcome.rail import Rail
from hornstudio.ui.panels.welcome.recent import RecentFiles
from hornstudio.ui.panels.welcome.shelf import Shelf
from hornstudio.ui.theme import set_icon
from hornstudio.ui.widgets.divider import divider
from hornstudio.ui.words.translate import tr, tr_engine

_MARGIN_PX = 36
_MOST_RECENT = 4
# Cards a row, narrowest width in px, height of the picture for one px of its width.
_SMALL = (4, 208, 0.4)
_LARGE = (3, 300, 0.36)
_WORDS_PX = 520  # what the headline needs beside the drawing


class WelcomePage(QWidget):
    """Signals: what a person chose. `file_chosen(Path)`, `template_chosen(Graph)`."""

    new_chosen = Signal()
    open_chosen = Signal()
    back_chosen = Signal()
    file_chosen = Signal(object)
    template_chosen = Signal(object)

    def __init__(
        self,
        templates: Iterable[Template],
        paint_graph: GraphPainter,
        theme_menu: QMenu,
        language_menu: QMenu,
        shortcuts: QAction,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._paint_graph = paint_graph
        self._files: list[Path] = []
        self._reader = RecentFiles(self)
        self.rail = Rail(theme_menu, language_menu, shortcuts)
        self.hero = hero.Hero()
        self.new = _button(tr("New network"), "plus", "live", "text.onLive")
        self.open = _button(tr("Open"), "open", "", "text.primary")
        self.offer = Offer(paint_graph, self.open)
        self.recent = Shelf(*_SMALL)
        self.recent_title = _section(tr("Recent"))
        self.templates = Shelf(*_LARGE)
        self.templates_title = _section(tr("Start from a template"))
        self.area = self._lay_out()
        self.templates.show_cards([self._template_card(t) for t in templates])
        self._connect()
        self._show_recent(False)

    def show_files(self, files: list[Path]) -> None:
        """Show recent files; what is in them is read a moment later."""
        self._files = files[:_MOST_RECENT]
        self._show_recent(bool(self._files))
        if self._files:
            QTimer.singleShot(0, self, self._read_files)

    def show_document(self, title: str) -> None:
        """Offer the way back to the network that is open; an empty title: there is none."""
        self.rail.show_document(title)

    def focus_start(self) -> None:
        """Put the keyboard where a first person would go."""
        self.new.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The drawing goes where words need its room."""
        super().resizeEvent(event)
        room = self.width() - self.rail.width() - 2 * _MARGIN_PX
        self.hero.setVisible(room >= _WORDS_PX + hero.WIDTH_PX)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads back to the network that is open."""
        if event.key() == Qt.Key.Key_Escape and not self.rail.document.isHidden():
            self.back_chosen.emit()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """What nobody sees need not be read; it is shown anew with the page."""
        super().hideEvent(event)
        self._reader.stop()

    def _connect(self) -> None:
        self.new.clicked.connect(self.new_chosen)
        self.open.clicked.connect(self.open_chosen)
        self.rail.home_clicked.connect(lambda: self.area.verticalScrollBar().setValue(0))
        self.rail.templates_clicked.connect(self._go_to_templates)
        self.rail.document_clicked.connect(self.back_chosen)

    def _lay_out(self) -> QScrollArea:
        inside = QFrame()
        inside.setProperty("kind", "app")
        column = QVBoxLayout(inside)
        column.setContentsMargins(_MARGIN_PX, 24, _MARGIN_PX, _MARGIN_PX)
        column.setSpacing(14)
        column.addLayout(self._top())
        column.addSpacing(10)
        column.addWidget(self.offer)
        column.addWidget(self.recent_title)
        column.addWidget(self.recent)
        column.addSpacing(12)
        column.addWidget(self.templates_title)
        column.addWidget(self.templates)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(divider(upright=True))
        row.addWidget(area, 1)
        return area

    def _top(self) -> QHBoxLayout:
        headline = QLabel(tr("Build a network you can see"))
        headline.setProperty("scale", "display")
        line = QLabel(tr("Drag modules, wire them, press Train. Every shape is checked as you go."))
        line.setProperty("tone", "secondary")
        line.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.new)
        buttons.addWidget(self.open)
        buttons.addStretch()
        words = QVBoxLayout()
        words.setSpacing(8)
        words.addWidget(headline)
        words.addWidget(line)
        words.addSpacing(10)
        words.addLayout(buttons)
        box = QWidget()
        box.setLayout(words)
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        words.setContentsMargins(0, 20, 0, 20)
        row = QHBoxLayout()
        row.addWidget(box, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.hero)
        return row

    def _template_card(self, template: Template) -> Card:
        graph: Graph | None
        try:
            graph = template.graph()
        except FileError:
            graph = None
        title, line = tr_engine(template.title), tr_engine(template.description)
        card = Card(title, line, graph, self._paint_graph, lines=3)
        card.setToolTip(line)
        card.clicked.connect(lambda: self.template_chosen.emit(graph))
        card.setEnabled(graph is not None)
        return card

    def _read_files(self) -> None:
        cards = self._reader.cards(self._files, self._paint_graph)
        for path, card in zip(self._files, cards, strict=True):
            card.clicked.connect(partial(self.file_chosen.emit, path))
        self.recent.show_cards(cards)
        first = self.templates.cards[:1]
        if self.recent.cards and first:
            QWidget.setTabOrder(self.recent.cards[-1], first[0])

    def _show_recent(self, is_shown: bool) -> None:
        self.recent_title.setVisible(is_shown)
        self.recent.setVisible(is_shown)
        # The templates have the page for themselves while there is nothing of one's own.
        self.templates.reshape(*(_SMALL if is_shown else _LARGE))

    def _go_to_templates(self) -> None:
        self.area.ensureWidgetVisible(self.templates, 0, _MARGIN_PX)
        if self.templates.cards:
            self.templates.cards[0].setFocus(Qt.FocusReason.TabFocusReason)


def _button(text: str, icon_name: str, kind: str, ink: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("kind", kind)
    button.setMinimumHeight(36)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    set_icon(button, icon_name, ink, 16)
    return button


def _section(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("scale", "title")
    return label
