import hashlib
import re

import numpy as np

from hornstudio import paths
from hornstudio.engine.catalog import catalog

PATH = paths.resource("data", "digits.npz")


def test_readme_and_module_name_the_very_file() -> None:
    content = PATH.read_bytes()
    readme = paths.resource("data", "README.txt").read_text("utf-8")
    digits = catalog().get("digits")
    assert digits is not None
    assert re.findall(r"[0-9a-f]{64}", readme) == [hashlib.sha256(content).hexdigest()]
    assert f"size      {len(content)} bytes" in readme
    assert (digits.files[0].sha256, digits.files[0].size) == (
        hashlib.sha256(content).hexdigest(),
        len(content),
    )


def test_arrays_are_what_the_readme_says() -> None:
    with np.load(PATH, allow_pickle=False) as arrays:
        shapes = {name: (array.shape, str(array.dtype)) for name, array in arrays.items()}
        labels = arrays["test_label"]
        ink = arrays["train_image"].mean()
    assert shapes == {
        "train_image": ((4000, 28, 28), "uint8"),
        "train_label": ((4000,), "uint8"),
        "test_image": ((1000, 28, 28), "uint8"),
        "test_label": ((1000,), "uint8"),
    }
    assert (np.bincount(labels, minlength=10) > 80).all()
    assert 25 < ink < 45  # of 255: a little ink on much paper


def test_licence_ships_with_it() -> None:
    text = paths.resource("data", "digits-LICENSE.txt").read_text("utf-8")
    assert "Sebastian Raschka" in text
    assert "Redistribution and use" in text
