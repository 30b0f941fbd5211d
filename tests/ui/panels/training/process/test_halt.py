import os
import signal
import subprocess
import sys
import time

import pytest

from hornstudio.ui.panels.training.process import halt

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="no such signal here")

ASKED = [halt.is_halted]
ASKED += [halt._is_waited_for] if hasattr(os, "waitid") else []


@pytest.mark.parametrize("ask", ASKED)
def test_a_stopped_child_is_halted_until_it_goes_on_and_its_end_is_told(ask):
    child = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        assert not ask(child.pid), "one that computes is none"
        os.kill(child.pid, signal.SIGSTOP)
        assert soon(lambda: ask(child.pid))
        assert ask(child.pid), "asking takes nothing away"
        os.kill(child.pid, signal.SIGCONT)
        assert soon(lambda: not ask(child.pid))
    finally:
        child.kill()
    assert child.wait(10) == -signal.SIGKILL
    assert not ask(child.pid), "there is no such process"


def soon(holds) -> bool:
    until = time.monotonic() + 5
    while not holds() and time.monotonic() < until:
        time.sleep(0.01)
    return holds()
