"""An errand leaves nothing behind, whatever comes of it."""

from pathlib import Path
from typing import Any

import pytest

from hornstudio.ui.errand import Errand


class Asking(Errand):
    """Notes what it heard, and whether its folder was there."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Any] = []

    def succeeded(self, facts: dict[str, Any], folder: Path) -> None:
        """With the next errand begun by whoever hears of this one."""
        self.heard.append((facts, (folder / "new.horn").exists()))
        self.next = self.new_folder()

    def failed_because(self, reason: str) -> None:
        """Words without the program's name."""
        self.heard.append(reason)


@pytest.fixture
def errand(qtbot) -> Asking:
    made = Asking()
    yield made
    made.stop()


def test_its_folder_is_there_while_it_is_heard_of_and_the_next_one_keeps_its_own(
    errand, qtbot
) -> None:
    folder = errand.new_folder()
    errand.run("new", "mnist_mlp", "-o", str(folder / "new.horn"))
    assert errand.is_running
    qtbot.waitUntil(lambda: bool(errand.heard), timeout=20_000)
    (facts, was_there), *_ = errand.heard
    assert was_there
    assert facts
    assert not folder.exists()
    assert errand.next.exists()
    errand.stop()
    assert not errand.next.exists()


def test_a_complaint_and_a_stop_leave_nothing(errand, qtbot) -> None:
    folder = errand.new_folder()
    errand.run("evaluate", str(folder / "none"))
    qtbot.waitUntil(lambda: bool(errand.heard), timeout=20_000)
    assert "none" in errand.heard[0]
    assert not errand.heard[0].startswith("hornstudio")
    assert not folder.exists()
