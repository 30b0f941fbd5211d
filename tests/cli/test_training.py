import importlib
import json
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from hornstudio.cli import training
from hornstudio.engine.storage.templates import find_template
from hornstudio.engine.train.live.watching import Watching

from .conftest import TINY, Run


def test_json_has_the_lines_of_the_contract(horn: Run, tiny: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    result = horn("train", tiny, "--json", "--epochs", "3", "--seed", "7", "--run", run)
    assert result.code == 0
    *_, last = result.events
    assert (last["event"], last["run"], last["stopped"]) == ("finished", str(run), False)
    assert {"loss", "accuracy", "val_loss", "test_loss", "test_accuracy"} <= set(last["metrics"])
    epochs = [e for e in result.events if e["event"] == "epoch"]
    assert [e["epoch"] for e in epochs] == [1, 2, 3]
    assert all(e["seconds"] > 0 and "val_loss" in e["metrics"] for e in epochs)
    started = next(e for e in result.events if e["event"] == "started")
    assert (started["epochs"], started["batch_size"], started["seed"]) == (3, 100, 7)


def test_json_names_the_run_in_a_stream_that_lacks_its_letters(tiny: Path, tmp_path: Path) -> None:
    run = tmp_path / "실행"
    command = [sys.executable, "-m", "hornstudio", "train", str(tiny), "--json", "--run", str(run)]
    environment = os.environ | {"PYTHONIOENCODING": "cp1252"}
    done = subprocess.run(command, env=environment, capture_output=True, check=True)
    last = done.stdout.decode("cp1252").splitlines()[-1]
    assert json.loads(last)["run"] == str(run)


def test_epochs_and_test_figures_are_printed(horn: Run, tiny: Path) -> None:
    lines = horn("train", tiny).out.splitlines()
    assert lines[0].startswith("data digits: 3,600 training, 400 validation, 1,000 test")
    assert lines[2].startswith("epoch 1/2  loss ")
    assert "test_accuracy 0." in lines[-2]
    run = Path(lines[-1].removeprefix("run "))
    assert (run / "graph.horn").is_file()
    assert run.parent == Path(os.environ["HORNSTUDIO_RUNS"])


def test_a_run_is_looked_into_as_those_of_the_window_are(
    horn: Run, tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has the same curves when it is shown there later: speed, waiting, gradient norm ..."""
    monkeypatch.setattr(Watching, "_is_compiled", _waited)
    monkeypatch.setattr(Watching.__init__, "__defaults__", (1.0, 0.0, 0.0))
    result = horn("train", tiny, "--json", "--run", tmp_path / "run")
    found = [e for e in result.events if e["event"] == "statistics"]
    assert {"gradient_norm", "update_ratio", "learning_rate"} <= found[0]["overall"].keys()
    lines = (tmp_path / "run" / "metrics.jsonl").read_text("utf-8")
    assert '{"event":"statistics"' in lines


def _waited(watching: Watching) -> bool:
    if watching._compiling is not None:
        watching._look, watching._compiling = watching._compiling.wait(), None
    return True


def test_resumed_run_repeats_an_uninterrupted_one(horn: Run, tiny: Path, tmp_path: Path) -> None:
    whole = horn("train", tiny, "--epochs", "4", "--json").events[-1]["metrics"]
    part = tmp_path / "part"
    horn("train", tiny, "--epochs", "2", "--run", part)
    resumed = horn("train", "--resume", part, "--epochs", "4", "--json").events[-1]["metrics"]
    assert resumed == whole


def test_a_run_goes_on_or_begins_in_the_weights_of_another(
    horn: Run, tiny: Path, trained: Path, tmp_path: Path
) -> None:
    last = horn("resume", trained, "--epochs", "3", "--json").events
    assert [e["epoch"] for e in last if e["event"] == "epoch"] == [3]
    again = horn("resume", trained, "--checkpoint", "2", "--epochs", "3", "--json").events
    assert again[-1]["metrics"] == last[-1]["metrics"]
    branch = horn("train", tiny, "--from", f"{trained}:epoch-0003", "--epochs", "1")
    assert branch.code == 0
    assert (
        "note: a branch of run at epoch-0003; weights kept: scores; begun anew: none" in branch.out
    )
    refused = horn("train", tiny, "--from", f"{trained}:epoch-0099")
    assert (refused.code, "has no checkpoint epoch-0099" in refused.err) == (1, True)
    assert horn("resume", tmp_path / "none").code == 1
    wrong = horn("train", tiny, "--from", trained, "--resume", trained)
    assert (wrong.code, "need one of them" in wrong.err) == (2, True)


def test_a_run_is_not_overwritten(horn: Run, tiny: Path, trained: Path) -> None:
    result = horn("train", tiny, "--run", trained)
    assert result.code == 1
    assert "already holds a run" in result.err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--epochs", "0"), "--epochs is 0; need an integer from 1"),
        (("--epochs", "many"), "--epochs is 'many'; need an integer"),
        (("--batch-size", "-3"), "--batch-size is -3; need an integer from 1"),
        (("--seed", "1.5"), "--seed is '1.5'; need an integer from 0"),
        (("--run", "a", "--resume", "b"), "--run and --resume name two folders"),
    ],
)
def test_wrong_setting_names_option_value_and_need(
    horn: Run, tiny: Path, options: tuple[str, ...], words: str
) -> None:
    result = horn("train", tiny, *options)
    assert result.code == 2
    assert words in result.err
    assert result.err.count("\n") == 1


def test_file_may_only_be_left_out_to_resume(horn: Run) -> None:
    assert horn("train").code == 2


def test_resuming_what_is_no_run_is_refused(horn: Run, tiny: Path, tmp_path: Path) -> None:
    result = horn("train", tiny, "--resume", tmp_path / "nix")
    assert result.code == 1
    assert f"there is no run {tmp_path / 'nix'}" in result.err
    assert not (tmp_path / "nix").exists()
    (tmp_path / "empty").mkdir()
    result = horn("train", tiny, "--resume", tmp_path / "empty")
    assert "is not the folder of a run" in result.err


def test_faulty_graph_is_refused_before_anything_is_written(horn: Run, tiny: Path) -> None:
    tiny.write_text(TINY.replace('"units": 10', '"units": 4'), encoding="utf-8")
    result = horn("train", tiny)
    assert result.code == 1
    assert "4 scores for 10 classes" in result.err
    assert list(Path(os.environ["HORNSTUDIO_RUNS"]).iterdir()) == []


def test_failure_is_a_line_of_json_too(horn: Run, tiny: Path) -> None:
    tiny.write_text("{}", encoding="utf-8")
    result = horn("train", tiny, "--json")
    assert result.code == 1
    assert result.events[-1]["event"] == "failed"
    assert result.err == ""


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hornstudio.engine.data.find.download", lambda *_: ["http://a (gone)"])


@pytest.mark.usefixtures("no_network")
def test_missing_data_offers_the_small_set(horn: Run) -> None:
    path = find_template("mnist_mlp").path
    result = horn("train", path, "--epochs", "1")
    assert result.code == 1
    assert result.err.startswith("hornstudio: mnist: MNIST is not on this machine")
    assert "--small-data" in result.err
    result = horn("train", path, "--epochs", "1", "--small-data")
    assert result.code == 0
    assert "small data: mnist: digits in the place of mnist" in result.err
    assert "1,000 test (from the files that ship with HornStudio)" in result.out


def test_interrupt_stops_nicely_with_130(tiny: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    command = [sys.executable, "-m", "hornstudio", "train", str(tiny)]
    options = ["--epochs", "1000000", "--run", str(run), "--json"]
    with subprocess.Popen(
        [*command, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stderr
        for line in process.stdout:
            if '"epoch":3' in line:
                process.send_signal(signal.SIGINT)
                break
        rest = process.stdout.read()
        assert process.wait(60) == 130
        assert process.stderr.read() == ""
    assert '"event":"finished"' in rest
    assert '"stopped":true' in rest
    assert '"state": "stopped"' in (run / "run.json").read_text()


@contextmanager
def train_for_ever(
    tiny: Path, run: Path, *before: str, after: Sequence[str] = (), **how: Any
) -> Iterator["subprocess.Popen[str]"]:
    """It ends with the test at the latest."""
    command = [*before, sys.executable, "-m", "hornstudio", "train", str(tiny)]
    how = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | how
    command += ["--epochs", "1000000", "--run", str(run), *after]
    with subprocess.Popen(command, text=True, **how) as process:
        try:
            yield process
        finally:
            process.kill()  # what hears no end would be waited for without end


def test_a_run_whose_reader_has_gone_ends_with_a_checkpoint(tiny: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    with train_for_ever(tiny, run) as process:
        assert process.stdout
        assert process.stderr
        next(line for line in process.stdout if line.startswith("epoch 3/"))
        process.stdout.close()
        assert process.wait(60) == 141
        assert f"to go on: hornstudio resume {run}" in process.stderr.read()
    assert '"state": "stopped"' in (run / "run.json").read_text()


def test_a_program_that_reads_no_more_leaves_a_run_that_says_how_to_go_on(
    tiny: Path, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    with train_for_ever(tiny, run, after=("--json",)) as process:
        assert process.stdout
        assert process.stderr
        next(line for line in process.stdout if '"event":"epoch"' in line)
        process.stdout.close()
        assert process.wait(60) == 141
        assert process.stderr.read() == f"to go on: hornstudio resume {run}\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk is always full there")
def test_a_run_that_cannot_tell_of_itself_says_why(tiny: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    with (
        Path("/dev/full").open("w", encoding="utf-8") as full,
        train_for_ever(tiny, run, stdout=full) as process,
    ):
        assert process.stderr
        assert process.wait(60) == 1
        told = process.stderr.read().splitlines()
    assert told[-2:] == [
        f"to go on: hornstudio resume {run}",
        "hornstudio: cannot write to standard output: No space left on device",
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="shells close no streams there")
def test_a_run_needs_nobody_to_read(tiny: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hornstudio", "train", str(tiny), "--run", f"{tmp_path}/run"]
    closed = f"{shlex.join(command)} >&- 2>&-"
    assert subprocess.run(closed, shell=True, check=False).returncode == 0
    assert '"state": "finished"' in (tmp_path / "run" / "run.json").read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="terminals hang up elsewhere")
def test_a_terminal_that_goes_ends_a_run_with_a_checkpoint(tiny: Path, tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    streams = {"stdin": theirs, "stdout": theirs, "stderr": theirs}
    with train_for_ever(tiny, tmp_path / "run", **streams, start_new_session=True) as process:
        os.close(theirs)
        told = b""
        while b"epoch 3/" not in told:
            told += os.read(ours, 1 << 16)
        os.close(ours)
        process.send_signal(signal.SIGHUP)
        process.send_signal(signal.SIGHUP)  # of the shell and of the system
        assert process.wait(60) == 130
    assert '"state": "stopped"' in (tmp_path / "run" / "run.json").read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="terminals hang up elsewhere")
def test_hanging_up_ends_a_run_unless_it_is_told_not_to_hear(tiny: Path, tmp_path: Path) -> None:
    for name in ("SIG_DFL", "SIG_IGN"):  # as nohup sets it, under which the tests may run as well
        script = f"import signal, os, sys; signal.signal(signal.SIGHUP, signal.{name}); "
        before = (sys.executable, "-c", script + "os.execv(sys.argv[1], sys.argv[1:])")
        with train_for_ever(tiny, tmp_path / name, *before) as process:
            assert process.stdout
            next(line for line in process.stdout if line.startswith("epoch 3/"))
            process.send_signal(signal.SIGHUP)
            if name == "SIG_IGN":
                next(line for line in process.stdout if line.startswith("epoch 30/"))
                process.send_signal(signal.SIGTERM)
            assert "stopped after" in process.stdout.read()
            assert process.wait(60) == 130


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_end_that_is_asked_for_is_answered_and_says_how_to_go_on(
    tiny: Path, tmp_path: Path, number: int
) -> None:
    run = tmp_path / "my run"
    command = [sys.executable, "-m", "hornstudio", "train", str(tiny)]
    with subprocess.Popen(
        [*command, "--epochs", "1000000", "--run", str(run)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stderr
        next(line for line in process.stdout if line.startswith("epoch 3/"))
        process.send_signal(number)
        assert "stopped after" in process.stdout.read()
        assert process.wait(60) == 130
        said = process.stderr.read()
    assert "stopping, with a checkpoint, as soon as a step is over; Ctrl+C again" in said
    assert f"to go on: hornstudio resume '{run}'" in said


def test_a_run_that_a_callback_ended_is_done_and_says_why(horn: Run, tiny: Path) -> None:
    limit = '"callbacks": [{"kind": "time_limit", "params": {"minutes": 1e-9}}]'
    tiny.write_text(TINY.replace('"seed": 0}', f'"seed": 0, {limit}}}'), encoding="utf-8")
    result = horn("train", tiny)
    assert (result.code, "(time limit: 1e-09 minutes are over)" in result.out) == (0, True)


@pytest.mark.skipif(not hasattr(signal, "SIGUSR1"), reason="no signal to stand in for it")
def test_what_only_windows_knows_ends_a_run_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl+Break is SIGBREAK there, and there is no SIGHUP."""
    monkeypatch.delattr(signal, "SIGHUP")
    monkeypatch.setattr(signal, "SIGBREAK", signal.SIGUSR1, raising=False)
    module = importlib.reload(training)
    try:
        with module.interrupts() as asked:
            signal.raise_signal(signal.SIGUSR1)
            assert asked == [True]
            with pytest.raises(KeyboardInterrupt):
                signal.raise_signal(signal.SIGINT)
    finally:
        monkeypatch.undo()
        importlib.reload(training)
