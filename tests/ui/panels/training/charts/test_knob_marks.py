from msgspec import structs
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from hornstudio.engine.watch.events import Knob
from hornstudio.ui.panels.training.charts.knob_marks import (
    Mark,
    draw_marks,
    draw_words,
    marks_of,
    text_of,
    whole_text_of,
)
from hornstudio.ui.panels.training.course.run import Run


def knob(param: str, new: object, step: int = 5) -> Knob:
    return Knob(node="sgd", param=param, old=None, new=new, epoch=1, step=step)


def test_marks_stand_where_it_was_turned_and_say_to_what(told):
    run = Run(1, told.started())
    run.add_knob(knob("learning_rate", 0.025))
    run.add_knob(knob("frozen", True, 9))
    assert marks_of(run) == (Mark(0.5, "learning rate 0.025"), Mark(0.9, "sgd frozen"))
    assert text_of(knob("frozen", False)) == "sgd free"
    assert text_of(knob("weight", 2)) == "sgd weight 2"
    inner = structs.replace(knob("frozen", False), node="body__first")
    assert text_of(inner) == whole_text_of(inner) == "body › first free"
    assert whole_text_of(structs.replace(inner, param="rate", old=0.1, new=0.5)) == (
        "body › first: rate 0.1 → 0.5"
    )
    assert text_of(knob("learning_rate", {"kind": "constant"})).startswith("learning rate {")


def test_what_was_turned_several_times_at_one_step_has_one_mark(told):
    run = Run(1, told.started())
    for old, new in ((0.1, 0.2), (0.2, 0.3), (0.3, 0.4)):
        run.add_knob(structs.replace(knob("learning_rate", new), old=old))
        run.add_knob(structs.replace(knob("rate", new), old=old, node=f"dropout{new}"))
    run.add_knob(structs.replace(knob("learning_rate", 0.4), old=0.3))  # it comes again
    assert [mark.whole for mark in marks_of(run)] == [
        "sgd: learning rate 0.1 → 0.4",
        "dropout0.2: rate 0.1 → 0.2",
        "dropout0.3: rate 0.2 → 0.3",
        "dropout0.4: rate 0.3 → 0.4",
    ]


def test_the_param_goes_by_its_label_in_the_language_of_the_window(speak):
    speak("ko")
    assert text_of(knob("learning_rate", 0.5)) == "학습률 0.5"
    speak("en")
    turned = Knob(node="sgd", param="learning_rate.factor", old=1, new=0.5, epoch=1, step=1)
    assert whole_text_of(turned) == "sgd: learning rate factor 1 → 0.5"


def test_a_mark_is_a_line_with_words_beside_it(qapp):
    image = QImage(200, 80, QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    painter = QPainter(image)
    marks = (Mark(0.25, "rate 1"), Mark(9.0, "out of sight"))
    for draw in (draw_marks, draw_words):
        draw(painter, QRectF(0, 0, 200, 80), marks, lambda x: 200 * x)
    painter.end()
    lit = {x for x in range(200) for y in range(80) if image.pixelColor(x, y).lightness() > 40}
    assert 50 in lit
    assert any(54 < x < 100 for x in lit)
    assert not any(x < 49 or x > 120 for x in lit)


def test_many_marks_are_no_fence(qapp):
    image = QImage(200, 80, QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    painter = QPainter(image)
    marks = tuple(Mark(n / 50, "rate") for n in range(10, 40))  # four pixels from each other
    draw_marks(painter, QRectF(0, 0, 200, 80), marks, lambda x: 200 * x)
    painter.end()
    above, below = (
        {x for x in range(200) for y in rows if image.pixelColor(x, y).lightness() > 40}
        for rows in (range(8), range(74, 80))
    )
    assert 156 in above, "the latest is whole"
    assert len(above) < 10
    assert len(below) == 30


def test_words_have_a_ground_over_a_curve(qapp):
    image = QImage(200, 80, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    painter = QPainter(image)
    draw_words(painter, QRectF(0, 0, 200, 80), (Mark(0.25, "rate 1"),), lambda x: 200 * x)
    painter.end()
    assert image.pixelColor(53, 1).saturation() < 200
    assert image.pixelColor(53, 40) == QColor("red")
    image.fill(QColor("red"))
    painter = QPainter(image)
    marks = (Mark(0.25, "rate 1"),)
    draw_words(painter, QRectF(0, 0, 200, 80), marks, lambda x: 200 * x, is_below=True)
    painter.end()
    assert image.pixelColor(53, 1) == QColor("red")
    assert image.pixelColor(53, 78).saturation() < 200


def words_at(is_crossed) -> list[int]:
    """The rows of a picture in which words of a mark stand."""
    image = QImage(200, 80, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    painter = QPainter(image)
    marks = (Mark(0.25, "rate 1"),)
    draw_words(painter, QRectF(0, 0, 200, 80), marks, lambda x: 200 * x, is_crossed=is_crossed)
    painter.end()
    return [y for y in range(80) if image.pixelColor(53, y) != QColor("red")]


def test_words_stand_where_no_curve_goes(qapp):
    assert words_at(lambda place: False) == list(range(15))
    assert words_at(lambda place: place.top() < 10) == list(range(15, 30))
    assert words_at(lambda place: place.top() < 30) == list(range(65, 80))
    assert words_at(lambda place: True) == []


def test_words_with_room_on_neither_side_stand_over_their_line(qapp):
    image = QImage(200, 80, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    painter = QPainter(image)
    marks = (Mark(0.4, "rate 1"), Mark(0.45, "right_loss weight 47.7"))
    draw_words(painter, QRectF(0, 0, 200, 80), marks, lambda x: 200 * x)
    painter.end()
    lines = [
        [x for x in range(200) if image.pixelColor(x, y) != QColor("red")] for y in (1, 16, 31)
    ]
    assert lines[0][-1] == 199, "the latest comes first and ends where the chart does"
    assert lines[0][0] < 90
    assert lines[1][0] in range(80, 90), "the one before it in the next line"
    assert not lines[2]
