"""Where checkpoints stand, and what they are called."""

from pathlib import Path

import pytest

from hornstudio.engine.train.kept.mark import Mark, mark_of, read_mark


def test_the_end_of_an_epoch_comes_after_all_of_its_steps() -> None:
    marks = [Mark(2, 900), Mark(3), Mark(2), Mark(2, 30), Mark(1)]
    assert sorted(marks) == [Mark(1), Mark(2, 30), Mark(2, 900), Mark(2), Mark(3)]


@pytest.mark.parametrize("mark", [Mark(5), Mark(5, 120), Mark(123456, 12345678)])
def test_a_name_says_where(mark: Mark) -> None:
    assert mark_of(Path("x") / mark.file_name) == mark
    assert read_mark(mark.stem) == mark


def test_names_as_people_write_them() -> None:
    assert Mark(3, 120).file_name == "epoch-0003-step-000120.safetensors"
    assert read_mark("5") == Mark(5)
    assert read_mark("worst") is None
    assert mark_of(Path("epoch-0005.safetensors.sha256")) is None
