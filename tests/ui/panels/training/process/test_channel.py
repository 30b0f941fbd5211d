"""Frames come in order and whole, the end comes last, and after it was abandoned nothing comes."""

import os
import signal
import sys

import pytest

from hornstudio.engine.worker import messages
from hornstudio.ui.panels.training.process.channel import Channel
from hornstudio.ui.panels.training.process.halt import is_halted

TELLS = """
import sys
from hornstudio.engine.worker import messages
for number in range(300):
    sys.stdout.buffer.write(messages.encode(messages.Log(level="info", text=str(number))))
sys.stdout.flush()
print("oh", file=sys.stderr)
{then}
"""


@pytest.fixture
def channel(qapp):
    made = Channel(qapp)
    made.told = []
    made.heard.connect(lambda payload: made.told.append(messages.decode_from_worker(payload).text))
    made.printed.connect(lambda line: made.told.append(f"printed {line}"))
    made.ended.connect(lambda code, crashed: made.told.append((code, crashed)))
    made.failed.connect(lambda reason: made.told.append(f"failed {bool(reason)}"))
    return made


def tells(then: str) -> list[str]:
    return [sys.executable, "-c", TELLS.format(then=then)]


def test_all_that_it_told_comes_before_its_end(channel, qtbot):
    with qtbot.waitSignal(channel.ended, timeout=60_000):
        channel.open(tells("sys.exit(3)"))
    assert channel.told[:300] == [str(number) for number in range(300)]
    assert channel.told[300:] == ["printed oh", (3, False)]
    assert (channel.last_line, channel.bytes_heard > 300) == ("oh", True)
    channel.deleteLater()


def test_one_that_is_abandoned_tells_nothing_more(channel, qtbot):
    channel.heard.connect(lambda _: channel.abandon() if len(channel.told) == 1 else None)
    with qtbot.waitSignal(channel.destroyed, timeout=60_000):
        channel.open(tells("sys.stdin.read()"))
        told = channel.told
    assert told == ["0"]


def test_one_that_is_closed_has_ended(channel, qtbot):
    with qtbot.waitSignal(channel.heard, timeout=60_000):
        channel.open(tells("sys.stdin.read()"))
    told = len(channel.told)
    assert channel.pid
    channel.close(b"")
    assert (channel.pid, len(channel.told)) == (0, told)


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="no such signal here")
def test_one_that_was_stopped_still_keeps_what_it_has(channel, qtbot, tmp_path):
    """It was waited for in vain, and killed."""
    kept = tmp_path / "kept"
    keeps = f"sys.stdin.read(3); open({str(kept)!r}, 'w').close()"
    with qtbot.waitSignal(channel.heard, timeout=60_000):
        channel.open(tells(keeps))
    os.kill(channel.pid, signal.SIGSTOP)
    qtbot.waitUntil(lambda: is_halted(channel.pid) or sys.platform != "linux")
    channel.close(b"bye", 60_000)
    assert kept.exists()


def test_what_cannot_be_started_says_why(channel, qtbot):
    with qtbot.waitSignal(channel.failed, timeout=10_000):
        channel.open(["/there/is/no/such/program"])
    assert channel.told == ["failed True"]
    channel.deleteLater()
