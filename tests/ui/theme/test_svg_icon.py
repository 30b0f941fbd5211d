import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QAction, QColor, QIcon, QImage, QPainter
from PySide6.QtWidgets import QPushButton, QToolButton

from hornstudio.paths import resource
from hornstudio.ui.theme import svg_icon
from hornstudio.ui.theme.theme import Mode, current

NAMES = sorted(path.stem for path in resource("icons").glob("*.svg"))


@pytest.fixture
def theme(qapp):
    current().set_mode(Mode.DARK)
    yield current()
    current().set_mode(Mode.DARK)
    qapp.styleHints().unsetColorScheme()


def inks(image: QImage) -> set[str]:
    """Colours of all pixels that are wholly covered."""
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {color.name() for color in pixels if color.alpha() == 255}


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_draws_something(theme, name):
    image = svg_icon.pixmap(name, "text.primary", 24).toImage()
    assert any(image.pixelColor(x, y).alpha() for x in range(24) for y in range(24))


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0, 3.0])
def test_pixmap_has_the_pixels_of_its_screen(theme, ratio):
    made = svg_icon.pixmap("stop", "text.primary", 20, ratio)
    assert made.size() == QSize(round(20 * ratio), round(20 * ratio))
    assert made.deviceIndependentSize().toSize() == QSize(20, 20)


def test_an_icon_in_a_selected_row_keeps_its_colour(theme):
    made = svg_icon.icon("success", "success.default", 20)
    assert inks(made.pixmap(60, QIcon.Mode.Selected).toImage()) == {
        theme.color("success.default").name()
    }


def test_icon_wears_its_token_and_is_grey_when_disabled(theme):
    made = svg_icon.icon("train", "category.core", 18)
    assert theme.color("category.core").name() in inks(made.pixmap(18, 18).toImage())
    grey = made.pixmap(QSize(18, 18), 1.0, QIcon.Mode.Disabled).toImage()
    assert inks(grey) == {theme.color("text.disabled").name()}


def test_icon_is_rendered_for_a_fine_screen_and_not_stretched(theme):
    made = svg_icon.icon("train").pixmap(QSize(18, 18), 3.0)
    assert made.size() == QSize(54, 54)


def test_an_unknown_icon_is_refused_by_name(theme):
    with pytest.raises(FileNotFoundError, match="no-such-icon"):
        svg_icon.icon("no-such-icon")


def test_worn_icons_follow_the_theme(theme, qtbot):
    button, action = QPushButton("Train"), QAction("Save")
    qtbot.addWidget(button)
    svg_icon.set_icon(button, "train", "text.primary", 15)
    svg_icon.set_icon(action, "save", "text.primary")
    theme.set_mode(Mode.LIGHT)
    ink = theme.color("text.primary").name()
    assert ink in inks(button.icon().pixmap(button.iconSize()).toImage())
    assert ink in inks(action.icon().pixmap(18, 18).toImage())


def test_a_deleted_wearer_does_not_disturb_a_change_of_theme(theme, qtbot):
    import shiboken6

    action = QAction("Gone")
    svg_icon.set_icon(action, "save")
    shiboken6.delete(action)
    theme.set_mode(Mode.LIGHT)
    assert not theme.is_dark


def test_only_a_button_with_words_gets_room_after_its_icon(theme, qtbot):
    worded, bare = QPushButton("Train"), QToolButton()
    for button in (worded, bare):
        qtbot.addWidget(button)
        svg_icon.set_icon(button, "train", size=15)
    assert worded.iconSize().width() > worded.iconSize().height() == 15
    assert bare.iconSize() == QSize(15, 15)


def test_paint_icon_fills_the_rectangle_that_it_is_given(theme):
    image = QImage(64, 64, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    svg_icon.paint_icon(painter, QRectF(32, 32, 32, 32), "dot", QColor("#ff0000"))
    painter.end()
    assert image.pixelColor(48, 48).name() == "#ff0000"
    assert image.pixelColor(16, 16).alpha() == 0


def test_a_translucent_ink_stays_translucent(theme):
    image = svg_icon.pixmap("dot", QColor(255, 0, 0, 128), 24).toImage()
    assert image.pixelColor(12, 12).alpha() == pytest.approx(128, abs=2)
