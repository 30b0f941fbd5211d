"""The list of all keys: searched, changed, and put back."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from hornstudio.ui.action.menus import menus
from hornstudio.ui.action.row import without_mark
from hornstudio.ui.panels.shortcuts.gesture import gestures
from hornstudio.ui.panels.shortcuts.keymap import Keymap
from hornstudio.ui.panels.shortcuts.row import FixedRow, Row
from hornstudio.ui.search.field import SearchField
from hornstudio.ui.widgets.room import resize_on_screen
from hornstudio.ui.words.translate import tr

_SIZE = (640, 680)
_MARGIN_PX = 24


class ShortcutsDialog(QDialog):
    """Actions in the groups of the menu bar, then what mouse and keys do on the canvas."""

    def __init__(self, keymap: Keymap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keymap = keymap
        self.setWindowTitle(tr("Keyboard shortcuts"))
        self.field = SearchField()
        self.field.setPlaceholderText(tr("Search by words or by keys"))
        self.field.setAccessibleName(tr("Search shortcuts"))
        self.field.typed.connect(self._filter)
        self.rows: dict[str, Row] = {}
        self._sections: list[tuple[QWidget, list[Row] | list[FixedRow]]] = []
        self._column = QVBoxLayout()
        self.empty = QLabel(tr("No command is called that. Try another word."))
        self.empty.setProperty("tone", "muted")
        self.empty.hide()
        self._fill()
        self.reset_all = QPushButton(tr("Put &all back"))
        self.reset_all.setToolTip(tr("Give every action its first keys again"))
        self.reset_all.clicked.connect(keymap.reset_all)
        self._build()
        keymap.actions.news.keys_changed.connect(self._on_keys_changed)
        self._on_keys_changed()
        resize_on_screen(self, *_SIZE)

    def _fill(self) -> None:
        for menu in menus():
            found = [Row(self._keymap, item) for item in menu.ids()]
            self.rows |= {row.action_id: row for row in found}
            self._add(without_mark(menu.title), found)
        fixed = [FixedRow(gesture.words, gesture.how) for gesture in gestures()]
        self._add(tr("Canvas, fixed"), fixed)
        self._column.addWidget(self.empty)
        self._column.addStretch(1)  # all of it: what is found stands right below its heading

    def _add(self, title: str, rows: list[Row] | list[FixedRow]) -> None:
        section = QWidget()
        lines = QVBoxLayout(section)
        lines.setContentsMargins(0, 0, 0, 16)
        lines.setSpacing(2)
        head = QLabel(title)
        head.setProperty("scale", "group")
        lines.addWidget(head)
        for row in rows:
            lines.addWidget(row)
        self._sections.append((section, rows))
        self._column.addWidget(section)

    def _build(self) -> None:
        inside = QWidget()
        self._column.setContentsMargins(_MARGIN_PX, 0, _MARGIN_PX, 0)
        inside.setLayout(self._column)
        area = QScrollArea()
        area.setAccessibleName(self.windowTitle())
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.setContentsMargins(_MARGIN_PX, 20, _MARGIN_PX, 12)
        head.addWidget(self.field)
        foot.setContentsMargins(_MARGIN_PX, 12, _MARGIN_PX, 16)
        close = QPushButton(tr("&Close"))
        close.clicked.connect(self.reject)
        close.setAutoDefault(False)
        self.reset_all.setAutoDefault(False)
        foot.addWidget(self.reset_all)
        foot.addStretch()
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(area, 1)
        column.addLayout(foot)

    def _filter(self, text: str) -> None:
        for section, rows in self._sections:
            for row in rows:
                row.setVisible(row.has(text))
            section.setVisible(any(row.has(text) for row in rows))
        self.empty.setVisible(all(section.isHidden() for section, _ in self._sections))

    def _on_keys_changed(self) -> None:
        for row in self.rows.values():
            row.show_keys()
        self.reset_all.setEnabled(any(map(self._keymap.is_changed, self.rows)))
