"""The command line in Korean: real runs, as somebody reads them whose desktop speaks it."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hornstudio import paths
from hornstudio.cli.columns import width_of
from hornstudio.cli.training import interrupts
from hornstudio.cli.words import speak
from tests.cli.conftest import Run

METRICS = {f"{kind}{name}" for kind in ("", "val_", "test_") for name in ("loss", "accuracy")}
NAMES = {"digits", "flatten", "scores", "sgd", "dense", "categorical_crossentropy", "tiny"}
GIVEN = METRICS | NAMES | {"HornStudio", "hornstudio", "CPU", "GPU", "epoch", "run", "horn"}


def english(text: str) -> set[str]:
    """Words in Latin letters that are nobody's name."""
    return set(re.findall(r"[A-Za-z_]{2,}", re.sub(r"\S*/\S*|\(x86_64\)", " ", text))) - GIVEN


def test_training_is_told(horn: Run, korean: None, tiny: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    told = horn("train", tiny, "--run", run)
    assert told.out.startswith("데이터 digits: 학습 3,600, 검증 400, 테스트 1,000 (")
    assert "에서 가중치 7,850개, 에포크마다 36스텝\n" in told.out
    assert "\n에포크 2/2  loss 0." in told.out
    assert told.out.endswith(f"\n실행 {run}\n")
    assert re.search(r"\n\d+\.\d초 만에 마쳤습니다  test_loss 0\.", told.out)
    assert english(told.out) == set()
    again = horn("resume", run)
    assert "\n참고: 더 학습할 것이 없습니다: 에포크 2회를 이미 모두 마쳤습니다." in again.out
    assert english(again.out) == set()
    evaluated = horn("evaluate", run)
    assert evaluated.out.startswith("epoch-0002  test_loss 0.")
    predicted = horn("predict", run, tmp_path / "no.npy", "-o", tmp_path / "x.npz")
    assert predicted.err == f"hornstudio: {tmp_path / 'no.npy'} 파일이 없습니다\n"


@pytest.mark.parametrize("page", [None, "cp949"])
def test_stopping_is_answered(
    korean: None, monkeypatch: pytest.MonkeyPatch, page: str | None
) -> None:
    """page: of a console of Windows, which reads bytes by it; None where there is no terminal."""
    monkeypatch.setattr(os, "device_encoding", lambda descriptor: page)
    speak("ko")
    read, write = os.pipe()
    kept = os.dup(2)
    os.dup2(write, 2)
    try:
        with interrupts(answers=True) as asked:
            signal.raise_signal(signal.SIGINT)
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(write)
    assert asked == [True]
    with os.fdopen(read, "rb") as pipe:
        said = pipe.read().decode(page or "utf-8")
    assert said.startswith("\n이번 스텝이 끝나면 체크포인트를 쓰고 멈춥니다.")


def test_what_keeps_from_training_is_told(horn: Run, korean: None, tiny: Path) -> None:
    tiny.write_text(
        tiny.read_text(encoding="utf-8").replace('"flatten.output", "sc', '"digits.image", "sc'),
        encoding="utf-8",
    )
    told = horn("train", tiny)
    assert told.code == 1
    assert "loss.prediction: 샘플마다 레이블 하나인데 prediction은 28×28×10입니다." in told.err
    checked = horn("check", tiny).out
    assert checked.startswith("오류    ")
    assert ". 해결책: " in checked
    named = {"input", "prediction", "Flatten", "Global", "average", "pooling"}
    assert english(told.err + checked) <= named


def test_faults_of_a_file_are_told(horn: Run, korean: None, tiny: Path) -> None:
    text = tiny.read_text(encoding="utf-8").replace('"units": 10', '"units": 0')
    tiny.write_text(
        text.replace('"digits.label", "loss', '"digits.lable", "loss'), encoding="utf-8"
    )
    fault = f"hornstudio: {tiny}: "
    assert horn("check", tiny).err.splitlines() == [
        f"{fault}nodes.scores.params: units가 0입니다. 1 이상의 정수가 필요합니다",
        f"{fault}wires.3: digits의 출력에 포트 'lable'이 없습니다: image, label",
    ]
    told = horn("train", tiny).err
    assert "nodes.scores.params: units가 0입니다." in told
    assert english(told) <= {"nodes", "params", "units", "wires", "lable", "image", "label"}


def test_files_are_told(horn: Run, korean: None, tiny: Path, tmp_path: Path) -> None:
    out = tmp_path / "mine.horn"
    assert horn("new", "mnist_mlp", "-o", out).out == f"{out}을 썼습니다\n"
    assert "이 이미 있습니다. 다른 이름을 고르세요" in horn("new", "mnist_mlp", "-o", out).err
    assert "아는 것은 mnist_mlp," in horn("new", "mnist_mpl", "-o", out).err
    assert horn("check", tiny).out == f"{tiny}: 문제 없음, 가중치 7,850개\n"
    assert horn("glance", tiny).out == "모듈 6개, 가중치 7,850개\n"
    assert "입력 둘, 출력 둘   두 이미지가" in horn("templates").out
    script = tmp_path / "mine.py"
    exported = horn("export", tiny, "-o", script).out
    assert exported.startswith(f"{script}를 썼습니다\n학습할 데이터 {tmp_path / 'digits.npz'}를")
    assert horn("export", tiny, "--to", "x", "-o", script).err.endswith("또는 flax가 필요합니다\n")
    wrong = horn("train", tiny, "--accumulate", "x").err
    assert wrong.startswith("hornstudio: --accumulate가 'x'입니다.")
    assert "validation_split = 0.1  (0 이상, 1 미만인 수)" in horn("modules").out


def test_tables_stand_under_each_other(horn: Run, korean: None, tiny: Path) -> None:
    lines = horn("summary", tiny).out.splitlines()
    assert lines[0].split() == ["노드", "종류", "출력", "가중치", "연산량", "바이트"]
    assert lines[-2].startswith("합계 ")
    assert len({width_of(line) for line in lines[:-1]}) == 1
    assert english("\n".join(lines)) == {"float"}


def test_runs_are_told(horn: Run, korean: None, trained: Path, tmp_path: Path) -> None:
    assert horn("runs").out == f"{paths.runs_dir()}에 실행이 없습니다\n"
    assert horn("runs", "add", trained).out == f"{trained}의 실행도 목록에 넣었습니다\n"
    heading, row = horn("runs").out.splitlines()
    assert re.split("  +", heading)[:4] == ["이름", "상태", "에포크", "가장 좋은 에포크"]
    assert re.split("  +", heading)[4:] == ["초", "시작", "태그", "바뀐 것"]
    assert row.startswith("run   마침     2/2  val_loss")
    assert width_of(heading.partition("시작")[0]) == width_of(row.partition("20")[0])
    assert horn("runs", "--filter", "zz<1").err.startswith("zz가 있는 실행이 없습니다.")
    assert horn("runs", "hide", trained).out == "run; 숨김\n"
    shown = horn("runs", "show", trained).out
    assert "\nsource        digits: 학습 3,600, 검증 400," in shown
    assert "\nstate         finished\n" in shown  # as a filter has it
    copy = tmp_path / "copy.horn"
    assert horn("runs", "restore", trained, "-o", copy).out == f"{copy}을 썼습니다\n"
    assert "물어볼 사람이 없습니다. --yes를 붙이세요" in horn("runs", "delete", trained).err
    assert horn("runs", "delete", trained, "--yes").out == f"{trained}을 삭제했습니다\n"


def test_runs_are_compared(
    horn: Run, korean: None, tiny: Path, trained: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    horn("train", tiny, "--run", other, "--seed", 1, "--set", "sgd.learning_rate=0.2")
    told = horn("runs", "compare", trained, other).out
    for words in ("\n설정\n", "\n  시드 ", "\n그래프\n", "\n마지막 지표\n"):
        assert words in told
    assert english(re.sub(r"\b[0-9a-f]{64}\b", "", told)) <= {"learning_rate", "other"}
    same = horn("runs", "compare", trained, trained)
    assert same.err == ("hornstudio: 실행을 하나만 적었습니다. 비교하려면 둘 이상이 필요합니다\n")


@pytest.mark.parametrize("answer", ["y", "ㅛ", "예"])
def test_deleting_asks(
    horn: Run, korean: None, trained: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("sys.stdin", type("Terminal", (), {"isatty": lambda _: True})())
    monkeypatch.setattr("builtins.input", lambda question: (asked.append(question), answer)[1])
    assert horn("runs", "delete", trained).out == f"{trained}\n{trained}을 삭제했습니다\n"
    assert asked == ["이 실행을 완전히 삭제할까요? [y/N] "]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("--help", "사용법: hornstudio [-h] [--version] COMMAND"),
        ("train --help", "\n옵션:\n  -h, --help            이 도움말을 보이고 끝냅니다\n"),
        ("predict --help", "\n차례로 적는 값:\n  RUN "),
        ("runs --help", "\n할 일:\n"),
    ],
)
def test_help_is_given(
    horn: Run, korean: None, monkeypatch: pytest.MonkeyPatch, arguments: str, words: str
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    told = horn(*arguments.split()).out
    assert words in told
    listed = [line for line in told.splitlines() if line.startswith("  ")]
    assert max(map(width_of, listed)) <= 80


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("trian", "trian은 명령도 파일도 아닙니다. 혹시 train?\n"),
        ("check", "다음이 필요합니다: FILE (hornstudio check --help를 보세요)\n"),
        ("train x --eopchs 1", "알 수 없는 말: --eopchs 1. 혹시 --epochs? ("),
        ("runs --limit", "--limit: 값이 하나 필요합니다 (hornstudio runs --help를 보세요)\n"),
        ("runs --limit x", "--limit: 'x'입니다. 1 이상의 정수가 필요합니다 ("),
        ("runs shwo x", "ACTION: shwo가 없습니다. 혹시 show? ("),
        ("train --run a --resume b", "--run과 --resume이 서로 다른 폴더입니다. 하나만 쓰세요\n"),
    ],
)
def test_wrong_usage_is_one_line(horn: Run, korean: None, arguments: str, words: str) -> None:
    result = horn(*arguments.split())
    assert (result.code, result.err.count("\n")) == (2, 1)
    assert result.err.startswith(f"hornstudio: {words}")


def without_times(facts: Any) -> Any:
    """What does not depend on when and how fast it was."""
    if isinstance(facts, dict):
        changing = ("seconds", "samples_per_second", "seconds_left", "waiting", "started", "ended")
        return {k: without_times(v) for k, v in facts.items() if k not in (*changing, "size")}
    return [without_times(each) for each in facts] if isinstance(facts, list) else facts


def test_what_programs_read_is_the_same_in_every_language(
    horn: Run, korean: None, tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told() -> list[Any]:
        run = tmp_path / "run"
        events = horn("train", tiny, "--run", run, "--json").events
        facts = [e for e in events if e["event"] not in ("step", "statistics", "preparing")]
        for command in ("evaluate", "runs show"):
            facts.append(horn(*command.split(), run, "--json").json)
        for command in ("check", "summary", "glance"):
            facts.append(horn(command, tiny, "--json").json)
        facts += [horn("templates", "--json").json, horn("modules", "--json").json]
        horn("runs", "delete", run, "--yes")
        return without_times(facts)

    in_korean = told()
    monkeypatch.setenv("LANGUAGE", "en")
    assert told() == in_korean


def bytes_of(*arguments: str, **variables: str) -> bytes:
    """What a process of its own writes on both streams. None of what this one has been told."""
    known = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG", "PYTHONIOENCODING", "PYTHONUTF8")
    environment = {name: value for name, value in os.environ.items() if name not in known}
    command = [sys.executable, "-m", "hornstudio", *arguments]
    done = subprocess.run(
        command, env=environment | variables, capture_output=True, check=False, timeout=300
    )
    return done.stdout + done.stderr


def test_a_process_asks_its_environment() -> None:
    assert bytes_of("trian", LANG="ko_KR.UTF-8").decode().startswith("hornstudio: trian은 명령도")
    assert b"neither a command" in bytes_of("trian", LANG="en_US.UTF-8")
    assert b"neither a command" in bytes_of("trian", LANG="ko_KR.UTF-8", LC_ALL="C")


def test_a_process_asks_what_was_chosen_in_the_window() -> None:
    paths.settings_file().write_text('{"language": "ko"}', "utf-8")
    assert "명령도 파일도" in bytes_of("trian", LANG="en_US.UTF-8", PYTHONUTF8="1").decode()
    paths.settings_file().write_text('{"language": "en"}', "utf-8")
    assert b"neither a command" in bytes_of("trian", LANG="ko_KR.UTF-8")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_terminal_that_cannot_show_korean_is_told_in_english(encoding: str) -> None:
    told = bytes_of("trian", LANG="ko_KR.UTF-8", PYTHONIOENCODING=encoding)
    assert told == b"hornstudio: trian is neither a command nor a file; did you mean train?\n"


def test_a_korean_terminal_of_windows_is_told_in_its_letters() -> None:
    told = bytes_of("trian", LANG="ko_KR.UTF-8", PYTHONIOENCODING="cp949")
    assert told.decode("cp949").startswith("hornstudio: trian은 명령도 파일도 아닙니다.")


def test_korean_needs_no_window() -> None:
    code = (
        "import sys; from hornstudio.cli import main; main(['runs']); main(['--help']);"
        "sys.exit(str({'PySide6', 'hornstudio.ui'} & set(sys.modules) or 0))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"LANGUAGE": "ko"},
        capture_output=True,
        check=False,
    )
    assert "사용법" in done.stdout.decode()
    assert done.stderr.decode().strip() in ("", "0")
