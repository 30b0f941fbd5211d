"""The parts of a message: what is said, and what a way out does."""

from PySide6.QtCore import Qt, Signal

from hornstudio.ui.widgets.message_bar import MessageBar


class Asking(MessageBar):
    chosen = Signal()


def test_words_are_said_to_eyes_and_to_screen_readers(qtbot) -> None:
    bar = Asking()
    qtbot.addWidget(bar)
    bar.say("The file <b>has</b> changed.")
    assert bar.words.text() == bar.words.accessibleName() == "The file <b>has</b> changed."
    assert bar.words.textFormat() == Qt.TextFormat.PlainText
    assert bar.close_button.accessibleName()


def test_a_way_out_is_chosen_by_a_click(qtbot) -> None:
    bar = Asking()
    qtbot.addWidget(bar)
    way = bar.add_way("Load it again", bar.chosen, "primary")
    assert way.property("kind") == "primary"
    with qtbot.waitSignal(bar.chosen):
        qtbot.mouseClick(way, Qt.MouseButton.LeftButton)


def test_the_cross_is_reached_last(qtbot) -> None:
    bar = Asking()
    qtbot.addWidget(bar)
    first, second = (bar.add_way(text, bar.chosen) for text in ("Save as", "Load it again"))
    assert first.nextInFocusChain() is second
    assert second.nextInFocusChain() is bar.close_button


def test_the_icon_takes_no_clicks_and_no_focus(qtbot) -> None:
    bar = Asking()
    qtbot.addWidget(bar)
    assert bar.icon.focusPolicy() == Qt.FocusPolicy.NoFocus
    assert bar.icon.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
