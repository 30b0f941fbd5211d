"""One of a few words: side by side where they are few and short, else in a list."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.params import Choice
from hornstudio.ui.form.fields.field import Field
from hornstudio.ui.widgets.combo import Combo
from hornstudio.ui.words.translate import tr, tr_engine

FEW = 3
_LEAST_PADDING_PX = 10
SHORT = 16
"""Small letters that fit side by side in the narrowest panel, and one for the gap at each word."""


class ChoiceField(Field):
    """Segments or a list; "None" is one more option where the param may be unset."""

    def __init__(self, param: Choice, modules: Catalog, parent: QWidget | None = None) -> None:
        super().__init__(param, modules, parent)
        self.options: list[str | None] = [None] if param.optional else []
        self.options += param.options
        self.buttons: list[QPushButton] = []
        self.combo: Combo | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._make_segments() if self._is_few_and_short() else self._make_combo())

    def _is_few_and_short(self) -> bool:
        letters = sum(_letters(_word(option)) + 1 for option in self.options)
        return len(self.options) <= FEW and letters <= SHORT

    def _make_segments(self) -> QWidget:
        frame = QFrame()
        frame.setProperty("kind", "segments")
        row = QHBoxLayout(frame)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(1)
        self.group = QButtonGroup(self)
        for option in self.options:
            button = QPushButton(_word(option))
            button.setCheckable(True)
            button.setProperty("kind", "segment")
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            # Its padding may be squeezed in a narrow panel; its word may not.
            words_px = button.fontMetrics().horizontalAdvance(button.text())
            button.setMinimumWidth(words_px + _LEAST_PADDING_PX)
            self.group.addButton(button, len(self.buttons))
            self.buttons.append(button)
            row.addWidget(button)
        self.group.idClicked.connect(lambda place: self._accept(self.options[place]))
        return frame

    def _make_combo(self) -> QWidget:
        self.combo = Combo()
        for option in self.options:
            self.combo.addItem(_word(option))
        self.combo.activated.connect(lambda place: self._accept(self.options[place]))
        return self.combo

    def editors(self) -> list[QWidget]:
        """Widgets that take the focus, in order."""
        return [self.combo] if self.combo else list(self.buttons)

    def name_editors(self, label: str, help_text: str) -> None:
        """A segment is named by the param and its own word."""
        super().name_editors(label, help_text)
        for button in self.buttons:
            button.setAccessibleName(f"{label}: {button.text()}")

    def _draw(self, value: Any) -> None:
        place = self.options.index(value)
        if self.combo:
            self.combo.setCurrentIndex(place)
        else:
            self.buttons[place].setChecked(True)

    def _draw_mixed(self, raws: Sequence[Any]) -> None:
        self._draw_bad(None)

    def _hint(self, words: str) -> None:
        if self.combo:
            self.combo.setPlaceholderText(words)

    def _draw_bad(self, raw: Any) -> None:
        if self.combo:
            self.combo.setCurrentIndex(-1)
            return
        self.group.setExclusive(False)
        for button in self.buttons:
            button.setChecked(False)
        self.group.setExclusive(True)


def _letters(word: str) -> float:
    """Width of a word in small letters; a capital is half as wide again."""
    return len(word) + sum(letter.isupper() for letter in word) / 2


def _word(option: str | None) -> str:
    return tr("None") if option is None else tr_engine(option)
