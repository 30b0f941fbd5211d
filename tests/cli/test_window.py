import sys
import types
from pathlib import Path

import pytest

from .conftest import Run


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The files that were asked to be shown; no window is made."""
    asked: list[str | None] = []
    module = types.ModuleType("hornstudio.ui.app")
    module.run_window = lambda *paths: asked.extend(paths or [None]) or 0  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "hornstudio.ui.app", module)
    return asked


def test_window_opens_with_or_without_a_file(horn: Run, opened: list, tiny: Path) -> None:
    assert horn().code == 0
    assert horn(tiny).code == 0
    assert opened == [None, str(tiny)]


def test_several_files_are_opened_and_one_that_is_missing_is_named(
    horn: Run, opened: list, tiny: Path
) -> None:
    assert horn(tiny, tiny).code == 0
    assert opened == [str(tiny), str(tiny)]
    result = horn(tiny, "none.horn")
    assert result.code == 2
    assert "none.horn" in result.err


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="always has a screen")
def test_without_a_screen_it_says_what_can_be_done(horn: Run, opened: list, monkeypatch) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    result = horn()
    assert result.code == 1
    assert "no screen" in result.err
    assert "hornstudio train" in result.err
    assert opened == []


@pytest.mark.parametrize("name", ["QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"])
def test_any_way_to_a_screen_is_taken(horn: Run, opened: list, monkeypatch, name: str) -> None:
    for other in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(other, raising=False)
    monkeypatch.setenv(name, "x")
    assert horn().code == 0
    assert opened == [None]


def test_missing_system_library_is_said_in_words(horn: Run, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "hornstudio.ui.app", None)
    result = horn()
    assert result.code == 1
    assert "the window cannot open" in result.err
