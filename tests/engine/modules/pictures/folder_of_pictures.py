"""Small folders of pictures for tests."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image


def make_pictures(
    folder: Path,
    classes: Sequence[str] = ("dog", "ant", "cat"),
    count: int = 4,
    size: tuple[int, int] = (9, 12),
    ending: str = "png",
) -> Path:
    """Random pictures, each a point taller than the last, in a subfolder for each class."""
    rng = np.random.default_rng(len(str(classes)))
    for name in classes:
        (folder / name).mkdir(parents=True)
        for number in range(count):
            shape = (size[0] + number, size[1], 3)
            pixels = rng.integers(0, 256, shape, dtype=np.uint8)
            Image.fromarray(pixels).save(folder / name / f"{number}.{ending}")
    return folder
