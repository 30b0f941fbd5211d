"""The table: as many rows as there are runs, drawn where they are in sight."""

from functools import partial

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QPoint,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QIcon,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from hornstudio.engine.runs.record import RunRecord
from hornstudio.ui.panels.runs.column import DEFAULT, METRIC, columns, widths
from hornstudio.ui.panels.runs.model import COLUMN_ROLE, Index, RunsModel
from hornstudio.ui.theme import current
from hornstudio.ui.widgets.staying_menu import StayingMenu
from hornstudio.ui.words.translate import tr

Selection = QItemSelectionModel.SelectionFlag
_SIGN_PX, _SAMPLE_PX, _APART_PX = 13, 18, 6


class RunsTable(QTableView):
    """selected_changed(): other runs are selected, or they changed.

    columns_chosen(ids): a person wants other columns. refused(str): why a key does nothing now.
    """

    selected_changed = Signal()
    columns_chosen = Signal(list)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.runs = RunsModel(self)
        self.metrics: tuple[str, ...] = ()
        self.setModel(self.runs)
        self.setAccessibleName(tr("Runs"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.hovered = -1
        self.entered.connect(lambda index: self._hover(index.row()))
        self.viewportEntered.connect(lambda: self._hover(-1))
        self.setItemDelegate(_Cell(self))
        self.setShowGrid(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(current().px("layout.rowHeight"))
        header = self.horizontalHeader()
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        # Of its own, because a heading asks every run whether its column is selected, to look so.
        header.setSelectionModel(QItemSelectionModel(self.runs, self))
        header.setSectionsMovable(True)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._on_header_menu)
        self.selectionModel().selectionChanged.connect(lambda *_: self.selected_changed.emit())
        self._is_fitting = self._is_sized_by_hand = False
        self.show_columns([])
        header.sectionResized.connect(self._on_resized)
        # The newest first, and told to nobody: it is the order that the list has anyway.
        header.setSortIndicator(-1, Qt.SortOrder.DescendingOrder)
        self.setSortingEnabled(True)

    @property
    def column_ids(self) -> list[str]:
        """Ids of the columns that are shown, as they stand."""
        header = self.horizontalHeader()
        places = [header.logicalIndex(i) for i in range(header.count())]
        return [self.runs.columns[place].id for place in places]

    @property
    def selected(self) -> list[RunRecord]:
        """The selected runs, from top to bottom."""
        spans = [(s.top(), s.bottom()) for s in self.selectionModel().selection().toList()]
        rows = sorted({row for top, bottom in spans for row in range(top, bottom + 1)})
        return [self.runs.rows[row] for row in rows]

    def show_runs(self, rows: list[RunRecord]) -> None:
        """Show these; the selection and what is in sight stay where they can."""
        paths = {r.path for r in self.selected}
        at = self.currentIndex()
        standing = self.runs.rows[at.row()].path if at.isValid() else ""
        scrolled = self.verticalScrollBar().value()
        was_empty = not self.runs.rows
        if not self.runs.show(rows):
            if paths:
                self.selected_changed.emit()  # the same runs, but they are not what they were
            return
        self._select(paths, standing, max(0, at.column()))
        self.verticalScrollBar().setValue(scrolled)
        if was_empty and self.hasFocus():  # the keyboard was there before the runs had been read
            self._begin()

    def show_columns(self, ids: list[str]) -> None:
        """Show these columns; none: those of the beginning."""
        paths, at = {r.path for r in self.selected}, self.currentIndex()
        standing = self.runs.rows[at.row()].path if at.isValid() else ""
        header = self.horizontalHeader()
        self.runs.show_columns(ids)
        self._fit()
        for index in range(len(self.runs.columns)):
            if header.visualIndex(index) != index:
                header.moveSection(header.visualIndex(index), index)
        self._select(paths, standing, 0)

    def column_menu(self) -> QMenu:
        """All columns, those of metrics below; what is shown is checked."""
        menu, shown = StayingMenu(self), self.column_ids
        names = [(c.id, c.title) for c in columns()]
        metrics = [(METRIC + name, name) for name in self.metrics]
        for group in (names, metrics):
            for column_id, title in group:
                action = menu.addAction(title.replace("&", "&&"))
                action.setCheckable(True)
                action.setChecked(column_id in shown)
                action.setEnabled(column_id != "name")
                action.toggled.connect(partial(self._on_column_toggled, column_id))
            menu.addSeparator()
        menu.addAction(tr("As at first")).triggered.connect(lambda: self._choose(list(DEFAULT)))
        return menu

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns that nobody has made wider or narrower share the room."""
        super().resizeEvent(event)
        if not self._is_sized_by_hand:
            self._fit()

    def leaveEvent(self, event: QEvent) -> None:
        """No row is under the pointer."""
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, row: int) -> None:
        """The pointer is over this row, all of which is shaded; -1 for none."""
        if row != self.hovered:
            self.hovered = row
            self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Shift it goes sideways, as in browsers and spreadsheets."""
        if event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            bar, turned = self.horizontalScrollBar(), event.angleDelta()
            bar.setValue(bar.value() - (turned.y() or turned.x()))
            event.accept()
        else:
            super().wheelEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard begins at the first run; a press on a heading chooses none."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self._begin()

    def _begin(self) -> None:
        """Select the run where the keyboard stands, or the first one, unless some are selected."""
        if self.runs.rows and not self.selectionModel().hasSelection():
            here = self.currentIndex()
            place = here if here.isValid() else self.runs.index(0, 0)
            how = Selection.ClearAndSelect | Selection.Rows
            self.selectionModel().setCurrentIndex(place, how)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The key of an action that cannot be done now says why."""
        pressed = QKeySequence(event.keyCombination())
        refused = [a for a in self.actions() if not a.isEnabled() and a.shortcut() == pressed]
        if refused:
            self.refused.emit(refused[0].data() or "")
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters look for nothing here: the filter does that."""

    def _fit(self) -> None:
        header = self.horizontalHeader()
        self._is_fitting = True
        for index, px in enumerate(widths(self.runs.columns, self.viewport().width())):
            header.resizeSection(index, px)
        self._is_fitting = self._is_sized_by_hand = False

    def _on_resized(self, index: int, old: int, new: int) -> None:
        """The last one takes what is left, whoever changes another."""
        is_last = self.horizontalHeader().visualIndex(index) == len(self.runs.columns) - 1
        self._is_sized_by_hand |= not (self._is_fitting or is_last)

    def _select(self, paths: set[str], standing: str, column: int) -> None:
        chosen, last = QItemSelection(), self.runs.columnCount() - 1
        model = self.selectionModel()
        for row, record in enumerate(self.runs.rows):
            if record.path in paths:
                chosen.select(self.runs.index(row, 0), self.runs.index(row, last))
            if record.path == standing:
                place = self.runs.index(row, min(column, last))
                model.setCurrentIndex(place, Selection.NoUpdate)
        model.select(chosen, Selection.ClearAndSelect | Selection.Rows)
        self.selected_changed.emit()

    def _on_header_menu(self, at: QPoint) -> None:
        menu = self.column_menu()
        menu.exec(self.horizontalHeader().mapToGlobal(at))
        menu.deleteLater()

    def _on_column_toggled(self, column_id: str, is_shown: bool) -> None:
        ids = [i for i in self.column_ids if i != column_id]
        self._choose([*ids, column_id] if is_shown else ids)

    def _choose(self, ids: list[str]) -> None:
        self.show_columns(ids)
        self.columns_chosen.emit(ids)


class _Cell(QStyledItemDelegate):
    """Names of runs differ at their ends and lose their middle; all else is cut at its end.

    Before the name of one that is drawn in the charts is a sample of its line.
    """

    def __init__(self, table: RunsTable) -> None:
        super().__init__(table)
        self._table = table

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Cut it as its column is cut, and shade it as its row is."""
        super().initStyleOption(option, index)
        over = QStyle.StateFlag.State_MouseOver
        is_hovered = index.row() == self._table.hovered
        option.state = option.state | over if is_hovered else option.state & ~over
        is_name = index.data(COLUMN_ROLE) == "name"
        mode = Qt.TextElideMode.ElideMiddle if is_name else Qt.TextElideMode.ElideRight
        option.textElideMode = mode
        runs = self._table.runs
        if is_name and (look := runs.look_of(runs.rows[index.row()].path)) is not None:
            _add_sample(option, look)


def _add_sample(option: QStyleOptionViewItem, look: QPen) -> None:
    """A piece of a line as it is drawn, and after it the sign that is there already."""
    size, ratio = QSize(_SAMPLE_PX, _SIGN_PX), option.widget.devicePixelRatioF()
    has_sign = not option.icon.isNull()
    if has_sign:
        size.setWidth(_SAMPLE_PX + _APART_PX + _SIGN_PX)
    picture = QPixmap(size * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(look)
    middle = _SIGN_PX / 2
    painter.drawLine(QPointF(1, middle), QPointF(_SAMPLE_PX - 1, middle))
    if has_sign:
        option.icon.paint(painter, QRect(_SAMPLE_PX + _APART_PX, 0, _SIGN_PX, _SIGN_PX))
    painter.end()
    option.icon, option.decorationSize = QIcon(picture), size
    option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
