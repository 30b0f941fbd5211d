"""The callbacks below the settings of the training, folded away until they are wanted."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from hornstudio.engine.checking.reported import figures
from hornstudio.engine.editing import callback_edits
from hornstudio.engine.graph import Graph, Held
from hornstudio.engine.module import CALLBACK
from hornstudio.engine.problem import Problem
from hornstudio.ui.document import Document
from hornstudio.ui.form.fold import Fold
from hornstudio.ui.panels.training.callbacks.card import Card
from hornstudio.ui.panels.training.callbacks.later import Later, later
from hornstudio.ui.panels.training.callbacks.search import CallbackSearch
from hornstudio.ui.theme import set_icon
from hornstudio.ui.words.translate import tr, tr_engine


class CallbackSection(QWidget):
    """A card for each callback, in the order in which they act, and a button that adds one.

    card_opened(card, is_open)   a person has opened a card, or closed it
    """

    card_opened = Signal(QWidget, bool)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.cards: list[Card] = []
        self._shown: tuple[list[str], list[str]] = ([], [])
        self._search: CallbackSearch | None = None
        self._running: Sequence[Held] | None = None
        self.later = QLabel()
        self.hint = QLabel(tr("What acts on a run: ends it early, keeps its best, writes it down."))
        self.add = QPushButton(tr("Add callback"))
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._lay_out_content()
        self.fold = Fold(tr("Callbacks"), content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.fold)
        self.add.clicked.connect(self._on_add)
        document.graph_changed.connect(self._on_graph_changed)
        document.place_requested.connect(self._on_place_requested)
        self.refresh()

    def refresh(self) -> None:
        """Show what the document holds; cards stay as long as the same callbacks are listed."""
        callbacks = self.document.graph.training.callbacks
        wanted = ([held.kind for held in callbacks], self._figures() if callbacks else [])
        if wanted != self._shown:
            self._shown = wanted
            self._make_cards(callbacks, wanted[1])
        last = len(callbacks) - 1
        for place, (card, held) in enumerate(zip(self.cards, callbacks, strict=True)):
            card.show_held(held, is_first=place == 0, is_last=place == last)
            problems = [p for p in self.document.report.problems if p.callback == place]
            card.show_problems(problems)
        self._show_later()
        self.hint.setVisible(not callbacks)
        count = tr("Callbacks ({count})", count=len(callbacks)) if callbacks else tr("Callbacks")
        self.fold.header.setText(count)

    def show_running(self, callbacks: Sequence[Held] | None) -> None:
        """Those of the run in progress; None while there is none of this network."""
        if callbacks != self._running:
            self._running = callbacks
            self._show_later()

    def _show_later(self) -> None:
        """Say what does not act on the run in progress."""
        listed = self.document.graph.training.callbacks
        found = Later() if self._running is None else later(self._running, listed)
        for place, card in enumerate(self.cards):
            card.later.setVisible(place in found.places)
        words = ""
        if found.has_gone:
            words = tr("What was removed or changed acts as it was until this run is over.")
        elif found.is_reordered:
            words = tr("This order counts from the next run.")
        self.later.setText(words)
        self.later.setVisible(bool(words))

    def commit(self) -> None:
        """Take over what has been typed, where it is good."""
        for card in self.cards:
            if card.form:
                card.form.commit()

    def _figures(self) -> list[str]:
        """Names of the figures that a run would report."""
        report = self.document.report.alive
        return list(figures(report.graph, report.facts))

    def _lay_out_content(self) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self.hint.setProperty("tone", "muted")
        self.hint.setProperty("scale", "micro")
        self.hint.setWordWrap(True)
        self.later.setProperty("tone", "warning")
        self.later.setProperty("scale", "micro")
        self.later.setWordWrap(True)
        self.later.hide()
        self.add.setProperty("kind", "soft")
        self.add.setProperty("dense", True)
        set_icon(self.add, "plus", "text.secondary", size=13)
        self._column.addWidget(self.hint)
        self._column.addWidget(self.later)
        self._column.addWidget(self.add)

    def _make_cards(self, callbacks: Sequence[Held], names: list[str]) -> None:
        """Cards anew; those of the same place and kind stay open."""
        opened = [(c.module.kind if c.module else c.title) for c in self.cards if c.is_open]
        for old in self.cards:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.cards = [Card(held, self.document.modules, names) for held in callbacks]
        for place, card in enumerate(self.cards):
            self._column.insertWidget(1 + place, card)
            if callbacks[place].kind in opened:
                opened.remove(callbacks[place].kind)
                card.open()
            self._connect(card, place)

    def _connect(self, card: Card, place: int) -> None:
        card.opened.connect(lambda is_open: self.card_opened.emit(card, is_open))
        card.moved.connect(lambda by: self._on_moved(place, by))
        card.removed.connect(lambda: self._on_removed(place))
        card.param_edited.connect(lambda name, raw: self._on_param_edited(place, name, raw))
        card.param_reset.connect(lambda name: self._on_param_reset(place, name))
        card.mended.connect(self.document.mend)

    def _on_add(self) -> None:
        if self._search is None:
            self._search = CallbackSearch(self.document.modules, self.add)
            self._search.chosen.connect(self._on_chosen)
        self._search.begin()

    def _on_chosen(self, kind: str) -> None:
        graph = callback_edits.add(self.document.graph, kind)
        title = tr_engine(self.document.modules.find(CALLBACK, kind).title)
        self.document.edit(tr("Add {title}", title=title), graph)
        card = self.cards[-1]
        card.open()
        card.header.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_moved(self, place: int, by: int) -> None:
        title = self.cards[place].title
        what = (
            tr("Move {title} up", title=title) if by < 0 else tr("Move {title} down", title=title)
        )
        self.document.edit(what, callback_edits.move(self.document.graph, place, place + by))
        card = self.cards[place + by]
        button = card.up if by < 0 else card.down
        (button if button.isEnabled() else card.header).setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_removed(self, place: int) -> None:
        what = tr("Remove {title}", title=self.cards[place].title)
        self.document.edit(what, callback_edits.remove(self.document.graph, place))
        after = self.cards[place:] or self.cards[-1:]
        (after[0].header if after else self.add).setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_param_edited(self, place: int, name: str, raw: Any) -> None:
        card = self.cards[place]
        assert card.form is not None
        done = card.form.edit
        what = tr(
            "Set {param} of {node} to {value}", param=done.path, node=card.title, value=done.shown
        )
        merge = f"callbacks.{place}.{done.path}#{done.burst}" if done.burst else ""
        graph = callback_edits.set_param(self.document.graph, place, name, raw)
        self.document.edit(what, graph, merge)

    def _on_param_reset(self, place: int, name: str) -> None:
        what = tr("Reset {param} of {node}", param=name, node=self.cards[place].title)
        self.document.edit(what, callback_edits.reset_param(self.document.graph, place, name))

    def _on_place_requested(self, problem: Problem) -> None:
        """Show the callback at fault."""
        if problem.callback is not None and problem.callback < len(self.cards):
            self.fold.open()
            card = self.cards[problem.callback]
            card.open()
            self.card_opened.emit(card, True)  # it may have been open, and out of sight
            card.header.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_graph_changed(self, old: Graph, new: Graph) -> None:
        if old.training.callbacks or new.training.callbacks:
            self.refresh()
