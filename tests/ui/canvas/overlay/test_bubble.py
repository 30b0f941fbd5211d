"""What a bubble says is read whole, in lines of about one length."""

import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QLabel, QWidget

from hornstudio.engine.graph import Node
from hornstudio.engine.problem import Remedy, Replace
from hornstudio.engine.text import Text
from hornstudio.ui.canvas.overlay.bubble import Bubble


@pytest.fixture
def bubble(qtbot):
    parent = QWidget()
    parent.resize(900, 600)
    qtbot.addWidget(parent)
    made = Bubble(parent)
    parent.show()
    return made


def label_of(bubble, text):
    return next(label for label in bubble.findChildren(QLabel) if label.text() == text)


def test_no_last_word_stands_alone(bubble):
    text = "rate is 1.5; need a number at least 0 and below 1"
    bubble.offer(text, [], QPoint(100, 100), lambda remedy: None, heading="Dropout")
    label = label_of(bubble, text)
    line = label.fontMetrics().height()
    wide = label.fontMetrics().horizontalAdvance(text)
    assert label.heightForWidth(label.width()) < 3 * line
    assert label.height() >= label.heightForWidth(label.width())
    assert label.width() < 0.75 * wide


def test_a_short_reason_takes_one_line(bubble):
    bubble.say("it has no input", QPoint(100, 100))
    label = label_of(bubble, "it has no input")
    assert label.height() < 2 * label.fontMetrics().height()


def test_a_shape_that_the_words_name_is_not_said_twice(bubble):
    named = Remedy(Text("Insert Reshape to 2×3"), Replace("reshape"), "2×3")
    other = Remedy(Text("Insert Flatten"), Replace("flatten"), "6")
    bubble.offer("no", [named, other], QPoint(100, 100), lambda remedy: None)
    assert [b.text() for b in bubble.buttons()] == ["Insert Reshape to 2×3", "Insert Flatten  6"]


def test_words_over_a_long_button_are_not_cut(bubble):
    text = "target has 10 classes; this loss only knows yes and no"
    long = Text("Replace by categorical_crossentropy; scores: Set units to 10; Turn from_logits on")
    remedy = Remedy(long, Replace("categorical_crossentropy"))
    bubble.offer(text, [remedy], QPoint(100, 100), lambda remedy: None, heading="Loss")
    label = label_of(bubble, text)
    (button,) = bubble.buttons()
    assert label.height() >= label.heightForWidth(label.width())
    assert label.geometry().bottom() < button.geometry().top()
    assert bubble.rect().contains(button.geometry())
    assert bubble.rect().contains(label.geometry())


def test_it_stands_above_what_it_is_about_as_far_as_there_is_room(bubble):
    at = QPoint(400, 400)
    bubble.offer("no input", [], at, lambda remedy: None, above=300)
    assert 260 <= bubble.geometry().bottom() < 300
    bubble.offer("no input", [], at, lambda remedy: None, above=20)
    assert 360 <= bubble.geometry().bottom() < 400
    bubble.offer("no input", [], QPoint(400, 10), lambda remedy: None, above=5)
    assert bubble.geometry().top() > 10


def test_what_is_wrong_with_a_node_leaves_the_node_in_view(make_hand, graph_of):
    hand = make_hand(graph_of({"dense": Node("dense", at=(240, 120))}))
    item = hand.canvas.scene.nodes["dense"]
    foot = QPointF(item.body.center().x(), item.body.bottom() - 8)
    hand.canvas.advice.explain("dense", None, foot)
    said = hand.canvas.advice.bubble
    assert said.isVisible()
    seen = hand.canvas.view.viewportTransform().mapRect(item.body).toRect()
    assert not said.geometry().intersects(seen)
