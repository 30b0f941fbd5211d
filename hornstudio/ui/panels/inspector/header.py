"""The top of a node's page: icon, title, id, kind and what the module does."""

from html import escape

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from hornstudio.engine.editing.edits import rename_node
from hornstudio.engine.errors import GraphError
from hornstudio.engine.graph import Graph
from hornstudio.engine.module import Module
from hornstudio.ui.category import category_icon, category_title
from hornstudio.ui.form.draft import Draft
from hornstudio.ui.panels.inspector.section import MARGIN_PX, words
from hornstudio.ui.theme import current, mono, paint_icon, set_icon, wear
from hornstudio.ui.widgets.refusal import RefusalLabel
from hornstudio.ui.words.translate import tr, tr_engine

_TILE_PX = 36
_ICON_PX = 20
_NBSP = "\u00a0"


class Header(QWidget):
    """Who the node is. `title_wanted` and `id_wanted` carry good, finished texts."""

    title_wanted = Signal(str)
    id_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.graph = Graph()
        self.node_id = ""
        self.tile = _Tile()
        self.title = _line(tr("Title"))
        self.title_draft = Draft(self.title, lambda _: "")
        self.title_draft.accepted.connect(self.title_wanted)
        self.id = _line(tr("Name in code"))
        wear(self.id, "scale", "small")
        self.id.setFont(mono("small"))
        self.id.setToolTip(tr("Name of the module, also in the Python code"))
        self.id_draft = Draft(self.id, self._why_not_id)
        self.id_draft.accepted.connect(lambda text: self.id_wanted.emit(text.strip()))
        self.id_draft.judged.connect(self._on_judged)
        self.refusal = RefusalLabel()
        self.kind = words(tone="muted", scale="micro", wrap=True)
        self.help = words(tone="secondary", scale="small", wrap=True)
        self.help.setTextFormat(Qt.TextFormat.RichText)
        self.help.setOpenExternalLinks(True)
        self.help.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self._arrange()

    def show_node(self, graph: Graph, node_id: str, module: Module) -> None:
        """Show a node of the graph."""
        self.graph, self.node_id = graph, node_id
        node = graph.nodes[node_id]
        self.tile.show_category(module.category)
        self.title_draft.show_text(node.title or tr_engine(module.title))
        self.id_draft.show_text(node_id)
        if not self.id_draft.is_pending:
            self._on_judged("")
        self.kind.setText(f"{node.kind} · {category_title(module.category)}")
        self.help.setText(_help_html(module))
        self.help.setVisible(bool(module.help))

    def changeEvent(self, event: QEvent) -> None:
        """Colour the link anew: a label keeps the ink with which its text was read."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "help"):
            text = self.help.text()
            self.help.clear()
            self.help.setText(text)

    def commit(self) -> None:
        """Take over what has been typed, where it is good."""
        self.title_draft.finish()
        self.id_draft.finish()

    def drop(self) -> None:
        """Forget what has been typed and not taken over."""
        self.title_draft.drop()
        self.id_draft.drop()

    def _arrange(self) -> None:
        pen = QToolButton()
        pen.setProperty("kind", "icon")
        pen.setProperty("dense", True)
        set_icon(pen, "pen", "text.muted", 13)
        pen.setToolTip(tr("Rename"))
        pen.setAccessibleName(tr("Rename"))
        pen.clicked.connect(self._on_rename_clicked)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.title)
        id_row = QHBoxLayout()
        id_row.setSpacing(2)
        id_row.addWidget(self.id, 1)
        id_row.addWidget(pen)
        names.addLayout(id_row)
        names.addWidget(self.refusal)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.tile, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(names, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN_PX, 12, MARGIN_PX, 12)
        layout.setSpacing(6)
        layout.addLayout(top)
        layout.addWidget(self.help)
        layout.addWidget(self.kind)

    def _why_not_id(self, text: str) -> str:
        try:
            rename_node(self.graph, self.node_id, text.strip())
        except GraphError as error:
            return tr_engine(error.text)
        return ""

    def _on_judged(self, text: str) -> None:
        wear(self.id, "wrong", bool(text))
        self.refusal.say(text)

    def _on_rename_clicked(self) -> None:
        self.id.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.id.selectAll()


def _line(name: str) -> QLineEdit:
    line = QLineEdit()
    line.setProperty("kind", "title")
    line.setAccessibleName(name)
    line.setToolTip(name)
    return line


def _help_html(module: Module) -> str:
    text = escape(tr_engine(module.help))
    if not module.source.startswith(("https://", "http://")):
        return text
    more = escape(tr("Read more").replace(" ", _NBSP))
    link = f'<a href="{escape(module.source, quote=True)}">{more}</a>'
    return f"{text} {link}"


class _Tile(QWidget):
    """The category's icon on its hue."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(_TILE_PX, _TILE_PX)
        self._category = ""
        current().changed.connect(self.update)

    def show_category(self, category: str) -> None:
        self._category = category
        self.setToolTip(category_title(category))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.header(self._category))
        radius = theme.px("radius.md")
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        margin = (_TILE_PX - _ICON_PX) / 2
        place = QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)
        paint_icon(painter, place, category_icon(self._category), theme.category(self._category))
