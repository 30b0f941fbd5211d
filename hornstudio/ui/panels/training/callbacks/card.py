"""One callback of the list: its title, buttons that move and remove it, its settings."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.graph import Held
from hornstudio.engine.module import CALLBACK, Module
from hornstudio.engine.params import Choice, FigureName, Param
from hornstudio.engine.problem import Problem, Remedy
from hornstudio.ui.form.fold import FoldHeader
from hornstudio.ui.form.form import Form
from hornstudio.ui.theme import set_icon
from hornstudio.ui.words.translate import tr, tr_engine

_LABEL_PX = 86
"""The panel is narrower than the inspector."""


class Card(QFrame):
    """Shows one callback.

    moved(by), removed()            the buttons were pressed; by: -1 is up, 1 is down
    param_edited(name, json), param_reset(name)
    mended(problem, remedy)         a repair that the card offers was chosen
    opened(bool)                    its settings are shown, or folded away
    """

    moved = Signal(int)
    removed = Signal()
    param_edited = Signal(str, object)
    param_reset = Signal(str)
    mended = Signal(object, object)
    opened = Signal(bool)

    def __init__(self, held: Held, modules: Catalog, figures: Sequence[str]) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setProperty("narrow", True)
        self.module = modules.modules.get((CALLBACK, held.kind))
        self.title = tr_engine(self.module.title) if self.module else held.kind
        self.setAccessibleName(self.title)
        self.form: Form | None = None
        if self.module and self.module.params:
            params = _with_figures(self.module, held, figures)
            self.form = Form(params, modules, is_nested=True, label_px=_LABEL_PX)
            self.form.param_edited.connect(self.param_edited)
            self.form.param_reset.connect(self.param_reset)
        self.header = self._make_header()
        self.up = self._make_button("chevron-up", tr("Move {title} up", title=self.title))
        self.down = self._make_button("chevron-down", tr("Move {title} down", title=self.title))
        self.remove = self._make_button("trash", tr("Remove {title}", title=self.title))
        self.later = QLabel(tr("Counts from the next run."))
        self.refusal = QLabel()
        self.repairs = QWidget()
        self._lay_out()
        self.up.clicked.connect(lambda: self.moved.emit(-1))
        self.down.clicked.connect(lambda: self.moved.emit(1))
        self.remove.clicked.connect(self.removed)
        self.header.opened.connect(self._on_opened)
        if self.form:
            self.form.hide()

    @property
    def is_open(self) -> bool:
        """Whether its settings are shown."""
        return self.header.is_open

    def open(self, is_open: bool = True) -> None:
        """Show the settings, or fold them away."""
        self.header.open(is_open)

    def show_held(self, held: Held, *, is_first: bool, is_last: bool) -> None:
        """Show what the graph holds."""
        if self.form:
            self.form.show_params(held.params)
        self.up.setEnabled(not is_first)
        self.down.setEnabled(not is_last)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say what is wrong, and offer what would mend it."""
        words = "\n".join(tr("{reason}.", reason=tr_engine(p.reason)) for p in problems)
        self.refusal.setText(words)
        self.refusal.setVisible(bool(words))
        for old in self.repairs.findChildren(QPushButton):
            old.hide()
            old.deleteLater()
        layout = self.repairs.layout()
        assert layout is not None
        for problem in problems:
            for remedy in problem.remedies:
                layout.addWidget(self._make_repair(problem, remedy))
        self.repairs.setVisible(any(problem.remedies for problem in problems))

    def _make_repair(self, problem: Problem, remedy: Remedy) -> QPushButton:
        button = QPushButton(tr_engine(remedy.label))
        button.setProperty("kind", "soft")
        button.setProperty("dense", True)
        button.clicked.connect(lambda: self.mended.emit(problem, remedy))
        return button

    def _make_header(self) -> FoldHeader:
        header = FoldHeader(self.title)
        header.setToolTip(tr_engine(self.module.help) if self.module else "")
        return header

    def _make_button(self, icon: str, words: str) -> QToolButton:
        button = QToolButton()
        button.setProperty("kind", "icon")
        button.setProperty("dense", True)
        set_icon(button, icon, "text.muted", 13)
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _lay_out(self) -> None:
        self.refusal.setProperty("tone", "error")
        self.refusal.setProperty("scale", "micro")
        self.refusal.setWordWrap(True)
        self.refusal.setTextFormat(Qt.TextFormat.PlainText)
        self.later.setProperty("tone", "warning")
        self.later.setProperty("scale", "micro")
        self.later.setWordWrap(True)
        repairs = QVBoxLayout(self.repairs)
        repairs.setContentsMargins(0, 0, 0, 0)
        repairs.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self.header)
        head.addStretch()
        for button in (self.up, self.down, self.remove):
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 2, 6, 7)
        column.setSpacing(4)
        column.addLayout(head)
        for part in (self.later, self.refusal, self.repairs):
            part.hide()
            column.addWidget(part)
        if self.form:
            column.addWidget(self.form)

    def _on_opened(self, is_open: bool) -> None:
        if self.form:
            self.form.setVisible(is_open)
        self.opened.emit(is_open)


def _with_figures(module: Module, held: Held, figures: Sequence[str]) -> tuple[Param, ...]:
    """The params, the names of figures as a choice among those that are reported."""
    return tuple(
        _among(param, held.params.get(param.name, param.default), figures)
        if isinstance(param, FigureName)
        else param
        for param in module.params
    )


def _among(param: FigureName, value: Any, figures: Sequence[str]) -> Param:
    """What is set stays among the options, though it may not be reported any more."""
    options = [*figures, *({value} - set(figures) if isinstance(value, str) else ())]
    plain = Choice(name=param.name, default=param.default, help=param.help, options=())
    return replace(plain, title=param.title, options=tuple(options))
