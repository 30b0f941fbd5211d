"""A language in which every translated string shows its seam: «Train»."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTranslator


class PseudoTranslator(QTranslator):
    """Wraps every string that is looked up; what shows up unwrapped was never translatable."""

    def translate(self, context, source_text, disambiguation=None, n=-1) -> str:
        return f"«{source_text}»"

    def isEmpty(self) -> bool:
        return False


@pytest.fixture
def pseudo_language(qapp) -> Iterator[PseudoTranslator]:
    """Install the pseudo-translator before any widget of the test is built."""
    translator = PseudoTranslator()
    assert qapp.installTranslator(translator)
    yield translator
    qapp.removeTranslator(translator)
