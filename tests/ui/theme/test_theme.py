import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette

from hornstudio.ui.theme.theme import Mode, Theme, mix, parse_color, parse_shadows


@pytest.fixture
def theme(qapp):
    made = Theme(Mode.DARK)
    yield made
    qapp.styleHints().unsetColorScheme()


def test_reads_alpha_last_as_css_does():
    assert parse_color("#86A5FB47").getRgb() == (0x86, 0xA5, 0xFB, 0x47)
    assert parse_color("#0C0E13").getRgb() == (0x0C, 0x0E, 0x13, 255)


@pytest.mark.parametrize("text", ["0C0E13", "#FFF", "#12345", "#GGGGGG"])
def test_refuses_what_is_no_colour(text):
    with pytest.raises(ValueError, match="need #RRGGBB"):
        parse_color(text)


def test_header_is_a_fifth_of_the_hue_in_the_dark_and_13_percent_in_the_light(theme):
    dark = mix(QColor("#7CBFFE"), QColor("#1F2228"), 0.20)
    assert theme.header("core").name() == dark.name() == "#324153"
    theme.set_mode(Mode.LIGHT)
    assert theme.header("core").name() == mix(QColor("#1D6DAD"), QColor("#FFFFFF"), 0.13).name()


def test_an_unknown_category_borrows_a_hue_and_an_unknown_token_is_refused(theme):
    assert theme.category("from_a_plugin") == theme.category("composite")
    with pytest.raises(KeyError, match=r"bg\.nowhere"):
        theme.color("bg.nowhere")


def test_a_caller_cannot_change_a_token(theme):
    theme.color("bg.panel").setAlpha(0)
    assert theme.color("bg.panel").alpha() == 255


def test_changed_is_emitted_once_a_switch_and_not_without_one(theme, qtbot):
    with qtbot.waitSignal(theme.changed, timeout=1000):
        theme.set_mode(Mode.LIGHT)
    assert theme.color("bg.panel").name() == "#fbfcfd"
    with qtbot.assertNotEmitted(theme.changed):
        theme.set_mode(Mode.LIGHT)


def test_system_mode_follows_the_desktop_while_the_window_is_open(theme, qapp):
    theme.set_mode(Mode.SYSTEM)
    desktop_says = qapp.styleHints().colorSchemeChanged.emit
    for desktop, expected in ((Qt.ColorScheme.Light, "light"), (Qt.ColorScheme.Dark, "dark")):
        desktop_says(desktop)
        assert theme.scheme == expected


def test_a_chosen_mode_does_not_follow_the_desktop(theme, qapp):
    theme.set_mode(Mode.DARK)
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert theme.is_dark


def test_durations_are_zero_where_motion_is_reduced(theme):
    assert theme.ms("motion.fast") == 120
    theme.reduced_motion = True
    assert theme.ms("motion.fast") == 0


def test_shadows_come_layer_by_layer(theme):
    near, far = theme.shadows("node")
    assert (near.dx, near.dy, near.blur, near.spread) == (0, 1, 2, 0)
    assert far.color.alpha() == 0x40
    assert parse_shadows("none") == ()


def test_palette_greys_disabled_ink(theme):
    palette = theme.palette()
    disabled = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
    assert disabled == theme.color("text.disabled")
    assert palette.color(QPalette.ColorRole.Window) == theme.color("bg.panel")
