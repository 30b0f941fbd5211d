"""The panel of modules: a search field, the list, and a card that describes."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from hornstudio.engine.module import Module
from hornstudio.engine.storage.shelf import offers
from hornstudio.ui.document import Document
from hornstudio.ui.panels.palette.card import Card
from hornstudio.ui.panels.palette.entry import fill
from hornstudio.ui.panels.palette.menu import ModuleMenu
from hornstudio.ui.panels.palette.tree import ModuleTree
from hornstudio.ui.search.ranking import NO_RANKING, Ranking
from hornstudio.ui.theme import current, set_icon
from hornstudio.ui.widgets.announcement import describe
from hornstudio.ui.words.translate import tr

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MARGIN_PX = 8
_BESIDE_WORDS_PX = 54
"""What the words of the search field have beside them: the glass, and gaps around the key."""


class Palette(QWidget):
    """Search field, list and card; a drag carries the kind as `mime.KIND`.

    module_chosen(kind)   a node of that kind is wanted
    picked()              with the mouse: the keyboard is free for what comes next
    """

    module_chosen = Signal(str)
    picked = Signal()

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.setProperty("kind", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("Modules"))
        self.search = self._make_search()
        self.tree = ModuleTree()
        self.tree.setAccessibleName(tr("List of modules"))
        self.card = Card()
        self._arrange()
        self.tree.chosen.connect(self.module_chosen)
        self.tree.picked.connect(self.picked)
        self.tree.pointed.connect(self._on_pointed)
        self.tree.left_upwards.connect(self.focus_search)
        self.tree.typed.connect(self._on_typed)
        self.tree.menu_wanted.connect(self._on_menu_wanted)
        current().changed.connect(self.tree.viewport().update)
        self._ranking: Callable[[], Ranking] = Ranking
        self._folded: set[str] = set()
        self._is_filtered = False
        self._fill("")
        document.graph_changed.connect(self._on_graph_changed)
        document.kept_changed.connect(self._on_kept_changed)
        document.selection_changed.connect(self._on_selection_changed)

    def rank_by(self, ranking: Callable[[], Ranking]) -> None:
        """Let the best matches that are equal stand in this order; it is asked for at a search."""
        self._ranking = ranking

    def focus_search(self) -> None:
        """Go to the search field, ready to replace what is in it."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the search field that lead into the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Down:
                self._enter_list()
                return True
            if event.key() in _ENTER:
                self._choose_first()
                return True
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return False

    def _make_search(self) -> QLineEdit:
        field = QLineEdit()
        field.setProperty("kind", "search")
        field.setPlaceholderText(tr("Search modules"))
        field.setAccessibleName(tr("Search modules"))
        field.setToolTip(tr("A name from HornStudio, Keras or PyTorch, in English or Korean"))
        glass = field.addAction(QIcon(), QLineEdit.ActionPosition.LeadingPosition)
        set_icon(glass, "search", "text.muted", 15)
        self.hint = QLabel(tr("Tab"))
        self.hint.setProperty("kind", "key")
        row = QHBoxLayout(field)
        row.setContentsMargins(0, 0, _MARGIN_PX, 0)
        row.addStretch()
        row.addWidget(self.hint)
        field.textChanged.connect(self._fill)
        field.installEventFilter(self)
        return field

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN_PX, 10, _MARGIN_PX, 10)
        layout.setSpacing(8)
        layout.addWidget(self.search)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.card)
        self.setFocusProxy(self.search)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow field has no room for the key beside its words."""
        super().resizeEvent(event)
        self._show_hint()

    def _show_hint(self) -> None:
        field = self.search
        words = field.fontMetrics().horizontalAdvance(field.placeholderText())
        needed = _BESIDE_WORDS_PX + words + self.hint.sizeHint().width()
        room = self.width() - 2 * _MARGIN_PX  # of the field, once it is laid out
        self.hint.setVisible(not field.text() and room >= needed)

    def _fill(self, query: str) -> None:
        """List what fits; what was folded stays folded after a search."""
        if not self._is_filtered:
            self._folded |= self._folded_now()
        self._is_filtered = bool(query.strip())
        self._show_hint()
        self._composites = self._composites_now()
        others = offers(self.document.graph)
        ranking = self._ranking() if self._is_filtered else NO_RANKING
        fill(self.tree.entries, self.document.modules, query, others, ranking)
        self.tree.setRootIsDecorated(not self._is_filtered)
        model = self.tree.entries
        for row in range(model.rowCount()):
            index = model.index(row, 0)
            if model.hasChildren(index):  # a module that is open would be read as such
                self.tree.setExpanded(index, model.item(row).text() not in self._folded)
        if self._is_filtered:
            self.tree.setCurrentIndex(self.tree.first_module())
        describe(self.search, self._found() if self._is_filtered else "")

    def _found(self) -> str:
        """What Enter would take of what is listed, and how much that is."""
        model, first = self.tree.entries, self.tree.first_module()
        if not first.isValid():
            return model.item(0).text()
        count = model.rowCount()
        listed = tr("1 module") if count == 1 else tr("{count} modules", count=count)
        return f"{first.data()}, {listed}"

    def _on_graph_changed(self, *_: object) -> None:
        """List the composites of today."""
        if self._composites_now() != self._composites:
            place = self.tree.verticalScrollBar().value()
            self._fill(self.search.text())
            self.tree.verticalScrollBar().setValue(place)

    def _on_selection_changed(self, _ids: tuple[str, ...]) -> None:
        """Something else fits now; what the person is about to choose keeps its place."""
        is_in_use = self.underMouse() or self.search.hasFocus() or self.tree.hasFocus()
        if self._is_filtered and not is_in_use:
            self._fill(self.search.text())

    def _on_menu_wanted(self, module: Module, at: QPoint) -> None:
        ModuleMenu(self.document, module, self, self.module_chosen.emit).pop_up(at)

    def _on_kept_changed(self) -> None:
        self._fill(self.search.text())

    def _composites_now(self) -> list[tuple[str, str]]:
        """What the rows of composites are made of."""
        modules = self.document.modules.category("composite")
        return [(m.kind, m.title) for m in [*modules, *offers(self.document.graph)]]

    def _folded_now(self) -> set[str]:
        model = self.tree.entries
        rows = [model.index(row, 0) for row in range(model.rowCount())]
        self._folded -= {str(i.data()) for i in rows if self.tree.isExpanded(i)}
        return {str(i.data()) for i in rows if model.hasChildren(i) and not self.tree.isExpanded(i)}

    def _enter_list(self) -> None:
        first = self.tree.first_module()
        if not first.isValid():
            return
        is_there = self._is_filtered and self.tree.currentIndex() == first
        below = self.tree.indexBelow(first)
        self.tree.setCurrentIndex(below if is_there and below.isValid() else first)
        self.tree.setFocus(Qt.FocusReason.TabFocusReason)

    def _choose_first(self) -> None:
        module = self.tree.module_at(self.tree.first_module())
        if module and self._is_filtered:
            self.module_chosen.emit(module.kind)
            self.search.selectAll()  # the next word is another search

    def _on_typed(self, text: str) -> None:
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.setText(text)

    def _on_pointed(self, module: Module | None) -> None:
        self.card.show_module(module or self.tree.module_at(self.tree.currentIndex()))
