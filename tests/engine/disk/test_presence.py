"""Which files are there, without waiting."""

import threading
from pathlib import Path
from time import monotonic

from hornstudio.engine.disk.presence import not_gone


def test_what_is_there_is_told_from_what_is_not(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in "abc"]
    for path in (paths[0], paths[2]):
        path.touch()
    (tmp_path / "folder").mkdir()
    assert not_gone([*paths, tmp_path / "folder"], 5.0) == [paths[0], paths[2]]
    paths[0].unlink()
    assert not_gone(paths, 5.0) == [paths[2]]


def test_a_folder_that_does_not_answer_is_not_waited_for(tmp_path, monkeypatch) -> None:
    answers, asked, real = threading.Event(), [], Path.is_file

    def is_file(path: Path) -> bool:
        asked.append(path.name)
        return answers.wait(5) and real(path) if path.name == "slow" else real(path)

    monkeypatch.setattr(Path, "is_file", is_file)
    slow, quick = tmp_path / "slow", tmp_path / "quick"
    quick.touch()
    began = monotonic()
    assert not_gone([slow, quick, tmp_path / "gone"], 0.05) == [slow, quick]
    assert not_gone([slow], 0.01) == [slow]
    assert monotonic() - began < 2.0
    assert asked.count("slow") == 1
    answers.set()
    while not_gone([slow], 5.0):
        pass
