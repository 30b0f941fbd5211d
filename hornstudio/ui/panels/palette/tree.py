"""The list of modules: folds, follows the mouse, and starts drags."""

from PySide6.QtCore import QByteArray, QEvent, QMimeData, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QDrag, QKeyEvent, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTreeView, QWidget

from hornstudio.engine.module import Module
from hornstudio.ui.mime import KIND
from hornstudio.ui.panels.palette.entry import Role
from hornstudio.ui.panels.palette.portrait import portrait
from hornstudio.ui.panels.palette.row_painter import Index, RowPainter

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ModuleTree(QTreeView):
    """Modules by category.

    chosen(kind)      a module was double-clicked, or Enter was pressed on it
    picked()          it was double-clicked: the hand is at the mouse
    pointed(module)   the mouse or the keyboard came to a module; None when the mouse left
    left_upwards()    the arrow went up from the first row
    typed(text)       letters were typed, which are for the search field
    menu_wanted(module, at)   what can be done with a module is wanted, at a point of the screen
    """

    chosen = Signal(str)
    picked = Signal()
    pointed = Signal(object)
    left_upwards = Signal()
    typed = Signal(str)
    menu_wanted = Signal(object, QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entries = QStandardItemModel(self)
        self.setModel(self.entries)
        self.setItemDelegate(RowPainter(self))
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(18)
        self.setMouseTracking(True)
        self.setExpandsOnDoubleClick(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.entered.connect(lambda index: self.pointed.emit(index.data(Role.MODULE)))
        self.viewportEntered.connect(lambda: self.pointed.emit(None))
        self.clicked.connect(self._on_clicked)
        self.doubleClicked.connect(self._on_double_clicked)

    def module_at(self, index: Index) -> Module | None:
        """The module of a row; None for a category."""
        module = index.data(Role.MODULE)
        return module if isinstance(module, Module) else None

    def first_module(self) -> QModelIndex:
        """The uppermost row that is a module; not valid when there is none."""
        index = self.entries.index(0, 0)
        while index.isValid() and self.module_at(index) is None:
            index = self.indexBelow(index)
        return index

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Describe what the keyboard has come to."""
        super().currentChanged(current, previous)
        self.pointed.emit(self.module_at(current))

    def leaveEvent(self, event: object) -> None:
        """Describe the current row again."""
        super().leaveEvent(event)  # type: ignore[arg-type]
        self.pointed.emit(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses, letters search, the arrow up leads back to the search field."""
        index = self.currentIndex()
        is_plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
        )
        if event.key() in _ENTER:
            self._enter(index)
        elif event.key() == Qt.Key.Key_Up and not self.indexAbove(index).isValid():
            self.left_upwards.emit()
        elif is_plain and event.text().isprintable() and event.text().strip():
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Of the row under the pointer; with the keyboard, of the current one."""
        is_by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if is_by_key else self.indexAt(event.pos())
        module = self.module_at(index)
        if module is None:
            return
        self.setCurrentIndex(index)
        row = self.visualRect(index).bottomLeft()
        at = self.viewport().mapToGlobal(row) if is_by_key else event.globalPos()
        self.menu_wanted.emit(module, at)

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Drag a picture of the node that would be placed."""
        module = self.module_at(self.currentIndex())
        if module is None:
            return
        drag = QDrag(self)
        drag.setMimeData(mime_of(module))
        picture = portrait(module, self.devicePixelRatioF())
        drag.setPixmap(picture)
        size = picture.deviceIndependentSize()
        drag.setHotSpot(QPoint(round(size.width() / 2), 16))
        drag.exec(Qt.DropAction.CopyAction)
        # No system tells the row under the press that the mouse has left it: it would stay lit.
        # Posted, for Qt lights it once more when it is through with the move that began the drag.
        QApplication.postEvent(self.viewport(), QEvent(QEvent.Type.Leave))

    def _enter(self, index: QModelIndex) -> None:
        if self.module_at(index):
            self._choose(index)
        elif index.isValid():
            self.setExpanded(index, not self.isExpanded(index))

    def _on_double_clicked(self, index: QModelIndex) -> None:
        if self.module_at(index):
            self._choose(index)
            self.picked.emit()

    def _choose(self, index: QModelIndex) -> None:
        module = self.module_at(index)
        if module:
            self.chosen.emit(module.kind)

    def _on_clicked(self, index: QModelIndex) -> None:
        """A category folds wherever it is clicked, not only on its small arrow."""
        if index.data(Role.COUNT) is not None:
            self.setExpanded(index, not self.isExpanded(index))


def mime_of(module: Module) -> QMimeData:
    """What travels with a drag: the kind."""
    data = QMimeData()
    data.setData(KIND, QByteArray(module.kind.encode()))
    return data
