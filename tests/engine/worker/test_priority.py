"""The computing process is patient."""

import os
import subprocess
import sys

import pytest

from hornstudio.engine.worker import priority

CODE = """
import os, threading
from hornstudio.engine.worker.priority import give_way
give_way(), give_way()
told = []
thread = threading.Thread(target=lambda: told.append(os.getpriority(os.PRIO_PROCESS, 0)))
thread.start(), thread.join()
print(os.getpriority(os.PRIO_PROCESS, 0), *told)
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="niceness is of POSIX")


def test_others_go_first_and_threads_that_begin_later_are_alike():
    own = os.getpriority(os.PRIO_PROCESS, 0)
    found = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    wanted = str(max(own, priority.NICENESS))
    assert found.stdout.split() == [wanted, wanted]


def test_a_system_that_refuses_is_left_alone(monkeypatch):
    def refuse(*_: int) -> None:
        raise PermissionError("not here")

    monkeypatch.setattr(os, "setpriority", refuse)
    priority.give_way()
