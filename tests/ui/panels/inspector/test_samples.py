"""Samples of a folder, read beside the window."""

import numpy as np
import pytest
from PySide6.QtGui import QColor

from hornstudio.engine.catalog import catalog
from hornstudio.engine.modules.pictures.image_folder import IMAGE_FOLDER
from hornstudio.engine.params import complete
from hornstudio.ui.panels.inspector.samples import Samples, as_image
from tests.engine.modules.pictures.folder_of_pictures import make_pictures


@pytest.mark.parametrize("channels", [1, 3, 4])
def test_numbers_become_a_picture(channels):
    sample = np.zeros((2, 3, channels), np.float32)
    sample[1, 2] = (1.0, 0.5, 0.25, 1.0)[:channels]
    image = as_image(sample)
    assert (image.width(), image.height()) == (3, 2)
    lit = QColor(255, 255, 255) if channels == 1 else QColor(255, 128, 64)
    assert image.pixelColor(2, 1).getRgb()[:3] == lit.getRgb()[:3]
    assert image.pixelColor(0, 0).getRgb()[:3] == (0, 0, 0)


def test_only_what_was_asked_for_last_comes_and_broken_ones_are_told(qtbot, tmp_path):
    make_pictures(tmp_path, ("a", "b"), count=1)
    (tmp_path / "b" / "0.png").write_bytes(b"no picture")
    own, samples, come = IMAGE_FOLDER.own, Samples(), []
    samples.come.connect(come.append)
    for side in (5, 6):
        given = {"directory": str(tmp_path), "image_size": [side, 4]}
        samples.read(own, complete(IMAGE_FOLDER.params, given, catalog().find), 8)
    qtbot.waitUntil(lambda: bool(come))
    qtbot.wait(20)
    (found,) = come
    assert [(sample.name, sample.image is None) for sample in found] == [("a", False), ("b", True)]
    assert (found[0].image.width(), found[0].image.height()) == (4, 6)
