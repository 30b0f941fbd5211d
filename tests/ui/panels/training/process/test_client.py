import os
import signal
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer

from hornstudio.engine.watch.events import Finished, Started, Step
from hornstudio.engine.worker import messages
from hornstudio.ui.panels.training.process import client as client_file
from hornstudio.ui.panels.training.process.client import State, WorkerClient

FAKE = str(Path(__file__).with_name("fake_worker.py"))
WAIT_MS = 20_000


@pytest.fixture
def make(qapp, monkeypatch):
    monkeypatch.setattr(client_file, "RESTART_DELAYS_MS", (10, 20, 30))
    made = []

    def build(how: str) -> WorkerClient:
        client = WorkerClient([sys.executable, FAKE, how])
        client.told = []
        client.event_received.connect(client.told.append)
        made.append(client)
        client.start()
        return client

    yield build
    for client in made:
        client.shutdown()
        client.deleteLater()


def wait_for(qtbot, client: WorkerClient, state: State) -> None:
    qtbot.waitUntil(lambda: client.state is state, timeout=WAIT_MS)


def trained(qtbot, client: WorkerClient) -> None:
    client.train("{}")
    qtbot.waitUntil(
        lambda: bool(client.told) and isinstance(client.told[-1], Finished), timeout=WAIT_MS
    )


def test_events_of_a_run_arrive_in_their_order(make, qtbot):
    client = make("works")
    wait_for(qtbot, client, State.READY)
    assert client.greeting.device == "CPU (x86_64)"
    trained(qtbot, client)
    assert isinstance(client.told[1], Started)
    steps = [(e.epoch, e.step) for e in client.told if isinstance(e, Step)]
    assert steps == sorted(steps)
    assert len(steps) == 20
    assert client.state is State.READY


def test_the_worker_is_asked_to_use_large_pages_and_keeps_the_variables_of_the_window(make):
    given = make("works")._channel.process.processEnvironment()
    assert "glibc.malloc.hugetlb" in given.value("GLIBC_TUNABLES")
    assert given.value("PATH") == os.environ["PATH"]


def test_train_may_be_asked_for_before_the_worker_is_ready(make, qtbot):
    client = make("works")
    assert client.state is State.STARTING
    client.train("{}")
    assert client.state is State.TRAINING
    qtbot.waitUntil(lambda: isinstance((client.told or [None])[-1], Finished), timeout=WAIT_MS)
    assert client.state is State.READY


def test_frames_cut_into_single_bytes_are_put_together(make, qtbot):
    client = make("pieces")
    trained(qtbot, client)
    assert len(client.told) == 25


def test_a_burst_of_20_000_events_leaves_the_event_loop_its_turns(make, qtbot):
    client = make("burst")
    wait_for(qtbot, client, State.READY)
    gaps, last = [], [time.perf_counter()]

    def tick() -> None:
        now = time.perf_counter()
        gaps.append(now - last[0])
        last[0] = now

    timer = QTimer(interval=1)
    timer.timeout.connect(tick)
    timer.start()
    client.train("{}")
    qtbot.waitUntil(lambda: client.state is State.READY, timeout=WAIT_MS)
    timer.stop()
    assert len(client.told) == 20_003
    # Two thirds of the gaps are short whatever else this machine does meanwhile.
    assert sorted(gaps)[len(gaps) * 2 // 3] < 0.05
    assert len(gaps) > 10


def test_kill_9_is_told_in_words_and_another_worker_comes(make, qtbot):
    client = make("obeys")
    wait_for(qtbot, client, State.READY)
    client.train("{}")
    qtbot.waitUntil(lambda: len(client.told) == 8, timeout=WAIT_MS)
    old = client.pid
    with qtbot.waitSignal(client.lost, timeout=WAIT_MS) as lost:
        os.kill(old, signal.SIGKILL)
    assert "signal 9 (SIGKILL)" in lost.args[0]
    assert "The graph is safe, and so is what the run has saved." in lost.args[0]
    wait_for(qtbot, client, State.READY)
    assert client.pid not in (0, old)


def test_events_told_before_a_death_are_not_lost(make, qtbot):
    client = make("kills itself")
    with qtbot.waitSignal(client.lost, timeout=WAIT_MS):
        client.train("{}")
    assert len(client.told) == 8


@pytest.mark.parametrize("how", ["garbage", "endless frame"])
def test_bytes_that_are_no_message_end_the_worker_and_are_told(how, make, qtbot):
    client = make(how)
    wait_for(qtbot, client, State.READY)
    with qtbot.waitSignal(client.lost, timeout=WAIT_MS) as lost:
        client.train("{}")
    assert "cannot be understood" in lost.args[0]
    assert "signal" not in lost.args[0]
    wait_for(qtbot, client, State.READY)


def test_a_worker_that_dies_at_start_is_not_started_for_ever(make, qtbot):
    words, starts = [], []
    client = make("dies")
    client.lost.connect(words.append)
    client.state_changed.connect(
        lambda state: starts.append(state) if state is State.STARTING else None
    )
    qtbot.waitUntil(lambda: len(words) == 4, timeout=WAIT_MS)
    assert "exit code 3: no such device" in words[-1]
    assert "The log says more; press Train" in words[-1]
    qtbot.wait(150)
    assert len(starts) == 3
    assert client.state is State.LOST
    client.train("{}")
    assert client.state is State.TRAINING
    qtbot.waitUntil(lambda: len(words) == 5, timeout=WAIT_MS)


def test_a_worker_that_cannot_warm_up_says_why(make, qtbot):
    client = make("cannot warm up")
    with qtbot.waitSignal(client.lost, timeout=WAIT_MS) as lost:
        pass
    assert lost.args[0].startswith("the computing process cannot start: no device.")


def test_a_program_that_is_not_there_is_told(qtbot, qapp, monkeypatch):
    monkeypatch.setattr(client_file, "RESTART_DELAYS_MS", ())
    client = WorkerClient(["/no/such/program"])
    with qtbot.waitSignal(client.lost, timeout=WAIT_MS) as lost:
        client.start()
    assert "could not be started" in lost.args[0]
    assert client.state is State.LOST
    client.shutdown()


def test_refusal_leaves_the_worker_ready(make, qtbot):
    client = make("refuses")
    wait_for(qtbot, client, State.READY)
    with qtbot.waitSignal(client.refused, timeout=WAIT_MS) as refused:
        client.train("{}")
    assert refused.args == ["the graph is empty"]
    assert client.state is State.READY


def test_pause_resume_and_stop_walk_through_the_states(make, qtbot):
    client = make("obeys")
    wait_for(qtbot, client, State.READY)
    client.pause()
    assert client.state is State.READY
    client.train("{}")
    client.resume()
    assert client.state is State.TRAINING
    client.pause()
    assert client.state is State.PAUSED
    client.resume()
    assert client.state is State.TRAINING
    client.stop()
    assert client.state is State.STOPPING
    wait_for(qtbot, client, State.READY)
    assert client.told[-1].stopped


def test_standard_error_becomes_whole_log_lines(make, qtbot):
    client = make("obeys")
    lines = []
    client.log.connect(lambda level, text: lines.append((level, text)))
    client.train("{}")
    qtbot.waitUntil(lambda: bool(lines), timeout=WAIT_MS)
    assert lines == [("error", "half a line and the rest")]


@pytest.mark.parametrize("how", ["works", "deaf"])
def test_shutdown_leaves_no_process(how, make, qtbot):
    client = make(how)
    qtbot.waitUntil(lambda: client.pid > 0, timeout=WAIT_MS)
    pid = client.pid
    lost = []
    client.lost.connect(lost.append)
    before = time.monotonic()
    client.shutdown()
    assert time.monotonic() - before < 3.0
    assert client.state is State.OFF
    assert lost == []
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_renewed_worker_is_another_process_and_nothing_is_lost(make, qtbot):
    client = make("works")
    wait_for(qtbot, client, State.READY)
    former, lost = client.pid, []
    client.lost.connect(lost.append)
    client.renew()
    wait_for(qtbot, client, State.READY)
    assert client.pid not in (0, former)
    qtbot.waitUntil(lambda: not is_there(former), timeout=WAIT_MS)
    trained(qtbot, client)
    assert lost == []


def test_a_run_ends_as_it_began_before_the_worker_is_renewed(make, qtbot):
    client = make("works")
    wait_for(qtbot, client, State.READY)
    former = client.pid
    client.train("{}")
    client.renew()
    assert client.pid == former
    qtbot.waitUntil(lambda: client.pid != former, timeout=WAIT_MS)
    assert isinstance(client.told[-1], Finished)
    wait_for(qtbot, client, State.READY)


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_end_now_ends_a_run_that_does_not_stop(make, qtbot):
    client = make("deaf")
    client.train("{}")
    client.stop()
    with qtbot.waitSignal(client.lost, timeout=WAIT_MS) as lost:
        client.end_now()
    assert "ended before it could stop" in lost.args[0]


def test_layers_are_timed_by_an_idle_worker_and_old_answers_are_ignored(client):
    heard = []
    client.profiled.connect(lambda seconds, reason: heard.append((seconds, reason)))
    assert client.profile("{}") == ""
    assert client.profile("{}") == ""
    first, second = client.sent[-2:]
    for ticket in (first.ticket, second.ticket):
        answer = messages.Profiled(ticket=ticket, seconds={"dense": float(ticket)})
        client._handle(messages.encode(answer)[4:])
    assert heard == [({"dense": 2.0}, "")]
    client.train("{}")
    assert client.profile("{}") == "not while a run goes on"
