"""Why a picture cannot be read, as Pillow finds it, in words of our own."""

from pathlib import Path

import pytest
from PIL import Image

from hornstudio.engine.modules.pictures.damage import damage_of
from hornstudio.engine.modules.pictures.decoding import read_picture
from tests.engine.modules.pictures.folder_of_pictures import make_pictures
from tests.translatable import words_of

DAMAGED = "it is no picture, or a damaged one"


def fault_of(path: Path) -> Exception:
    try:
        read_picture(path, (4, 4), "rgb", "stretch", "nearest")
    except Exception as error:
        return error
    raise AssertionError(f"{path} can be read")


@pytest.mark.parametrize("left", [0, 9, 60])
@pytest.mark.parametrize("ending", ["png", "jpg", "bmp"])
def test_one_that_is_cut_off_is_called_damaged(tmp_path: Path, ending: str, left: int) -> None:
    path = make_pictures(tmp_path, count=1, ending=ending) / "ant" / f"0.{ending}"
    path.write_bytes(path.read_bytes()[:left])
    assert damage_of(fault_of(path)) == DAMAGED


@pytest.mark.parametrize("place", [20, 45, 60])
def test_one_with_a_wrong_bit_is_called_damaged(tmp_path: Path, place: int) -> None:
    path = make_pictures(tmp_path, count=1) / "ant" / "0.png"
    content = bytearray(path.read_bytes())
    content[place] ^= 255
    path.write_bytes(content)
    assert damage_of(fault_of(path)) == DAMAGED


def test_what_else_there_is_is_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert damage_of(fault_of(tmp_path / "gone.png")) == "it is not there any more"
    assert damage_of(PermissionError(13, "")) == "Permission denied"
    assert damage_of(ValueError("odd\nand more")) == "odd"
    path = make_pictures(tmp_path, count=1) / "ant" / "0.png"
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 10)
    assert damage_of(fault_of(path)) == "it has too many pixels; save it smaller"


def test_all_of_it_has_its_korean() -> None:
    for error in (OSError("broken"), FileNotFoundError(), Image.DecompressionBombError("x")):
        assert words_of("ko").get(damage_of(error).template)
