"""The environment beside start.py: made once, and again when what it is made of has changed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.start.checkout import SOURCE, load

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-ins are shell programs")


def test_nothing_is_installed_where_it_cannot_run(checkout, monkeypatch) -> None:
    start, ran = checkout.start, []
    monkeypatch.setattr(start, "quietly", lambda command: ran.append(command) or (0, ""))
    monkeypatch.setattr(start, "do", lambda step, command: ran.append(command))
    monkeypatch.setattr(start.sysconfig, "get_platform", lambda: "win-arm64")
    Path(start.STAMP).unlink()
    with pytest.raises(start.StartError, match="JAX needs"):
        start.provide_environment("")
    assert not ran


def test_an_environment_is_up_to_date_until_what_it_was_made_of_changes(checkout) -> None:
    start = checkout.start
    start.write_stamp("")
    assert start.is_up_to_date("")
    assert not start.is_up_to_date("dev")
    start.write_stamp("dev")
    assert start.is_up_to_date("")
    assert start.is_up_to_date("dev")
    with (checkout.folder / "pyproject.toml").open("a") as file:
        file.write("# changed\n")
    assert not start.is_up_to_date("")


@pytest.mark.parametrize("content", ["", "{", "[]", "null"])
def test_a_damaged_stamp_means_installing_again(checkout, content: str) -> None:
    Path(checkout.start.STAMP).write_text(content, encoding="utf-8")
    assert not checkout.start.is_up_to_date("")


def test_an_environment_without_its_program_is_not_up_to_date(checkout) -> None:
    (checkout.folder / ".venv" / "bin" / "hornstudio").unlink()
    assert not checkout.start.is_up_to_date("")


def test_what_is_installed_is_compiled_even_where_python_keeps_nothing(
    checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    start, source = checkout.start, checkout.folder / "hornstudio" / "one.py"
    source.parent.mkdir()
    source.write_text("X = 1\n")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setattr(start, "is_usable_venv", lambda: True)
    monkeypatch.setattr(start, "do", lambda step, command: None)
    Path(start.STAMP).unlink()
    start.provide_environment("dev")
    assert [file.name.split(".")[0] for file in source.parent.glob("__pycache__/*.pyc")] == ["one"]
    assert start.is_up_to_date("dev")


def test_python_starts_in_a_folder_with_korean_letters_on_a_korean_machine(tmp_path: Path) -> None:
    """pip notes its place in UTF-8, which Python reads in cp949 there, and in ASCII here."""
    folder = tmp_path / "홍길동"
    folder.mkdir()
    shutil.copy(SOURCE, folder)
    start = load(folder / "start.py")
    assert start.quietly([sys.executable, "-m", "venv", "--without-pip", start.VENV])[0] == 0
    note = Path(start.packages_folder()) / "_editable_impl_hornstudio.pth"
    note.write_text(str(folder), encoding="utf-8")
    start.write_paths_plainly()
    variables = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(
        [start.program("python"), "-c", "import sys; print(ascii(sys.path[-1]))"],
        env={**{k: v for k, v in os.environ.items() if k != "PYTHONPATH"}, **variables},
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.stdout, done.returncode) == (ascii(str(folder)) + "\n", 0), done.stderr
    before = note.read_bytes()
    start.write_paths_plainly()
    assert note.read_bytes() == before


def test_on_windows_programs_and_packages_are_where_that_puts_them(on_windows) -> None:
    venv = Path(on_windows.VENV)
    assert on_windows.program("python") == str(venv / "Scripts" / "python.exe")
    assert on_windows.packages_folder() == str(venv / "Lib" / "site-packages")
    assert on_windows.why_not_python((3, 9, 2)).endswith("py -3.11 start.py")
    assert not on_windows.can_install_packages() or on_windows.is_debian()


def test_a_folder_that_is_no_environment_is_left_alone(checkout) -> None:
    with pytest.raises(checkout.start.StartError, match="no Python environment"):
        checkout.start.make_venv()
    assert (checkout.folder / ".venv" / "bin" / "hornstudio").exists()
