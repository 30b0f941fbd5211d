"""The guard that the tests of kernels rely on is seen catching what it is for."""

import subprocess
import sys

import pytest

PROGRAM = """
import ctypes, numpy as np
from tests.engine.kernels.guarded import Guarded
array = Guarded(at_end={at_end}).array(np.ones(5, np.float32))
place = array.ctypes.data + {offset}
print(ctypes.c_float.from_address(array.ctypes.data).value, flush=True)
print(ctypes.c_float.from_address(place).value)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="memory is guarded where mprotect is known")
@pytest.mark.parametrize(("at_end", "offset"), [(True, 20), (False, -4)])
def test_who_reads_a_neighbour_dies(at_end: bool, offset: int) -> None:
    program = PROGRAM.format(at_end=at_end, offset=offset)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.stdout, done.returncode < 0) == ("1.0\n", True), done.stderr
