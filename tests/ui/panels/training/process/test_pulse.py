"""A worker that stops answering is noticed, and can be ended; one that dies is noticed at once."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from hornstudio.ui.panels.training import TrainingPanel
from hornstudio.ui.panels.training.process import client as client_file
from hornstudio.ui.panels.training.process import pulse
from hornstudio.ui.panels.training.process.client import State, WorkerClient

FAKE = str(Path(__file__).with_name("fake_worker.py"))
WAIT_MS = 20_000

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="no such signal here")


@pytest.fixture
def panel(document, qtbot, monkeypatch):
    """A panel whose worker says every 20 ms that it lives, and trains without an end."""
    monkeypatch.setattr(client_file, "RESTART_DELAYS_MS", ())
    client = WorkerClient([sys.executable, FAKE, "beats"])
    panel = TrainingPanel(document, client)
    qtbot.addWidget(panel)
    qtbot.addWidget(panel.log_view)
    panel.resize(1_000, 220)
    panel.show()
    client.start()
    qtbot.waitUntil(lambda: client.state is State.READY, timeout=WAIT_MS)
    client.train("{}")
    qtbot.waitUntil(lambda: panel.trainer.step is not None, timeout=WAIT_MS)
    yield panel
    client.shutdown()


def kinds(panel) -> str:
    return panel.trainer.trouble.kind if panel.trainer.trouble else ""


def seconds_until(qtbot, holds) -> float:
    began = time.monotonic()
    qtbot.waitUntil(holds, timeout=WAIT_MS)
    return time.monotonic() - began


def test_a_stopped_worker_is_told_within_a_second_and_can_be_ended(panel, qtbot):
    pid = panel.trainer.client.pid
    os.kill(pid, signal.SIGSTOP)
    assert seconds_until(qtbot, lambda: kinds(panel) == "silent") < 1.0
    assert f"kill -CONT {pid}" in panel.banner.words.text()
    os.kill(pid, signal.SIGCONT)
    assert seconds_until(qtbot, lambda: kinds(panel) == "") < 1.0
    assert panel.trainer.is_busy
    os.kill(pid, signal.SIGSTOP)
    qtbot.waitUntil(lambda: panel.banner.end.isVisible(), timeout=WAIT_MS)
    panel.banner.end.click()
    qtbot.waitUntil(lambda: kinds(panel) == "lost", timeout=WAIT_MS)
    assert not panel.banner.end.isVisible()
    assert panel.banner.resume.isVisible()


def test_where_the_system_says_nothing_five_seconds_of_silence_do(panel, qtbot, monkeypatch):
    monkeypatch.setattr(pulse, "is_halted", lambda pid: False)
    panel.pulse._timer.setInterval(30)
    os.kill(panel.trainer.client.pid, signal.SIGSTOP)
    qtbot.waitUntil(lambda: kinds(panel) == "silent", timeout=WAIT_MS)
    assert "does not answer" in panel.banner.words.text()
    os.kill(panel.trainer.client.pid, signal.SIGCONT)
    qtbot.waitUntil(lambda: kinds(panel) == "", timeout=WAIT_MS)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV])
def test_a_death_is_noticed_within_a_second(panel, qtbot, number):
    os.kill(panel.trainer.client.pid, number)
    assert seconds_until(qtbot, lambda: kinds(panel) == "lost") < 1.0


def test_one_that_is_stopped_while_idle_is_told_before_a_run_and_in_it(document, qtbot):
    client = WorkerClient([sys.executable, FAKE, "beats"])
    told = []
    listener = pulse.Pulse(client)
    listener.silenced.connect(told.append)
    client.start()
    qtbot.waitUntil(lambda: client.state is State.READY, timeout=WAIT_MS)
    os.kill(client.pid, signal.SIGSTOP)
    qtbot.waitUntil(lambda: len(told) == 1, timeout=WAIT_MS)
    assert "another one is started" in told[0]
    client.train("{}")
    qtbot.waitUntil(lambda: len(told) == 2, timeout=WAIT_MS)
    assert "last checkpoint" in told[1]
    os.kill(client.pid, signal.SIGCONT)
    qtbot.waitUntil(lambda: len(told) == 3, timeout=WAIT_MS)
    assert told[2] == ""
    client.shutdown()
