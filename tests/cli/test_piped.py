"""Samples through a pipe."""

import io
import os
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from hornstudio.cli.piped import piped
from hornstudio.engine.errors import RunError

from .conftest import Run


class Pipe:
    """Standard input that gives these bytes."""

    def __init__(self, data: bytes, *, is_terminal: bool = False) -> None:
        self.buffer, self._is_terminal = io.BytesIO(data), is_terminal

    def isatty(self) -> bool:
        return self._is_terminal


def saved(kind: str) -> bytes:
    file = io.BytesIO()
    if kind == "npy":
        np.save(file, np.zeros((2, 28, 28)))
    elif kind == "npz":
        np.savez(file, digits=np.zeros((2, 28, 28, 1)))
    elif kind == "png":
        Image.new("L", (28, 28)).save(file, "png")
    else:
        np.savetxt(file, np.zeros((2, 784)), delimiter=",")
    return file.getvalue()


@pytest.mark.parametrize(("kind", "count"), [("npy", 2), ("npz", 2), ("png", 1), ("csv", 2)])
def test_what_comes_through_is_known_by_how_it_begins(
    horn: Run, trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, count: int
) -> None:
    monkeypatch.setattr(sys, "stdin", Pipe(saved(kind)))
    result = horn("predict", trained, "-", "-o", tmp_path / "out.csv", "--json")
    assert result.json["outputs"] == {"scores": [count, 10]}


@pytest.mark.parametrize("pipe", [Pipe(b""), Pipe(b"1,2", is_terminal=True)])
def test_nothing_that_comes_through_is_told(pipe: Pipe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", pipe)
    with pytest.raises(RunError, match="nothing came through standard input"), piped([Path("-")]):
        pass


def test_files_are_left_as_they_are_and_nothing_stands_beside_the_pipe() -> None:
    paths = [Path("a.png"), Path("b.png")]
    with piped(paths) as given:
        assert given is paths
    with pytest.raises(RunError, match="need it alone"), piped([*paths, Path("-")]):
        pass


def test_what_windows_does_not_remove_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "The process cannot access the file")

    monkeypatch.setattr(sys, "stdin", Pipe(saved("npz")))
    with piped([Path("-")]) as (path,):
        monkeypatch.setattr(os, "unlink", refuse)  # it is still mapped
    assert path.exists()
    monkeypatch.undo()
    shutil.rmtree(path.parent)
