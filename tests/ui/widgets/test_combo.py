"""A list in a form that scrolls."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from hornstudio.ui.widgets.combo import Combo


def make(qtbot, *words: str) -> Combo:
    combo = Combo()
    qtbot.addWidget(combo)
    combo.addItems(words)
    combo.resize(80, 28)
    combo.show()
    return combo


def test_the_wheel_is_the_panel_s(qtbot):
    combo = make(qtbot, "one", "two")
    combo.setFocus()
    middle = QPointF(combo.rect().center())
    event = QWheelEvent(
        middle,
        combo.mapToGlobal(middle),
        QPoint(0, 0),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(combo, event)
    assert combo.currentText() == "one"
    assert not event.isAccepted()


def test_long_words_make_it_no_wider(qtbot):
    short, long = make(qtbot, "one"), make(qtbot, "an exceedingly long choice of words")
    assert long.minimumSizeHint().width() == short.minimumSizeHint().width()


def test_a_long_word_ends_in_an_ellipsis(qtbot):
    """Two words that begin alike look alike once they are cut."""
    one = make(qtbot, "exponential decay of everything")
    other = make(qtbot, "exponential decay of nothing")
    assert one.grab().toImage() == other.grab().toImage()
    assert one.grab().toImage() != make(qtbot, "linear").grab().toImage()


def test_a_hint_stands_where_nothing_is_chosen(qtbot):
    def picture(combo):
        return combo.grab().toImage()

    combo = Combo()
    qtbot.addWidget(combo)
    combo.addItems(["one", "two"])
    combo.resize(160, 28)
    combo.setCurrentIndex(-1)
    empty = picture(combo)
    combo.setPlaceholderText("Mixed")
    assert picture(combo) != empty
    combo.setCurrentIndex(0)
    assert picture(combo) != empty


def _labels(widget):
    """What a screen reader finds as labels of a widget."""
    interface = QAccessible.queryAccessibleInterface(widget)
    related = interface.relations(QAccessible.RelationFlag.Label)
    return [label.text(QAccessible.Text.Name) for label, _ in related]


def test_a_screen_reader_is_told_what_is_chosen_here(qtbot):
    frame, other = QWidget(), QWidget()
    for each in (frame, other):
        qtbot.addWidget(each)
        QVBoxLayout(each)
    combo = Combo()
    combo.addItems(["none", "relu"])
    combo.setAccessibleName("Activation")
    frame.layout().addWidget(combo)
    frame.show()
    assert _labels(combo) == ["Activation"]
    other.layout().addWidget(combo)
    other.show()
    combo.setAccessibleName("Drop & keep")
    assert _labels(combo) == ["Drop & keep"]
    assert not any(label.isVisible() for label in other.findChildren(QLabel))
    assert not frame.findChildren(QLabel)
