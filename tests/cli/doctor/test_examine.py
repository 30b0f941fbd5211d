import json
from pathlib import Path

import pytest

from hornstudio.cli import main
from hornstudio.cli.doctor import computing, packages, screen
from hornstudio.cli.words import speak

TOLD = {
    "platform": "cpu",
    "used": "CPU (x)",
    "devices": ["CPU (x)"],
    "speed": {"matmul_gflop_per_s": 1.0},
    "failed": "",
}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the two processes that take seconds."""
    monkeypatch.setattr(computing, "probe", lambda: (TOLD, ""))
    monkeypatch.setattr(computing, "usable_cores", lambda: 4)
    monkeypatch.setattr(computing, "usable_threads", lambda: 8)
    monkeypatch.setattr(screen, "ask", lambda: (["6.0", "offscreen", "1x1"], ""))
    monkeypatch.delenv("HORNSTUDIO_DATA", raising=False)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    capsys.readouterr()
    return main(["doctor", *arguments]), capsys.readouterr().out


def test_a_sound_machine_is_told_in_words_and_as_json(quick: None, capsys) -> None:
    code, out = run(capsys, "--json")
    facts = json.loads(out)
    assert code == 0
    assert {"packages", "devices", "speed", "folders", "compiled_programs", "window", "data"} <= {
        *facts
    }
    assert facts["devices"] == {
        "used": "CPU (x)",
        "why": "JAX sees no accelerator",
        "all": ["CPU (x)"],
        "cores": 4,
        "threads": 8,
        "kernels": computing.kernels(),
    }
    assert facts["data"]["digits"] == {"state": "found", "place": "ships with HornStudio"}
    assert facts["data"]["mnist"]["state"] == "missing"
    code, out = run(capsys)
    assert code == 0
    assert "note: MNIST is not on this machine" in out
    assert out.endswith("all is well\n")


def test_it_is_told_in_korean(quick: None, capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "ko")
    code, out = run(capsys)
    assert code == 0
    lines = out.splitlines()
    for words in ("패키지", "장치", "폴더", "창", "데이터"):
        assert words in lines
    assert "  까닭                   JAX에 가속기가 보이지 않습니다" in lines
    assert "  코어                   4" in lines
    assert "  스레드                 8" in lines
    assert "  digits                 있음, HornStudio에 함께 들어 있음" in lines
    assert "참고: MNIST가 이 컴퓨터에 없습니다(" in out
    assert lines[-1] == "모두 정상입니다"
    monkeypatch.setattr(computing, "probe", lambda: ({}, "no driver"))
    code, out = run(capsys)
    assert code == 1
    assert "잘못: 아무것도 계산할 수 없습니다: no driver\n   -> 위의 패키지를 보세요." in out
    assert out.endswith("고칠 것 1개\n")
    speak("en")


def test_what_is_wrong_comes_with_a_remedy(
    quick: None, capsys, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("HORNSTUDIO_RUNS", str(tmp_path / "file"))
    monkeypatch.setenv("HORNSTUDIO_DATA", str(tmp_path / "nowhere"))
    monkeypatch.setattr(computing, "probe", lambda: ({}, "no driver"))
    monkeypatch.setattr(screen, "ask", lambda: ([], "could not load the plugin"))
    monkeypatch.setattr(packages, "requirements", lambda: {"numpy": "999", "no-such-one": "1"})
    code, out = run(capsys)
    assert code == 1
    for words in (
        f"wrong: the folder of runs, {tmp_path / 'file'}, cannot be written",
        "set $HORNSTUDIO_RUNS to another folder",
        f"wrong: $HORNSTUDIO_DATA names {tmp_path / 'nowhere'}",
        "wrong: nothing can be computed: no driver",
        "wrong: the window cannot open: could not load the plugin",
        "need 999 or newer",
        "wrong: the package no-such-one is missing",
        "6 to mend",
    ):
        assert words in out


def test_no_screen_is_only_worth_a_note(
    quick: None, capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen, "has_screen", lambda: False)
    code, out = run(capsys)
    assert code == 0
    assert "note: there is no screen" in out
