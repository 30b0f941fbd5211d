"""Samples that lie on the device, and samples that arrive in time: the same bits."""

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jax
import numpy as np

from hornstudio.engine.data import dataset as dataset_module
from hornstudio.engine.graph import Graph, Node, Training, freeze, with_nodes
from hornstudio.engine.modules.pictures import image_folder
from hornstudio.engine.modules.pictures.album import Room
from hornstudio.engine.train.kept.checkpoint import load_checkpoint
from hornstudio.engine.train.kept.run_folder import RunFolder
from hornstudio.engine.train.run import train
from hornstudio.engine.train.steps import feed
from hornstudio.engine.train.steps.feed import Resident, Streamed, feed_for, gathered
from hornstudio.engine.train.steps.spread import Spread, spread_for
from hornstudio.engine.watch.events import Epoch, Failed, Finished, Started, Step
from tests.engine import sample_graph
from tests.engine.modules.pictures.folder_of_pictures import make_pictures

BUDGET = 1 << 20  # the digits are more than ten times as large


def assert_same(one: Path, other: Path) -> None:
    trees = [load_checkpoint(RunFolder.open(f).checkpoint("last"))[0] for f in (one, other)]
    jax.tree.map(np.testing.assert_array_equal, *trees)


def told(folder: Path, **wishes: Any) -> list[Any]:
    events = list(train(sample_graph.mlp(batch_size=64), run_dir=folder, **wishes))
    assert type(events[-1]).__name__ == "Finished", events[-1]
    return events


def test_what_arrives_in_time_trains_to_the_same_bits(tmp_path: Path) -> None:
    lying, arriving = told(tmp_path / "a"), told(tmp_path / "b", data_budget=BUDGET)
    assert_same(tmp_path / "a", tmp_path / "b")
    assert lying[-1].metrics == arriving[-1].metrics
    shares = [e.waiting for e in arriving if isinstance(e, Step | Epoch)]
    assert all(0 <= share <= 1 for share in shares)
    assert not any(e.waiting for e in lying if isinstance(e, Step | Epoch))
    assert next(e for e in arriving if isinstance(e, Started)).why_device


def test_a_run_within_an_epoch_goes_on_at_its_chunk(tmp_path: Path) -> None:
    graph, folder = sample_graph.mlp(batch_size=64), tmp_path / "b"
    told(tmp_path / "a")
    run = train(graph, run_dir=folder, data_budget=BUDGET)
    event = next(run)
    while not (isinstance(event, Step) and event.step > 20):
        event = next(run)
    while not isinstance(event, Finished):
        event = run.send("stop")
    told(folder, resume=True, data_budget=BUDGET)
    assert_same(tmp_path / "a", folder)


def dataset(array: Any) -> Any:
    return SimpleNamespace(hash=str(id(array)), train={"x": array})


def test_data_that_is_too_large_or_in_a_file_is_sent_over(tmp_path: Path) -> None:
    spread = spread_for(Training())
    array = np.zeros((100, 10), np.float32)
    assert isinstance(feed_for(dataset(array), spread, budget=4000), Resident)
    assert isinstance(feed_for(dataset(array), spread, budget=3999), Streamed)
    np.save(tmp_path / "x.npy", array)
    mapped = np.load(tmp_path / "x.npy", mmap_mode="r")
    assert isinstance(feed_for(dataset(mapped), spread, budget=4000), Streamed)


def test_chunks_stay_within_the_budget_but_hold_a_step() -> None:
    x = np.zeros((1000, 10), np.float32)
    part: Any = SimpleNamespace(rows=np.zeros((50, 20), np.int32))
    spread = Spread((None,), "")
    assert Streamed({"x": x}, spread, 24_000).chunk_steps(part) == 10
    assert Streamed({"x": x}, spread, 100).chunk_steps(part) == 1
    assert Streamed({"x": x}, spread, 10 * feed.CHUNK_BYTES).chunk_steps(part) == 50


class Backwards:
    """Rows that are made when they are asked for, and only once each."""

    shape, dtype, nbytes = (6, 2), np.dtype(np.float32), 48

    def __len__(self) -> int:
        return 6

    def __getitem__(self, rows: Any) -> np.ndarray:
        assert np.all(np.diff(rows) >= 0)  # from front to back
        return -np.stack([rows, rows], axis=1).astype(np.float32)


def test_rows_come_in_the_order_of_the_steps() -> None:
    rows = np.array([[5, 0], [2, 2]], np.int32)
    plain = np.repeat(-np.arange(6, dtype=np.float32)[:, None], 2, axis=1)
    for array in (plain, Backwards()):
        found = gathered(array, rows, 3)
        np.testing.assert_array_equal(found[:2], plain[rows])
        assert found.shape == (3, 2, 2)
        assert not found[2].any()


def test_samples_that_are_made_come_in_small_chunks() -> None:
    made = type("Made", (), {"is_made": True, "nbytes": 1 << 30, "__len__": lambda _: 1 << 15})()
    read = type("Read", (), {"nbytes": 1 << 30, "__len__": lambda _: 1 << 15})()
    part = SimpleNamespace(rows=np.zeros((1 << 10, 32)))
    steps = [Streamed({"x": x}, None, 1 << 40).chunk_steps(part) for x in (made, read)]
    assert steps == [4, 64]


def pictures_of(folder: Path, **params: Any) -> Graph:
    data = {"directory": str(folder), "image_size": [4, 4], "validation_split": 0.25} | params
    graph = sample_graph.mlp(batch_size=3)
    nodes = dict(graph.nodes) | {"digits": Node("image_folder", freeze(data))}
    return with_nodes(graph, nodes)


def test_a_picture_that_breaks_while_training_costs_nothing(tmp_path: Path, monkeypatch) -> None:
    """And decoded ahead, pictures train to the same bits as decoded at once."""
    graph = pictures_of(pets := make_pictures(tmp_path / "pets"))
    *_, at_once = train(graph, epochs=2, run_dir=tmp_path / "b")
    dataset_module._cache.clear()
    monkeypatch.setattr(image_folder, "SMALL_BYTES", 0)
    monkeypatch.setattr(feed, "CHUNK_BYTES", 1)
    monkeypatch.setattr(image_folder, "Room", lambda: Room(0))
    run = train(graph, epochs=2, run_dir=tmp_path / "a")
    events = [next(run)]
    while not isinstance(events[-1], Step):
        events.append(next(run))
    whole = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in pets.rglob("*.png")}
    for path, (content, _) in whole.items():
        path.write_bytes(content[:60])
    events += run
    assert isinstance(events[-1], Failed)
    assert ".png (it is no picture, or a damaged one" in events[-1].reason
    for path, (content, time_ns) in whole.items():
        path.write_bytes(content)
        os.utime(path, ns=(time_ns, time_ns))
    *_, last = train(graph, epochs=2, run_dir=tmp_path / "a", resume=True)
    assert "val_loss" in last.metrics
    assert last.metrics == at_once.metrics
    assert_same(tmp_path / "a", tmp_path / "b")
