import ast
import os
import signal
import sys
import time
from pathlib import Path

import msgspec
import pytest

from hornstudio.engine.watch.events import Epoch, Failed, Finished, Knob, Started
from hornstudio.engine.worker.messages import (
    MAX_FRAME,
    Evaluate,
    Evaluated,
    Log,
    LookBack,
    LookedBack,
    Pause,
    Paused,
    Prepare,
    Prepared,
    Profile,
    Profiled,
    Ready,
    Refused,
    Resume,
    Resumed,
    Shutdown,
    Stop,
    Train,
    Turn,
    TurnTogether,
)
from hornstudio.engine.worker.priority import NICENESS

from .conftest import Process


def order(name: str = "plain", job: int = 1, epochs: int | None = None) -> Train:
    return Train(job=job, graph=f'{{"hornstudio": 1, "name": "{name}"}}', epochs=epochs)


def test_run_is_relayed_to_its_end_and_the_next_one_too(fake: Process) -> None:
    for job in (1, 2):
        fake.send(order(job=job, epochs=3))
        assert fake.until(Finished).epochs == 3
    fake.send(Shutdown())
    assert fake.exit_code() == 0


def test_a_run_is_told_where_to_go_on_or_to_begin(fake: Process) -> None:
    wish = order("settings", epochs=1)
    fake.send(msgspec.structs.replace(wish, branch="/runs/abc", checkpoint="epoch-0002"))
    told = ast.literal_eval(fake.until(Log).text)
    assert (told["branch"], told["checkpoint"]) == (str(Path("/runs/abc")), "epoch-0002")
    fake.until(Finished)
    fake.send(msgspec.structs.replace(wish, run_dir="/runs/abc", resume=True))
    told = ast.literal_eval(fake.until(Log).text)
    assert (told["resume"], told["checkpoint"], told["branch"]) == ("True", "last", "None")


def test_stray_prints_become_log_lines_and_break_no_frame(fake: Process) -> None:
    fake.send(order("prints", epochs=1))
    lines = {"info": [], "error": []}
    wanted = {"from Python", "from C, � cut in two", "from a child", "stdin gave ''"}
    finished = None
    while finished is None or not wanted <= set(lines["info"]) or not lines["error"]:
        message = fake.next()
        if isinstance(message, Log):
            lines[message.level].append(message.text)
        else:
            finished = getattr(message, "body", None)
    assert lines["error"] == ["from stderr"]


def test_a_checkpoint_is_measured_while_idle_and_between_the_steps_of_a_run(fake: Process) -> None:
    fake.send(Evaluate(run="/runs/abc", checkpoint="best", ticket=4))
    assert fake.until(Evaluated, ticket=4).metrics == {"test_loss": 3.0}
    fake.send(order(epochs=None))
    fake.until(Epoch)
    fake.send(Evaluate(run="/runs/abcd", checkpoint="best", ticket=5))
    assert fake.until(Evaluated, ticket=5).metrics == {"test_loss": 4.0}
    fake.send(Evaluate(run="/runs/abcd", checkpoint="gone", ticket=6))
    assert fake.until(Evaluated, ticket=6).reason == "there is no checkpoint gone"
    fake.send(Stop())
    assert fake.until(Finished).stopped


def test_an_epoch_is_looked_back_at_while_idle_only(fake: Process) -> None:
    fake.send(LookBack(run="/runs/abc", epoch=3, ticket=4))
    found = fake.until(LookedBack, ticket=4).figures
    assert found is not None
    assert found.epoch == 3
    fake.send(order(epochs=None))
    fake.until(Epoch)
    fake.send(LookBack(run="/runs/abc", epoch=3, ticket=5))
    told = fake.until(LookedBack, ticket=5)
    assert (told.figures, told.reason) == (None, "not while a run goes on")
    fake.send(Stop())
    assert fake.until(Finished).stopped


def test_preparing_is_done_while_idle_and_its_faults_are_kept_silent(fake: Process) -> None:
    for ticket, name in enumerate(("ready", "broken"), 7):
        fake.send(Prepare(graph=f'{{"hornstudio": 1, "name": "{name}"}}', ticket=ticket))
        while not isinstance(message := fake.next(), Log):
            assert isinstance(message, Prepared)
            assert message.ticket == 7  # the broken one is not answered
            assert message.forecast.epoch_seconds == 2.5
        assert message.text == f"preparing {name}"
    fake.send(order(epochs=1))
    assert fake.until(Finished).epochs == 1


def test_layers_are_measured_or_it_is_said_why_not(fake: Process) -> None:
    for ticket, name, seconds, reason in (
        (1, "plain", {"dense": 0.25}, ""),
        (2, "broken", {}, "there is no data"),
    ):
        fake.send(Profile(graph=f'{{"hornstudio": 1, "name": "{name}"}}', ticket=ticket))
        found = fake.until(Profiled)
        assert (found.ticket, found.seconds, found.reason) == (ticket, seconds, reason)
    fake.send(order(), Profile(graph="{}", ticket=3))
    assert "run goes on" in fake.until(Profiled).reason
    fake.send(Stop())
    assert fake.until(Finished).stopped


def test_pause_holds_and_resume_goes_on(fake: Process) -> None:
    fake.send(order())
    fake.until(Epoch, epoch=3)
    fake.send(Pause())
    fake.until(Paused)
    assert fake.is_silent(0.3)
    fake.send(Resume())
    fake.until(Resumed)
    fake.until(Epoch)
    fake.send(Stop())
    assert fake.until(Finished).stopped


def test_turns_reach_the_run_also_those_before_it_listens_and_while_it_is_held(
    fake: Process,
) -> None:
    fake.send(order(), Turn("sgd", "learning_rate", 0.5))
    assert fake.until(Knob).new == 0.5
    fake.send(Pause(), Turn("a", "frozen", True), Turn("b", "rate", 0.25))
    fake.send(TurnTogether([Turn("c", "frozen", False), Turn("d", "frozen", False)]))
    fake.until(Paused)
    fake.send(Resume())
    assert [fake.until(Knob).new for _ in range(4)] == [True, 0.25, False, False]
    fake.send(Stop())
    assert fake.until(Finished).stopped


def test_stop_ends_a_paused_run(fake: Process) -> None:
    fake.send(order())
    fake.until(Epoch)
    fake.send(Pause(), Stop())
    assert fake.until(Finished).stopped


def test_stop_is_not_lost_on_a_run_that_does_not_listen_yet(fake: Process) -> None:
    fake.send(order(), Stop())
    assert fake.until(Finished).epochs <= 2


def test_orders_without_a_job_mean_nothing(fake: Process) -> None:
    fake.send(Pause(), Resume(), Stop(), order(epochs=2))
    finished = fake.until(Finished)
    assert (finished.epochs, finished.stopped) == (2, False)


def test_second_job_is_refused_while_one_runs(fake: Process) -> None:
    fake.send(order())
    fake.until(Epoch)
    fake.send(order(job=2))
    refused = fake.until(Refused)
    assert refused.job == 2
    assert "another job is running" in refused.reason
    fake.send(Stop())
    assert fake.until(Finished).stopped


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("memory", "not enough memory"),
        ("data", "no file"),
        ("mute", "the run ended without a word"),
    ],
)
def test_failure_is_told_and_the_process_lives(fake: Process, name: str, words: str) -> None:
    fake.send(order(name))
    failed = fake.until(Failed)
    assert words in failed.reason
    if name == "data":
        assert (failed.missing, failed.substitute, failed.node) == ("mnist", "digits", "mnist")
    fake.send(order(epochs=1))
    fake.until(Finished)


def test_graph_that_cannot_be_read_fails_in_words(fake: Process) -> None:
    fake.send(Train(job=1, graph='{"hornstudio": 1, "nodes": {"a": {"knd": "dense"}}}'))
    failed = fake.until(Failed)
    assert "nodes.a.kind: is missing" in failed.reason
    assert failed.traceback == ""


def test_bad_message_is_refused_and_the_next_one_taken(fake: Process) -> None:
    bad = msgspec.msgpack.encode({"type": "dance", "protocol": 1})
    new = msgspec.msgpack.encode({"type": "stop", "protocol": 9})
    for payload in (bad, new):
        fake.send_bytes(len(payload).to_bytes(4, "big") + payload)
    assert "not a message" in fake.until(Refused).reason
    assert "version 9 of the protocol" in fake.until(Refused).reason
    fake.send(order(epochs=1))
    fake.until(Finished)


def test_length_beyond_reason_ends_the_process_in_words(fake: Process) -> None:
    fake.send_bytes((MAX_FRAME + 1).to_bytes(4, "big"))
    assert "is too long" in fake.until(Refused).reason
    assert fake.exit_code() == 1


def test_closed_input_ends_the_process_at_once(fake: Process) -> None:
    fake.send(order())
    fake.until(Epoch)
    assert fake.popen.stdin
    fake.popen.stdin.close()
    began = time.monotonic()
    assert fake.exit_code() == 0
    assert time.monotonic() - began < 2


def test_killed_process_leaves_only_whole_frames(fake: Process) -> None:
    fake.send(order())
    fake.until(Epoch, epoch=5)
    os.kill(fake.popen.pid, signal.SIGKILL)
    assert fake.exit_code() == -signal.SIGKILL
    while (message := fake.next()) is not None:
        assert isinstance(message.body, Epoch)  # type: ignore[union-attr]


def test_interrupt_of_the_terminal_is_left_to_the_window(fake: Process) -> None:
    fake.send(order())
    fake.until(Epoch)
    os.kill(fake.popen.pid, signal.SIGINT)
    fake.send(Stop())
    assert fake.until(Finished).stopped
    fake.send(Shutdown())
    assert fake.exit_code() == 0


def test_shutdown_stops_the_job_first(fake: Process) -> None:
    fake.send(order())
    fake.until(Epoch)
    fake.send(Shutdown())
    assert fake.until(Finished).stopped
    assert fake.exit_code() == 0


def test_real_worker_gets_warm_trains_and_leaves_a_run(real: Process, tmp_path) -> None:
    from hornstudio.engine.storage import files
    from hornstudio.engine.storage.templates import find_template

    ready = real.until(Ready)
    if sys.platform != "win32":  # the window goes first
        assert os.getpriority(os.PRIO_PROCESS, real.popen.pid) >= NICENESS
    assert ready.device.startswith("CPU (")
    assert ready.pid == real.popen.pid
    graph = files.to_text(find_template("two_in_two_out").graph())
    run = tmp_path / "run"
    real.send(Train(job=1, graph=graph, epochs=1, batch_size=128, run_dir=str(run)))
    assert real.until(Started).batch_size == 128
    assert "test_loss" in real.until(Finished).metrics
    assert (run / "checkpoints" / "epoch-0001.safetensors").is_file()
    real.send(Train(job=2, graph=graph, epochs=2, run_dir=str(run), batch_size=128, resume=True))
    assert real.until(Started).first_epoch == 2
    real.until(Finished)
    real.send(Shutdown())
    assert real.exit_code() == 0
