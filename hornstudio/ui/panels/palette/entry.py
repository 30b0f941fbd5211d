"""The rows of the palette: categories with their modules, or what a search has found."""

from collections.abc import Sequence
from enum import IntEnum
from pathlib import PurePath

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.module import NODE_CATEGORIES, Module
from hornstudio.ui.category import category_title
from hornstudio.ui.search.ranking import NO_RANKING, Ranking
from hornstudio.ui.words.translate import tr, tr_engine


class Role(IntEnum):
    """What a row holds beside its text."""

    MODULE = Qt.ItemDataRole.UserRole
    CATEGORY = Qt.ItemDataRole.UserRole + 1
    COUNT = Qt.ItemDataRole.UserRole + 2


_STILL = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def fill(
    model: QStandardItemModel,
    modules: Catalog,
    query: str,
    kept: Sequence[Module] = (),
    ranking: Ranking = NO_RANKING,
) -> None:
    """Fill the model: by category, or the best match first when there is something to search.

    kept: composites that the graph does not have yet. ranking: of equal matches.
    """
    model.clear()
    if query.strip():
        every = modules.with_more(kept)
        for module in every.search(query, ranking.habits, fitness=ranking.fitness):
            model.appendRow(_module_row(module))
        if not model.rowCount():
            model.appendRow(_quiet_row(tr("Nothing is called that"), ""))
        return
    for category in NODE_CATEGORIES:
        found = modules.category(category) + (list(kept) if category == "composite" else [])
        if found:
            model.appendRow(_category_row(category, found))
    for broken in modules.broken:
        name = PurePath(broken.place).name.partition(" ")[0]
        reason = tr_engine(broken.reason)
        model.appendRow(_quiet_row(tr("{name} cannot be used", name=name), reason))


def _category_row(category: str, modules: list[Module]) -> QStandardItem:
    title = category_title(category)
    row = QStandardItem(title)
    row.setFlags(_STILL)
    row.setData(category, Role.CATEGORY)
    row.setData(len(modules), Role.COUNT)
    named = tr("{category}, {count} modules", category=title, count=len(modules))
    row.setData(named, Qt.ItemDataRole.AccessibleTextRole)
    for module in modules:
        row.appendRow(_module_row(module))
    return row


def _module_row(module: Module) -> QStandardItem:
    row = QStandardItem(tr_engine(module.title))
    row.setFlags(_STILL | Qt.ItemFlag.ItemIsDragEnabled)
    row.setData(module, Role.MODULE)
    row.setData(module.category, Role.CATEGORY)
    row.setData(tr_engine(module.help), Qt.ItemDataRole.AccessibleDescriptionRole)
    return row


def _quiet_row(text: str, reason: str) -> QStandardItem:
    row = QStandardItem(text)
    row.setFlags(Qt.ItemFlag.ItemIsEnabled)
    row.setToolTip(reason)
    row.setData(reason, Qt.ItemDataRole.AccessibleDescriptionRole)
    return row
