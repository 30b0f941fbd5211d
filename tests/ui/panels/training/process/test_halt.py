import os
import signal
import subprocess
import sys
import time

import psutil  # here, while the system is still called what it is
import pytest

from hornstudio.ui.panels.training.process import halt

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="no such signal here")


@pytest.mark.parametrize("system", ["linux", "darwin"])
def test_a_stopped_child_is_halted_until_it_goes_on_and_its_end_is_told(system, monkeypatch):
    """On macOS psutil is asked, which tells of every system."""
    if system == "linux" != sys.platform:
        pytest.skip("reads Linux's own files")
    ask = halt.is_halted
    assert psutil.POSIX
    child = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    monkeypatch.setattr(sys, "platform", system)
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
