"""A kernel is made once, however many threads make programs that call it."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from hornstudio.engine.kernels import calling
from hornstudio.engine.kernels.calling import Kernel
from tests.engine.kernels.guarded import needs_kernels
from tests.engine.kernels.test_handler import write_sum


@needs_kernels
def test_threads_that_want_the_same_kernel_have_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two were made, and the one that XLA knew was freed: the process died in its first step."""
    made = []
    real = calling.machine_code.loaded

    def slowly(*given: Any) -> Any:
        time.sleep(0.05)
        made.append(real(*given))
        return made[-1]

    monkeypatch.setattr(calling.machine_code, "loaded", slowly)
    kernel = Kernel("wanted by several threads", write_sum, 2, 16)
    with ThreadPoolExecutor(4) as threads:
        names = set(threads.map(lambda _: calling._target(kernel, 1), range(4)))
    assert len(names) == len(made) == 1
