import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from hornstudio.engine.storage.templates import find_template
from hornstudio.ui.panels.welcome.card import Card, _wrap
from hornstudio.ui.theme import current, font
from hornstudio.ui.theme.theme import Mode


class Painter:
    """Fills the rectangle that it is given, and counts."""

    def __init__(self):
        self.count = 0

    def __call__(self, painter, graph, rect):
        self.count += 1
        painter.fillRect(rect, QColor("#ff00ff"))


@pytest.fixture
def painter():
    return Painter()


@pytest.fixture
def card(qtbot, painter):
    card = Card("Title", "A line", find_template("mnist_mlp").graph(), painter, "aside")
    qtbot.addWidget(card)
    card.resize(320, 200)
    card.show()
    yield card
    current().set_mode(Mode.DARK)


def test_the_graph_is_painted_once_for_a_size_and_a_theme(card, painter):
    card.grab()
    card.grab()
    assert painter.count == 1
    card.resize(400, 240)
    card.grab()
    assert painter.count == 2
    current().set_mode(Mode.LIGHT if current().is_dark else Mode.DARK)
    card.grab()
    assert painter.count == 3


def test_the_picture_stays_above_the_words(card):
    image = card.grab().toImage()
    scale = image.height() / card.height()
    colors = {y: image.pixelColor(round(160 * scale), round(y * scale)).name() for y in (60, 170)}
    assert colors[60] == "#ff00ff"
    assert colors[170] != "#ff00ff"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_keys_open_it(card, qtbot, key):
    card.setFocus()
    with qtbot.waitSignal(card.clicked):
        qtbot.keyClick(card, key)


def test_a_click_opens_it(card, qtbot):
    with qtbot.waitSignal(card.clicked):
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton)


def test_a_screen_reader_hears_what_it_is(card):
    assert card.accessibleName() == "Title"
    assert card.accessibleDescription() == "A line · aside"


def test_a_file_that_cannot_be_read_has_no_picture(qtbot, painter):
    card = Card("x", "cannot be read", None, painter)
    qtbot.addWidget(card)
    card.resize(320, 200)
    card.grab()
    assert painter.count == 0


def test_words_wrap_and_only_the_last_line_is_cut(qapp):
    text = "one two three four five six seven eight nine ten eleven twelve"
    lines = _wrap(text, font("small"), 120, 2)
    assert len(lines) == 2
    assert not lines[0].endswith("…")
    assert lines[1].endswith("…")
    assert _wrap("short", font("small"), 120, 2) == ["short"]
    assert _wrap("", font("small"), 120, 2) in ([], [""])
