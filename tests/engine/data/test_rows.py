"""Arrays that stay in their files: split, dealt, marked and trained on without being read whole."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.check import check
from hornstudio.engine.data.dataset import load_dataset
from hornstudio.engine.data.rows import Rows, chosen, is_in_memory, mark_of
from hornstudio.engine.graph import Graph, Node, freeze
from hornstudio.engine.train.run import train
from hornstudio.engine.watch.events import Epoch, Failed
from tests.engine import sample_graph


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """The digits, each array in a file of its own."""
    digits = catalog().find("data", "digits")
    from hornstudio.engine.data.find import finder

    assert digits.load is not None
    for part, arrays in zip(("train", "test"), digits.load(finder(digits)), strict=True):
        for name, array in arrays.items():
            np.save(tmp_path / f"{part}_{name}.npy", array[:400])
    return tmp_path


def loader(folder: Path, **how: Any) -> Callable[..., Any]:
    def load(find: Any) -> Any:
        return tuple(
            {n: np.load(folder / f"{part}_{n}.npy", **how) for n in ("image", "label")}
            for part in ("train", "test")
        )

    return load


def from_files(monkeypatch: pytest.MonkeyPatch, folder: Path, kind: str, **how: Any) -> Graph:
    """The seed model on a data module that reads these files."""
    digits = catalog().find("data", "digits")
    module = replace(digits, kind=kind, files=(), load=loader(folder, **how))
    monkeypatch.setitem(catalog().modules, ("data", kind), module)
    monkeypatch.setitem(catalog()._nodes, kind, module)
    graph = sample_graph.mlp(batch_size=64)
    data = Node(kind, freeze({"validation_split": 0.1, "order": 3}))
    return replace(graph, nodes=freeze({**graph.nodes, "digits": data}))


@pytest.mark.soak
def test_what_lies_in_files_trains_to_the_same_figures(files: Path, monkeypatch) -> None:
    found = []
    for kind, how in (("read", {}), ("mapped", {"mmap_mode": "r"})):
        graph = from_files(monkeypatch, files, kind, **how)
        events = list(train(graph, checkpoints=False))
        assert not isinstance(events[-1], Failed), events[-1]
        epoch = next(e for e in events if isinstance(e, Epoch))
        found.append((epoch.metrics, events[-1].metrics))
    assert found[0] == found[1]


def test_nothing_is_read_whole_and_the_samples_are_the_same(files: Path, monkeypatch) -> None:
    graphs = [
        from_files(monkeypatch, files, "mapped_only", mmap_mode="r"),
        from_files(monkeypatch, files, "read_only"),
    ]
    dataset, plain = (load_dataset(graph, check(graph)) for graph in graphs)
    for part in ("train", "validation", "test"):
        for port, array in getattr(plain, part).items():
            np.testing.assert_array_equal(getattr(dataset, part)[port][:], array)
    for arrays in (dataset.train, dataset.validation, dataset.test):
        assert all(isinstance(array, Rows) for array in arrays.values())
    assert (dataset.n_train, dataset.n_validation, dataset.n_test) == (360, 40, 400)


def test_rows_are_read_by_number_and_by_slice() -> None:
    array = np.arange(12.0).reshape(6, 2)
    rows = Rows(array, np.array([4, 1, 0]), np.float32)
    assert (rows.shape, rows.nbytes, len(rows), rows.dtype) == ((3, 2), 24, 3, np.float32)
    np.testing.assert_array_equal(rows[np.array([2, 0])], array[[0, 4]])
    np.testing.assert_array_equal(rows[1:], array[[1, 0]])
    again = Rows(rows, np.array([1]))
    np.testing.assert_array_equal(again[:], array[[1]])


def test_a_mark_stands_for_file_and_rows(tmp_path: Path) -> None:
    path = tmp_path / "x.npy"
    np.save(path, np.arange(4))
    mapped = np.load(path, mmap_mode="r")
    assert mark_of(mapped) == mark_of(np.load(path, mmap_mode="r"))
    marks = {Rows(mapped, rows).mark for rows in (None, np.arange(2), np.arange(2) + 1)}
    assert len(marks) == 3
    np.save(path, np.arange(5))
    assert mark_of(np.load(path, mmap_mode="r")) != mark_of(mapped)


def test_only_files_stay_where_they_are(tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", np.arange(4.0))
    mapped = np.load(tmp_path / "x.npy", mmap_mode="r")
    assert not is_in_memory(mapped)
    assert not is_in_memory(mapped[1:])
    assert isinstance(chosen(mapped, np.array([1])), Rows)
    for plain in (np.arange(4.0), np.arange(4.0)[1:], np.frombuffer(b"1234"[:4], np.int8), [1, 2]):
        assert is_in_memory(plain)
    assert isinstance(chosen(np.arange(4.0), np.array([1])), np.ndarray)
