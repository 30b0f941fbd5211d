import time

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QPushButton

from hornstudio.ui import theme as look


@pytest.fixture
def installed(qapp):
    before = (qapp.styleSheet(), qapp.palette(), qapp.font(), qapp.style().objectName())
    yield look.install(qapp, look.Mode.DARK)
    from hornstudio.ui.theme import application, focus_ring

    look.current().changed.disconnect(application._on_theme_changed)
    qapp.focusChanged.disconnect(focus_ring._on_focus_changed)
    look.current().set_mode(look.Mode.DARK)
    qapp.styleHints().unsetColorScheme()
    qapp.setStyleSheet(before[0])
    qapp.setPalette(before[1])
    qapp.setFont(before[2])
    qapp.setStyle(before[3])


def fill_of(button: QPushButton) -> QColor:
    return button.grab().toImage().pixelColor(8, button.height() // 2)


def test_a_primary_button_is_filled_with_the_accent_in_both_schemes(installed, qtbot):
    button = QPushButton("Go")
    button.setProperty("kind", "primary")
    qtbot.addWidget(button)
    button.resize(100, 30)
    button.show()
    for mode in (look.Mode.DARK, look.Mode.LIGHT):
        installed.set_mode(mode)
        assert fill_of(button).name() == installed.color("accent.fill").name()


def test_words_are_set_in_inter_at_body_size(installed, qapp):
    assert qapp.font().families()[0] == "Inter"
    assert qapp.font().pixelSize() == installed.px("typography.size.body")


def test_building_the_sheet_again_takes_milliseconds(installed):
    from hornstudio.ui.theme import style_sheet

    started = time.perf_counter()
    style_sheet.build(installed)
    assert time.perf_counter() - started < 0.1
