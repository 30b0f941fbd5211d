"""Whole and real numbers, typed or stepped."""

from decimal import Decimal
from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.errors import ParamError
from hornstudio.engine.params import Float, Int, Param
from hornstudio.ui.form.fields.field import Field
from hornstudio.ui.form.fields.number_box import NumberBox
from hornstudio.ui.words.translate import tr_engine


class NumberField(Field):
    """A number box, with its unit behind it. A burst of steps is one undo."""

    def __init__(self, param: Param, modules: Catalog, parent: QWidget | None = None) -> None:
        super().__init__(param, modules, parent)
        self.box = NumberBox(lambda way: self._stepped(way) is not None)
        self.box.stepped.connect(self._on_stepped)
        self.box.installEventFilter(self)
        self.draft = self._make_draft(self.box.lineEdit(), self.box)
        self.draft.accepted.connect(self._on_accepted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.box, 1)
        if param.unit:
            unit = QLabel(tr_engine(param.unit))
            unit.setProperty("tone", "muted")
            row.addWidget(unit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A burst of steps ends when the focus leaves."""
        if event.type() == QEvent.Type.FocusOut:
            self._burst = ""
        return False

    def editors(self) -> list[QWidget]:
        """Widgets that take the focus, in order."""
        return [self.box]

    def _draw(self, value: Any) -> None:
        self.draft.show_text("" if value is None else self.param.show(value))

    def _draw_bad(self, raw: Any) -> None:
        self.draft.show_text(str(raw))

    def _read(self) -> Any:
        """What is in the line now, or the true value where that is no number."""
        try:
            return self.param.read(self.box.lineEdit().text(), self.modules.find)
        except ParamError:
            return self.known

    def _on_accepted(self, text: str) -> None:
        self._burst = ""
        self._accept(self.param.read(text, self.modules.find))

    def _stepped(self, steps: int) -> Any:
        """The value some steps on, or None where there is none."""
        if self.is_mixed and not self.box.lineEdit().text():
            return None  # of several that differ none is the one to step from
        return step_number(self.param, self._read(), steps, self.modules)

    def _on_stepped(self, steps: int) -> None:
        value = self._stepped(steps)
        if value is not None:
            self.draft.drop()
            self._accept(value, self._step_burst())
            self.box.selectAll()


def step_number(param: Param, value: Any, steps: int, modules: Catalog) -> Any:
    """A number some steps on, kept within the param's bounds; None where it cannot move."""
    if value is None:
        value = param.default if isinstance(param.default, int | float) else _start(param)
    wanted = value + steps if isinstance(param, Int) else step_float(value, steps)
    if isinstance(param, Int | Float):
        wanted = wanted if param.low is None else max(param.low, wanted)
        wanted = wanted if param.high is None else min(param.high, wanted)
    try:
        moved = param.parse(wanted, modules.find)
    except ParamError:
        return None
    return None if moved == value else moved


def _start(param: Param) -> int | float:
    """Where stepping begins when there is no number yet."""
    low = param.low if isinstance(param, Int | Float) else None
    return low if low is not None else 0


def step_float(value: float, steps: int) -> float:
    """Step in the second digit: 0.5 -> 0.51, 0.001 -> 0.0011; exactly, without 0.30000000000004.

    From 0 in hundredths.
    """
    exact = Decimal(repr(float(value)))
    step = Decimal(1).scaleb(exact.adjusted() - 1) if exact else Decimal("0.01")
    return float(exact + steps * step)
