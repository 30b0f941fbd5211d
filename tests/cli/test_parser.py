import subprocess
import sys

import pytest

from .conftest import Run


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("trian",), "trian is neither a command nor a file; did you mean train?"),
        (("no.horn",), "no.horn is neither a command nor a file"),
        (("check",), "required: FILE"),
        (("check", "a", "b"), "unrecognized arguments: b"),
        (("train", "x.horn", "--speed", "9"), "unrecognized arguments: --speed 9"),
        (("train", "x.horn", "--eopchs", "9"), "did you mean --epochs? (see hornstudio train -"),
        (
            ("runs", "shwo", "x"),
            "ACTION: there is no shwo; did you mean show? (see hornstudio runs",
        ),
        (("runs", "weigh", "x"), "there is no weigh; need one of show, compare, delete, note"),
        (("runs", "note", "x", "y", "--yes"), "arguments: --yes (see hornstudio runs note --help)"),
        (("runs", "--limit", "x"), "--limit: is 'x'; need an integer of at least 1"),
        (("new", "mnist_mlp"), "required: -o"),
        (("export", "x.horn", "-o", "-"), "-o: is -; need the name of a file"),
        (("new", "mnist_mlp", "-o", "-"), "-o: is -; need the name of a file"),
        (("new", "mnist_mpl", "-o", "x.horn"), "did you mean mnist_mlp?"),
    ],
)
def test_wrong_usage_is_one_line_and_2(horn: Run, arguments: tuple[str, ...], words: str) -> None:
    result = horn(*arguments)
    assert result.code == 2
    assert words in result.err
    assert result.err.count("\n") == 1
    assert result.out == ""


def test_the_window_names_a_file_that_is_missing(horn: Run, tiny) -> None:
    result = horn(tiny, "more")
    assert (result.code, "there is no file more" in result.err) == (2, True)


@pytest.mark.parametrize("arguments", [("--help",), ("train", "--help"), ("predict", "-h")])
def test_help_is_given(horn: Run, arguments: tuple[str, ...]) -> None:
    result = horn(*arguments)
    assert result.code == 0
    assert "usage: hornstudio" in result.out


@pytest.mark.parametrize("command", ["resume", "evaluate", "predict", "runs show", "runs delete"])
def test_help_says_what_a_run_is(horn: Run, command: str) -> None:
    words = " ".join(horn(*command.split(), "--help").out.split())
    assert "RUN a folder, or a name from" in words


def test_version_is_told(horn: Run) -> None:
    import hornstudio

    assert horn("--version").out == f"hornstudio {hornstudio.__version__}\n"


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from hornstudio.cli import main; main(['--help']);"
        "heavy = {'jax', 'numpy', 'PySide6', 'msgspec', 'hornstudio.engine'} & set(sys.modules);"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_module_can_be_run() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "hornstudio", "templates"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0
    assert done.stdout.startswith("mnist_mlp")
