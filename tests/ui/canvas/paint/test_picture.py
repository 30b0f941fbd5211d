"""Pictures of nodes are kept, but only so many."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap

from hornstudio.ui.canvas.paint import picture
from hornstudio.ui.canvas.paint.look import NodeLook
from hornstudio.ui.canvas.paint.picture import NodePictures, Picture, place


def ask(pictures: NodePictures, title: str, *, scale: float = 1.0, chosen: bool = False):
    look = NodeLook(title, "", "core")
    key = pictures.key(look, chosen, False, True, scale, 1.0)
    return pictures.find(key) or pictures.draw(key, look)


def test_equal_looks_share_a_picture(qapp):
    pictures = NodePictures()
    assert ask(pictures, "a") is ask(pictures, "a")
    assert ask(pictures, "a") is not ask(pictures, "b")


def test_selected_and_scaled_ones_differ(qapp):
    pictures = NodePictures()
    plain, chosen = ask(pictures, "a"), ask(pictures, "a", chosen=True)
    assert plain.pixmap.toImage() != chosen.pixmap.toImage()
    assert ask(pictures, "a", scale=2.0).pixmap.width() == 2 * plain.pixmap.width()


def test_memory_stays_within_its_limit(qapp, monkeypatch):
    monkeypatch.setattr(picture, "LIMIT_BYTES", 1_000_000)
    pictures = NodePictures()
    first = ask(pictures, "0")
    for number in range(40):
        ask(pictures, str(number))
    assert pictures.size_bytes <= 1_000_000
    assert ask(pictures, "0") is not first


def test_a_picture_that_is_dropped_takes_no_memory(qapp):
    pictures = NodePictures()
    kept = ask(pictures, "a")
    size = pictures.size_bytes
    ask(pictures, "b")
    key = pictures.key(NodeLook("b", "", "core"), False, False, True, 1.0, 1.0)
    for _ in range(2):
        pictures.drop(key)
        assert pictures.size_bytes == size
    assert ask(pictures, "a") is kept


def test_a_small_view_keeps_less(qapp, monkeypatch):
    monkeypatch.setattr(picture, "_LEAST_BYTES", 400_000)
    pictures = NodePictures()
    for view_bytes, most in ((150_000, 600_000), (50_000, 400_000)):
        pictures.fit_to(view_bytes)
        for number in range(20):
            ask(pictures, f"{view_bytes} {number}")
        assert 0.5 * most < pictures.size_bytes <= most


def test_only_what_is_scaled_is_smoothed_which_makes_a_copy_slow(qapp):
    two = QPixmap(2, 1)
    two.fill(Qt.GlobalColor.black)
    painter = QPainter(two)
    painter.fillRect(1, 0, 1, 1, Qt.GlobalColor.white)
    painter.end()
    ground = QImage(200, 40, QImage.Format.Format_RGB32)
    painter = QPainter(ground)
    place(painter, Picture(two, 1.0, 1.0), QPointF(1800, 1800), 100.0, 1.0)
    assert not painter.renderHints() & QPainter.RenderHint.SmoothPixmapTransform
    painter.end()
    assert {ground.pixelColor(x, 0).red() for x in range(200)} > {0, 255}


def test_a_view_does_not_smooth_what_it_copies(make_hand):
    view = make_hand().canvas.view
    assert not view.renderHints() & QPainter.RenderHint.SmoothPixmapTransform
