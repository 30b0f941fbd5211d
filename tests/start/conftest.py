"""start.py to be asked, and a copy of it to be run."""

import os
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from tests.start.checkout import SOURCE, Checkout, load


@pytest.fixture
def start() -> ModuleType:
    return load(SOURCE)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


@pytest.fixture
def on_windows(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """As it sees Windows; paths stay those of this system."""
    system = SimpleNamespace(**{name: getattr(os, name) for name in dir(os)})
    system.name = "nt"
    monkeypatch.setattr(start, "os", system)
    return start
