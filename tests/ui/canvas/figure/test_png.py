"""What is written as PNG is read back pixel by pixel."""

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from hornstudio.ui.canvas.figure.png import png_bytes


def picture(width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor("#c05020"))
    painter.drawEllipse(QRectF(0.3, 0.4, width * 0.8, height * 0.9))
    painter.end()
    return image


@pytest.mark.parametrize("size", [(1, 1), (3, 63), (65, 64), (101, 65), (64, 200)])
def test_every_pixel_is_kept(qapp, size):
    image, told = picture(*size), []
    read = QImage.fromData(png_bytes(image, "그물", 288.0, told.append))
    assert read.convertToFormat(image.format()) == image
    assert read.text("Title") == "그물"
    assert read.dotsPerMeterX() == read.dotsPerMeterY() == round(288 / 0.0254)
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_a_drawing_takes_hardly_more_than_as_qt_packs_it(qapp, tmp_path):
    image = picture(900, 700)
    image.save(str(tmp_path / "qt.png"))
    content = png_bytes(image, "", 96.0, lambda share: None)
    assert len(content) < 1.3 * (tmp_path / "qt.png").stat().st_size


def test_how_far_it_is_is_told_strip_by_strip_and_may_end_it(qapp):
    image, told = picture(40, 1000), []

    def tell(share: float) -> None:
        told.append(share)
        if share > 0.5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        png_bytes(image, "", 96.0, tell)
    assert len(told) == 4
    assert told[0] == 0.128
