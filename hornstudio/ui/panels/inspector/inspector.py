"""The panel that shows what is selected, and changes it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph
from hornstudio.ui.document import Document
from hornstudio.ui.panels.inspector.graph_page import GraphPage
from hornstudio.ui.panels.inspector.node_page import NodePage
from hornstudio.ui.panels.inspector.several_page import SeveralPage
from hornstudio.ui.widgets.pages import Pages
from hornstudio.ui.words.translate import tr


class Inspector(QWidget):
    """One node's page, several nodes' page, or the graph's, after the document's selection."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.setProperty("kind", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("Inspector"))
        self.stack = Pages(self)
        areas = [_area(self.stack) for _ in range(3)]
        self.graph_page = GraphPage(document, areas[0].viewport())
        self.node_page = NodePage(document, areas[1].viewport())
        self.several_page = SeveralPage(document, areas[2].viewport())
        pages = (self.graph_page, self.node_page, self.several_page)
        self._areas = dict(zip(pages, areas, strict=True))
        for page, area in self._areas.items():
            area.setWidget(page)
            self.stack.addWidget(area)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stack)
        self._is_renaming = False
        self.node_page.rename_wanted.connect(self._on_rename_wanted)
        document.graph_changed.connect(self._on_graph_changed)
        document.selection_changed.connect(self._on_selection_changed)
        self._refresh()

    def commit(self) -> None:
        """Take over what has been typed but not finished, where it is good.

        For what starts without taking the focus: Train, Save, a shortcut.
        """
        self._page().commit()

    def _page(self) -> NodePage | GraphPage | SeveralPage:
        ids = [i for i in self.document.selection if i in self.document.graph.nodes]
        if not ids:
            return self.graph_page
        return self.node_page if len(ids) == 1 else self.several_page

    def _refresh(self) -> None:
        page = self._page()
        if page is not self.several_page:
            self.several_page.drop()  # its nodes are selected no more
        if isinstance(page, NodePage):
            is_other = page.node_id != self.document.selection[0]
            page.show_node(self.document.selection[0])
            if is_other:
                self._areas[page].verticalScrollBar().setValue(0)
        else:
            self.node_page.drop()  # its node may be gone
            page.refresh()
        self.stack.setCurrentWidget(self._areas[page])

    def _on_graph_changed(self, old: Graph, new: Graph) -> None:
        if not self._is_renaming:
            self._refresh()

    def _on_selection_changed(self, ids: tuple[str, ...]) -> None:
        if not self._is_renaming:
            self._refresh()

    def _on_rename_wanted(self, old: str, new: str) -> None:
        """Rename the node and keep it selected; the page stays, and with it the focus."""
        graph = edits.rename_node(self.document.graph, old, new)
        self._is_renaming = True
        try:
            self.document.edit(tr("Rename {old} to {new}", old=old, new=new), graph)
            self.node_page.node_id = new
            self.document.select([new])
        finally:
            self._is_renaming = False
        self._refresh()


def _area(parent: QWidget) -> QScrollArea:
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
