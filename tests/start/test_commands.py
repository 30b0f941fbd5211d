"""The commands of start.py, with stand-ins for the programs that they run."""

import io
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-ins are shell programs")


@pytest.mark.parametrize(
    ("environment", "system", "expected"),
    [
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"DISPLAY": ""}, "linux", False),
        ({}, "linux", False),
        ({}, "darwin", True),
        ({}, "win32", True),
    ],
)
def test_knows_a_screen(start: ModuleType, environment, system: str, expected: bool) -> None:
    assert start.has_screen(environment, system) is expected


def test_on_windows_the_end_of_the_window_is_told(on_windows, monkeypatch) -> None:
    monkeypatch.setattr(on_windows, "status_of", lambda command: 0xC0000005)
    with pytest.raises(on_windows.StartError, match="code 0xC0000005"):
        on_windows.open_window()


def test_a_terminal_without_the_letters_gets_question_marks(start: ModuleType) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="cp949", newline="\n")
    start.say("C:\\홍길동\\a🐶", stream)
    assert raw.getvalue().decode("cp949") == "C:\\홍길동\\a?\n"


def test_without_a_screen_trains_and_exports(checkout) -> None:
    done = checkout.run()
    assert done.returncode == 0, done.stderr
    assert checkout.calls == [
        "new mnist_mlp -o mnist_mlp.horn",
        "train mnist_mlp.horn --small-data",
        "export mnist_mlp.horn --to jax -o mnist_mlp.py --small-data",
    ]
    assert "no screen" in done.stdout
    assert "ssh -X" in done.stdout


def test_keeps_the_graph_of_an_earlier_first_run(checkout) -> None:
    (checkout.folder / "first-run").mkdir()
    (checkout.folder / "first-run" / "mnist_mlp.horn").write_text("{}")
    checkout.run()
    assert [call.split()[0] for call in checkout.calls] == ["train", "export"]


def test_with_a_screen_opens_the_window(checkout) -> None:
    assert checkout.run(DISPLAY=":99").returncode == 0
    assert checkout.calls == [""]


def test_works_from_any_folder(checkout, tmp_path_factory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    assert checkout.run(cwd=elsewhere).returncode == 0
    assert list(elsewhere.iterdir()) == []
    assert (checkout.folder / "first-run").is_dir()


def test_a_failure_names_its_step(checkout) -> None:
    checkout.put("hornstudio", "sys.exit(1 if 'train' in sys.argv else 0)")
    done = checkout.run()
    assert done.returncode == 1
    assert "Training did not work (hornstudio ended with status 1)" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_window_without_its_display_is_told_in_words(checkout) -> None:
    checkout.put("hornstudio", "import os; os.abort()")
    done = checkout.run(DISPLAY=":99")
    assert done.returncode == 1
    assert "no screen behind DISPLAY=:99" in done.stderr


def test_check_goes_on_after_a_finding(checkout) -> None:
    for name in ("ruff", "mypy", "lint-imports"):
        checkout.put(name, "sys.exit('format' in sys.argv)")
    done = checkout.run("check")
    assert done.returncode == 1
    assert checkout.calls[:4] == ["check .", "format --check .", "", "--no-logo"]
    others = [call.split()[1] for call in checkout.calls[4:]]
    assert sorted([sys.platform, *others]) == ["darwin", "linux", "win32"]
    assert "mend: ruff format --check ." in done.stderr


@pytest.mark.parametrize("failing", ["not xvfb and not soak", "xvfb"])
def test_tests_are_run_in_both_ways_even_if_one_fails(checkout, monkeypatch, failing: str) -> None:
    start, ran = checkout.start, []

    def status_of(command: list[str], **variables: str) -> int:
        assert variables["PYTHONDONTWRITEBYTECODE"] == ""  # children need not compile anew
        ran.append((command[-1], variables.get("DISPLAY")))
        return int(command[-1] == failing)

    monkeypatch.setattr(start, "status_of", status_of)
    monkeypatch.setattr(start, "provide_libraries", lambda environment: None)
    monkeypatch.setattr(start, "provide_xvfb", lambda: "")
    monkeypatch.setattr(start, "start_xvfb", lambda: (subprocess.Popen(["sleep", "60"]), ":5"))
    with pytest.raises(start.StartError, match="did not pass"):
        start.test([])
    assert ran == [("not xvfb and not soak", None), ("xvfb", ":5")]


@pytest.mark.skipif(not shutil.which("Xvfb"), reason="no Xvfb here")
def test_xvfb_runs_once_its_display_is_told(start: ModuleType) -> None:
    server, display = start.start_xvfb()
    try:
        assert server.poll() is None
        assert Path(f"/tmp/.X11-unix/X{display[1:]}").exists()
    finally:
        server.terminate()
        server.wait()


def test_wrong_usage_is_told(checkout) -> None:
    done = checkout.run("tests")
    assert done.returncode == 2
    assert "start.py test" in done.stderr
    assert checkout.run("--help").returncode == 0


def test_ctrl_c_ends_it_without_a_traceback(checkout) -> None:
    checkout.put("hornstudio", "import time\nprint('ready', flush=True)\ntime.sleep(60)")
    process = subprocess.Popen(
        checkout.command(),
        env={k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # A shell lets what it runs in the background ignore Ctrl+C, and all that this starts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stdout
    while "ready" not in process.stdout.readline():
        pass
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 130
    assert errors.rstrip().endswith("Stopped.")
    assert 'start.py", line' not in errors


def test_second_start_takes_less_than_a_second(checkout) -> None:
    """The best of three, because other tests run beside this one."""
    seconds = []
    for _ in range(3):
        began = time.perf_counter()
        assert checkout.run(DISPLAY=":99").returncode == 0
        seconds.append(time.perf_counter() - began)
    assert min(seconds) < 1.0
