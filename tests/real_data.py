"""What a test of real figures needs."""

import pytest

from hornstudio import paths

_MNIST = ("mnist", "train-images-idx3-ubyte.gz")

needs_mnist = pytest.mark.skipif(
    not any(folder.joinpath(*_MNIST).is_file() for folder in paths.data_dirs()),
    reason="MNIST is in no folder of $HORNSTUDIO_DATA",
)
