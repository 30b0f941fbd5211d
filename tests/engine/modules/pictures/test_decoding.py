from pathlib import Path

import keras
import numpy as np
import pytest
from PIL import Image

from hornstudio.engine.modules.pictures.decoding import as_fractions, read_picture

RNG = np.random.default_rng(0)


def saved(path: Path, pixels: np.ndarray, **more: object) -> Path:
    Image.fromarray(pixels).save(path, **more)
    return path


@pytest.mark.parametrize("color_mode", ["grayscale", "rgb", "rgba"])
@pytest.mark.parametrize("fit", ["stretch", "crop"])
@pytest.mark.parametrize("interpolation", ["nearest", "bilinear", "lanczos"])
def test_numbers_are_those_of_keras(
    tmp_path: Path, color_mode: str, fit: str, interpolation: str
) -> None:
    """Keras' load_img is the oracle; image_dataset_from_directory resizes with TensorFlow."""
    for height, width in ((23, 40), (40, 23), (16, 12), (5, 7)):
        path = saved(tmp_path / "a.png", RNG.integers(0, 256, (height, width, 3), dtype=np.uint8))
        theirs = keras.utils.load_img(
            path, color_mode, (16, 12), interpolation, keep_aspect_ratio=fit == "crop"
        )
        ours = read_picture(path, (16, 12), color_mode, fit, interpolation)
        expected = np.asarray(theirs).reshape(16, 12, -1)
        assert ours.dtype == np.uint8
        np.testing.assert_array_equal(ours, expected)


def test_padding_keeps_the_form_and_fills_with_black(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.png", np.full((10, 40, 3), 200, np.uint8))
    found = read_picture(path, (20, 20), "rgb", "pad", "bilinear")
    lit = found[:, :, 0] > 0
    assert lit[7:12].all()
    assert not lit[:7].any()
    assert not lit[12:].any()
    thin = read_picture(path, (1, 1), "rgb", "pad", "bilinear")
    assert (thin == 200).all()


def test_a_picture_stands_as_its_camera_held_it(tmp_path: Path) -> None:
    pixels = RNG.integers(0, 256, (6, 4, 3), dtype=np.uint8)
    turned = Image.Exif()
    turned[0x0112] = 6  # a quarter turn to the right
    path = saved(tmp_path / "a.png", pixels, exif=turned)
    found = read_picture(path, (4, 6), "rgb", "stretch", "nearest")
    np.testing.assert_array_equal(found, np.rot90(pixels, -1))


def test_sixteen_bits_and_palettes_become_bytes(tmp_path: Path) -> None:
    deep = saved(tmp_path / "deep.png", np.array([[0, 256], [32768, 65535]], np.uint16))
    found = read_picture(deep, (2, 2), "grayscale", "stretch", "nearest")
    np.testing.assert_array_equal(found[..., 0], [[0, 1], [128, 255]])
    Image.new("P", (3, 2), 0).save(tmp_path / "few.gif")
    assert read_picture(tmp_path / "few.gif", (2, 3), "rgb", "stretch", "nearest").shape == (
        2,
        3,
        3,
    )


def test_fractions_are_those_of_the_shipped_digits() -> None:
    pixels = np.arange(256, dtype=np.uint8)
    found = as_fractions(pixels)
    assert found.dtype == np.float32
    assert (found[0], found[255]) == (0.0, 1.0)
    np.testing.assert_array_equal(found, pixels.astype(np.float32) / 255)
