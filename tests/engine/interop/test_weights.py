"""Arrays of a file that do not go with a node."""

import numpy as np
import pytest

from hornstudio.engine.errors import FileError
from hornstudio.engine.interop.weights import Found, fit
from hornstudio.engine.module import Array


def test_a_node_in_a_composite_is_named_by_the_way_to_it() -> None:
    wanted = (Array("kernel", (2, 3), "zeros"),)
    with pytest.raises(FileError, match="body › dense needs the arrays kernel; the file has 0"):
        fit("body__dense", wanted, [])
    other = [Found("layers/dense/0", (), np.zeros((3, 3), np.float32))]
    with pytest.raises(FileError, match=r"body › dense.kernel is 2×3; layers/dense/0 in the file"):
        fit("body__dense", wanted, other)
