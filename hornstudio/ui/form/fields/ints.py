"""Several whole numbers: a box for each where their count is fixed."""

from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.params import Ints
from hornstudio.ui.form.fields.field import Field
from hornstudio.ui.form.fields.number_box import NumberBox
from hornstudio.ui.words.translate import tr

_A_ROW = 2
"""More boxes would be wider than the narrowest panel; what is before and behind stays together."""


class IntsField(Field):
    """Number boxes, two a row. A number typed beside empty boxes stands for all of them."""

    def __init__(self, param: Ints, modules: Catalog, parent: QWidget | None = None) -> None:
        super().__init__(param, modules, parent)
        self.low = param.low
        self.boxes: list[NumberBox] = []
        rows = QGridLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        for place in range(param.length or 1):
            rows.addWidget(self._make_box(place), *divmod(place, _A_ROW))

    def _make_box(self, place: int) -> NumberBox:
        box = NumberBox(lambda way: self._stepped(place, way) is not None)
        box.stepped.connect(lambda steps: self._on_stepped(place, steps))
        box.installEventFilter(self)
        draft = self._make_draft(box.lineEdit(), box, lambda _: self._read(place))
        draft.accepted.connect(lambda _: self._on_accepted(place))
        self.boxes.append(box)
        return box

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A burst of steps ends when the focus leaves."""
        if event.type() == QEvent.Type.FocusOut:
            self._burst = ""
        return False

    def name_editors(self, label: str, help_text: str) -> None:
        """A box is named by the param and its place."""
        super().name_editors(label, help_text)
        for place, box in enumerate(self.boxes, start=1):
            name = tr(
                "{param}, {place} of {count}", param=label, place=place, count=len(self.boxes)
            )
            box.setAccessibleName(name)

    def editors(self) -> list[QWidget]:
        """Widgets that take the focus, in order."""
        return list(self.boxes)

    def _draw(self, value: Any) -> None:
        words = [""] * len(self.boxes) if value is None else [_word(item) for item in value]
        for draft, word in zip(self.drafts, words, strict=True):
            draft.show_text(word)

    def _draw_bad(self, raw: Any) -> None:
        words = [str(item) for item in raw] if isinstance(raw, list | tuple) else [str(raw)]
        words += [""] * len(self.boxes)
        for draft, word in zip(self.drafts, words, strict=False):
            draft.show_text(word)

    def _lines(self) -> list[QLineEdit]:
        return [box.lineEdit() for box in self.boxes]

    def _read(self, place: int) -> Any:
        """All boxes as one value, after `place` was typed into. Raises: ParamError."""
        words = [line.text().strip() for line in self._lines()]
        own = words[place]
        if self.known is None:
            words = [word or own for word in words]
        elif self.param.optional and not own:
            words = [""] * len(words)
        if not all(words) and any(words):
            raise self.param.refusal(", ".join(word or "?" for word in words))
        return self.param.read(", ".join(words) if all(words) else "", self.modules.find)

    def _on_accepted(self, place: int) -> None:
        self._burst = ""
        self._accept(self._read(place))

    def _stepped(self, place: int, steps: int) -> Any:
        """The value with one number some steps on, or None where it cannot move."""
        if self.is_mixed:
            return None  # of several that differ none is the one to step from
        numbers = list(self.known or [None] * len(self.boxes))
        current = numbers[place]
        wanted = self.low if current is None else max(self.low, current + steps)
        if wanted == current:
            return None
        numbers[place] = wanted
        return tuple(self.low if n is None and self.known is None else n for n in numbers)

    def _on_stepped(self, place: int, steps: int) -> None:
        value = self._stepped(place, steps)
        if value is not None:
            self.drafts[place].drop()
            self._accept(value, self._step_burst())
            self.boxes[place].selectAll()


def _word(item: int | None) -> str:
    return "?" if item is None else str(item)
