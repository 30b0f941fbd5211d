import importlib

import pytest

from tests.reading import HERE, read_share


@pytest.fixture
def read(monkeypatch) -> list[str]:
    """Names of what is read, which is not really read."""
    names: list[str] = []
    monkeypatch.setattr(importlib, "import_module", names.append)
    return names


def test_each_file_is_read_first_by_one_process(monkeypatch, read: list[str]) -> None:
    monkeypatch.setenv("PYTEST_XDIST_WORKER_COUNT", "3")
    for worker in ("gw0", "gw1", "gw2"):
        monkeypatch.setenv("PYTEST_XDIST_WORKER", worker)
        read_share()
    assert len(read) == len(set(read)) == len(list(HERE.rglob("test_*.py")))
    assert __name__ in read


def test_a_process_that_is_alone_reads_nothing_first(monkeypatch, read: list[str]) -> None:
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    read_share()
    assert read == []


def test_a_file_that_cannot_be_read_is_left_to_be_told(monkeypatch) -> None:
    def fail(name: str) -> None:
        raise SyntaxError(name)

    monkeypatch.setattr(importlib, "import_module", fail)
    monkeypatch.setenv("PYTEST_XDIST_WORKER_COUNT", "1")
    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw0")
    read_share()
