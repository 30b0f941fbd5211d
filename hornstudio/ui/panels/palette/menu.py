"""The menu of a row: adding the module, and keeping composites, renaming them or giving them up."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QInputDialog, QMenu, QMessageBox, QWidget

from hornstudio.engine.errors import HornError
from hornstudio.engine.module import Module
from hornstudio.engine.storage import shelf
from hornstudio.ui.document import Document
from hornstudio.ui.widgets.question import is_sure
from hornstudio.ui.words.translate import sentence, tr, tr_engine

_WIDTH_PX = 320


class ModuleMenu:
    """What can be done with a module of the palette."""

    def __init__(
        self, document: Document, module: Module, window: QWidget, choose: Callable[[str], object]
    ) -> None:
        self._document = document
        self._window = window
        self._kind = module.kind.removeprefix(shelf.OFFERED)
        self._title = tr_engine(module.title)
        self.menu = QMenu(window)
        self._add(tr("Add to the canvas"), lambda: choose(module.kind))
        if module.kind.startswith(shelf.OFFERED):
            self._add(tr("Rename…"), self._rename)
            self._add(tr("Take out of my palette…"), self._give_up)
        elif module.kind in document.graph.groups:
            self._fill_own()

    def pop_up(self, at: QPoint) -> None:
        """Show it at a point of the screen; it is gone when it has been answered."""
        self.menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menu.popup(at)

    def _fill_own(self) -> None:
        """Of a composite that the graph has: nothing is lost when it is kept no longer."""
        graph = self._document.graph
        if kept := shelf.kept_as(graph, self._kind):
            self._add(tr("Take out of my palette"), lambda: self._do(partial(shelf.give_up, kept)))
        elif not shelf.place_of(self._kind).exists():
            self._add(
                tr("Keep in my palette"), lambda: self._do(partial(shelf.keep, graph, self._kind))
            )

    def _add(self, text: str, act: Callable[[], object]) -> None:
        self.menu.addAction(text).triggered.connect(lambda: act())

    def _do(self, act: Callable[[], object]) -> None:
        """Change what is kept; say why where that cannot be."""
        try:
            act()
        except HornError as error:
            QMessageBox.warning(self._window, self._title, sentence(error.text))
        self._document.kept_changed.emit()

    def _rename(self) -> None:
        dialog = QInputDialog(self._window)
        dialog.setWindowTitle(tr("Rename"))
        dialog.setLabelText(tr("The name in your palette:"))
        dialog.setTextValue(self._title)
        dialog.setOkButtonText(tr("&Rename"))
        dialog.setCancelButtonText(tr("&Cancel"))
        dialog.resize(_WIDTH_PX, dialog.sizeHint().height())
        is_given = dialog.exec() == QInputDialog.DialogCode.Accepted
        title = dialog.textValue().strip()
        dialog.deleteLater()
        if is_given and title and title != self._title:
            self._do(partial(shelf.rename, self._kind, title))

    def _give_up(self) -> None:
        if self._is_sure():
            self._do(partial(shelf.give_up, self._kind))

    def _is_sure(self) -> bool:
        return is_sure(
            self._window,
            tr("Take out of my palette"),
            tr("Take {title} out of your palette for good?", title=self._title),
            tr("The network that is open does not have it. This cannot be undone."),
            tr("&Take out"),
        )
