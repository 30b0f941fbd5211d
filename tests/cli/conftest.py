"""Commands are called as a shell would; what they print is looked at."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hornstudio.cli import main, words
from hornstudio.cli.words import speak


@dataclass
class Result:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Result]


@pytest.fixture
def horn(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Call `hornstudio` with these arguments, with no data folders of the person's own."""
    monkeypatch.delenv("HORNSTUDIO_DATA", raising=False)

    def run(*arguments: object) -> Result:
        capsys.readouterr()
        code = main([str(a) for a in arguments])
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err + printed.out
        return Result(code, printed.out, printed.err)

    return run


TINY = """{
  "hornstudio": 1,
  "name": "tiny",
  "nodes": {
    "digits": {"kind": "digits"},
    "flatten": {"kind": "flatten"},
    "scores": {"kind": "dense", "params": {"units": 10, "activation": "softmax"}},
    "loss": {"kind": "categorical_crossentropy"},
    "accuracy": {"kind": "accuracy"},
    "sgd": {"kind": "sgd", "params": {"learning_rate": 0.1}}
  },
  "wires": [
    ["digits.image", "flatten.input"],
    ["flatten.output", "scores.input"],
    ["scores.output", "loss.prediction"],
    ["digits.label", "loss.target"],
    ["scores.output", "accuracy.prediction"],
    ["digits.label", "accuracy.target"],
    ["loss.loss", "sgd.loss"]
  ],
  "training": {"epochs": 2, "batch_size": 100, "seed": 0}
}
"""


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A file that trains on the shipped digits in a moment."""
    path = tmp_path / "tiny.horn"
    path.write_text(TINY)
    return path


@pytest.fixture
def trained(horn: Run, tiny: Path, tmp_path: Path) -> Path:
    """The folder of a finished run."""
    run = tmp_path / "run"
    assert horn("train", tiny, "--run", run).code == 0
    return run


@pytest.fixture
def korean(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Commands speak Korean; English again at the end."""
    monkeypatch.setenv("LANGUAGE", "ko")
    yield
    speak("en")


class Pseudo(dict[str, str]):
    """A language that shows its seams: what shows up unwrapped was never translatable."""

    def get(self, text: str, default: str | None = None) -> str:  # type: ignore[override]
        return f"«{text}»"


@pytest.fixture
def pseudo(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands speak the language that shows its seams."""
    monkeypatch.setattr("hornstudio.cli.speak_to_person", lambda *_: None)
    monkeypatch.setattr(words, "_words", Pseudo())
