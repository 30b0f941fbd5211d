from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.errors import DataError
from hornstudio.engine.modules.pictures import image_folder
from hornstudio.engine.modules.pictures.album import Album
from hornstudio.engine.params import Values, complete
from tests.engine.modules.pictures.folder_of_pictures import make_pictures

MODULE = image_folder.IMAGE_FOLDER


def values(folder: Path | str, **given: Any) -> Values:
    params = {"directory": str(folder), "image_size": [6, 5]} | given
    return complete(MODULE.params, params, catalog().find)


def asked(p: Values) -> dict[str, Any]:
    return {n: p[n] for n in p if n not in ("validation_split", "order")}


WAYS: list[dict[str, Any]] = [
    {},
    {"fit": "crop", "color_mode": "grayscale", "label_mode": "categorical"},
    {"fit": "pad", "color_mode": "rgba", "interpolation": "nearest"},
]


@pytest.mark.parametrize("given", WAYS)
def test_decoded_at_once_ahead_or_by_a_script_the_bits_are_the_same(
    tmp_path: Path, monkeypatch, given: dict[str, Any]
) -> None:
    make_pictures(tmp_path / "train", count=3)
    make_pictures(tmp_path / "test", ("cat",), count=2)
    p = values(tmp_path, **given)
    script = image_folder.load_image_folder(None, **asked(p))
    at_once = image_folder.open_image_folder(**asked(p))
    monkeypatch.setattr(image_folder, "SMALL_BYTES", 0)
    ahead = image_folder.open_image_folder(**asked(p))
    assert isinstance(ahead[0]["image"], Album)
    assert type(at_once[0]["image"]) is np.ndarray
    specs = MODULE.infer_outputs(p)
    assert MODULE.examples is not None
    assert MODULE.examples(p) == (9, 2, 0)
    for part, count in enumerate((9, 2)):
        for port, spec in specs.items():
            expected = script[part][port]
            assert expected.shape == (count, *spec.shape)
            assert expected.dtype == spec.dtype
            np.testing.assert_array_equal(at_once[part][port], expected)
            np.testing.assert_array_equal(ahead[part][port][:], expected)
    assert script[2] == at_once[2] == ahead[2] == {}


def test_shapes_and_names_are_known_without_opening_a_picture(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "0.png").write_bytes(b"no picture")
    label = MODULE.infer_outputs(values(tmp_path))["label"]
    assert (label.classes, label.names, label.is_label) == (2, ("a", "b"), True)
    one_hot = MODULE.infer_outputs(values(tmp_path, label_mode="categorical"))["label"]
    assert (one_hot.shape, one_hot.dtype, one_hot.names) == ((2,), "float32", ("a", "b"))
    image = MODULE.infer_outputs(values(tmp_path, color_mode="rgba"))["image"]
    assert image.shape == (6, 5, 4)


def test_without_the_folder_a_graph_still_has_shapes(tmp_path: Path) -> None:
    p = values(tmp_path / "elsewhere", label_mode="categorical")
    outputs = MODULE.infer_outputs(p)
    assert str(outputs["image"]) == "6×5×3"
    assert outputs["label"].shape == ("classes",)
    assert MODULE.infer_outputs(values(""))["label"].classes is None


def test_gaps_are_refused_by_name(tmp_path: Path) -> None:
    make_pictures(tmp_path / "train", ("a", "b"), count=1)
    (tmp_path / "train" / "empty").mkdir()
    with pytest.raises(DataError, match=r"train has no pictures of empty; put some there \(\.bmp"):
        image_folder.open_image_folder(**asked(values(tmp_path)))
    (tmp_path / "train" / "empty").rmdir()
    make_pictures(tmp_path / "val", ("a", "c"), count=1)
    with pytest.raises(DataError, match=r"val has the classes c, which .*train lacks"):
        image_folder.open_image_folder(**asked(values(tmp_path)))


def test_some_pictures_are_of_all_classes(tmp_path: Path) -> None:
    make_pictures(tmp_path, ("a", "b"), count=2)
    make_pictures(tmp_path, ("c",), count=1)
    found = image_folder.some_pictures(str(tmp_path), 4)
    assert [(Path(path).name, name) for path, name in found] == [
        ("0.png", "a"),
        ("0.png", "b"),
        ("0.png", "c"),
        ("1.png", "a"),
    ]
    assert len(image_folder.some_pictures(str(tmp_path), 9)) == 5


def test_no_share_is_kept_back_where_a_folder_validates(tmp_path: Path) -> None:
    make_pictures(tmp_path / "train", count=1)
    make_pictures(tmp_path / "val", count=1)
    assert MODULE.own is not None
    (told,) = MODULE.own.idle(values(tmp_path)).items()
    assert (told[0], str(told[1])) == (
        "validation_split",
        "val validates, so that no share is kept back",
    )
    assert MODULE.own.idle(values(tmp_path / "train")) == {}
    for picture in (tmp_path / "val").rglob("*.png"):
        picture.unlink()
    assert MODULE.own.idle(values(tmp_path)) == {}
    assert MODULE.own.idle(values("")) == {}
