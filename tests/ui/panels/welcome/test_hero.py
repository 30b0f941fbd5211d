from PySide6.QtGui import QColor

from hornstudio.ui.panels.welcome.hero import HEIGHT_PX, WIDTH_PX, Hero
from hornstudio.ui.theme import current


def test_two_horns_stand_mirrored_before_four_wires(qtbot):
    hero = Hero()
    qtbot.addWidget(hero)
    image = hero.grab().toImage()
    ratio = image.devicePixelRatio()
    middle = image.width() // 2
    row = round((HEIGHT_PX - 30) * ratio)

    def is_horn(x):
        color = QColor(image.pixel(x, row))
        return color.red() > 1.5 * color.blue() and color.red() > 150

    left = [middle - x for x in range(middle) if is_horn(x)]
    right = [x - middle + 1 for x in range(middle, image.width()) if is_horn(x)]
    assert len(left) > 20
    assert abs(len(left) - len(right)) <= 2
    assert abs(max(left) - max(right)) <= 2
    for port, y in (("image", 22), ("sequence", 50), ("vector", 110), ("label", 138)):
        dot = image.pixelColor(round(8.5 * ratio), round(y * ratio))
        assert _near(dot, current().wire(port)), port
    assert image.width() == round(WIDTH_PX * ratio)


def _near(a, b):
    return all(abs(x - y) < 12 for x, y in zip(a.getRgb()[:3], b.getRgb()[:3], strict=True))
