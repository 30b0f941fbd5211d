"""The pointer while the window answers nothing."""

import pytest
from PySide6.QtGui import QGuiApplication

from hornstudio.ui.widgets.busy import busy


def test_it_is_as_before_also_after_a_fault(qapp):
    with pytest.raises(ValueError, match="x"), busy():
        raise ValueError("x")
    assert QGuiApplication.overrideCursor() is None
