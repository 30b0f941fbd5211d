"""How tests are read: what pytest makes of each file is kept, and made by one process alone."""

import importlib
import os
from contextlib import suppress
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def read_share() -> None:
    """Where several processes are about to read all tests, read first what is this one's share.

    Else each of them, at the same time, would rewrite the assertions of every file.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if not worker:
        return
    number, count = int(worker.removeprefix("gw")), int(os.environ["PYTEST_XDIST_WORKER_COUNT"])
    for path in sorted(HERE.rglob("test_*.py"))[number::count]:
        name = ".".join(path.relative_to(HERE.parent).with_suffix("").parts)
        with suppress(Exception, pytest.skip.Exception):  # it is told when the file is collected
            importlib.import_module(name)
