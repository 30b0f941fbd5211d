import hashlib
import re

import numpy as np
import pytest

from hornstudio import paths
from hornstudio.engine.catalog import catalog

ARRAYS = {
    "digits": {"image": ((28, 28), "uint8"), "label": ((), "uint8")},
    "names": {"letters": ((12,), "uint8"), "language": ((), "uint8")},
    "penguins": {
        "measures": ((3,), "float32"),
        "mass": ((), "float32"),
        "species": ((), "uint8"),
        "sex": ((), "uint8"),
    },
}
LICENCES = {
    "digits": ("Sebastian Raschka", "Redistribution and use"),
    "names": ("Daniele Faraglia", "Permission is hereby granted"),
    "penguins": ("Muhammad Chenariyan Nakhaee", "Permission is hereby granted"),
}


@pytest.mark.parametrize("kind", ARRAYS)
def test_readme_and_module_name_the_very_file(kind: str) -> None:
    content = paths.resource("data", f"{kind}.npz").read_bytes()
    readme = paths.resource("data", "README.txt").read_text("utf-8")
    section = readme[readme.index(f"{kind}.npz: ") :].split("\n\n")[1]
    module = catalog().get(kind)
    assert module is not None
    assert re.findall(r"[0-9a-f]{64}", section) == [hashlib.sha256(content).hexdigest()]
    assert f"size      {len(content)} bytes" in section
    assert (module.files[0].sha256, module.files[0].size) == (
        hashlib.sha256(content).hexdigest(),
        len(content),
    )


@pytest.mark.parametrize("kind", ARRAYS)
def test_arrays_are_what_the_readme_says(kind: str) -> None:
    module = catalog().get(kind)
    assert module is not None
    with np.load(paths.resource("data", f"{kind}.npz"), allow_pickle=False) as arrays:
        shapes = {name: (array.shape, str(array.dtype)) for name, array in arrays.items()}
    assert shapes == {
        f"{part}_{name}": ((count, *shape), dtype)
        for part, count in zip(("train", "test"), module.examples(None), strict=True)
        for name, (shape, dtype) in ARRAYS[kind].items()
    }


def test_digits_are_ink_on_paper_and_every_digit_is_there() -> None:
    with np.load(paths.resource("data", "digits.npz"), allow_pickle=False) as arrays:
        labels = arrays["test_label"]
        ink = arrays["train_image"].mean()
    assert (np.bincount(labels, minlength=10) > 80).all()
    assert 25 < ink < 45  # of 255: a little ink on much paper


@pytest.mark.parametrize("kind", LICENCES)
def test_licence_ships_with_it(kind: str) -> None:
    text = paths.resource("data", f"{kind}-LICENSE.txt").read_text("utf-8")
    assert all(words in text for words in LICENCES[kind])
