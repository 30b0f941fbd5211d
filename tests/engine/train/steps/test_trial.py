"""The forecast is made of what the compiler says and of steps that were really taken."""

import time
from dataclasses import replace
from types import SimpleNamespace

from hornstudio.engine.graph import Graph
from hornstudio.engine.train import run
from hornstudio.engine.train.preparation import prepare
from hornstudio.engine.train.steps import device_data, trial
from hornstudio.engine.train.steps.trial import Sizes
from tests.engine import sample_graph


def at_batch(size: int) -> Graph:
    graph = sample_graph.mlp()
    return replace(graph, training=replace(graph.training, batch_size=size))


def test_memory_grows_with_the_batch_and_holds_the_data(monkeypatch) -> None:
    monkeypatch.setattr(trial, "taken_bytes", lambda: 0)  # as where the system does not tell
    small, large = prepare(at_batch(50)), prepare(at_batch(2000))
    assert (small.batch_size, large.batch_size) == (50, 2000)
    data = sum(array.nbytes for array in next(iter(device_data._kept.values())).values())
    assert data < small.peak_bytes < large.peak_bytes < data * 3
    assert (small.steps, large.steps) == (72, 2)


def test_time_is_that_of_the_epoch() -> None:
    """Within a wide margin, because other programs run too."""
    graph = at_batch(50)
    told = prepare(graph).epoch_seconds
    begun = time.perf_counter()
    for _ in run.train(graph, epochs=1, checkpoints=False):
        pass
    assert 0 < told < 20 * (time.perf_counter() - begun)


def test_where_there_is_no_room_it_says_so_and_tries_nothing(monkeypatch) -> None:
    monkeypatch.setattr(trial, "free_bytes", lambda: 1)
    found = prepare(at_batch(100))
    assert not found.fits
    assert (found.safe_batch, found.epoch_seconds) == (0, 0.0)


def test_a_gradient_of_the_weights_is_there_at_any_batch_size() -> None:
    wide = Sizes(batch=100, evaluated=0, weight_bytes=4_000, activation_bytes=10)
    assert wide.sample_bytes(working=7_000) == 30.0
    assert wide.sample_bytes(working=4_500) == 20.0  # what layers give out, and its gradient
    assert wide.sample_bytes(working=500) == 5.0


def test_what_the_process_takes_beside_its_device_counts(monkeypatch) -> None:
    taken, step = 1 << 30, 3 << 20
    monkeypatch.setattr(trial, "taken_bytes", lambda: taken)
    monkeypatch.setattr(trial, "most_bytes", lambda: taken + step)
    peak = prepare(at_batch(50)).peak_bytes
    assert taken + step < peak < taken + 3 * step
    monkeypatch.setattr(trial, "most_bytes", lambda: taken + 100 * step)
    assert prepare(at_batch(50)).peak_bytes >= peak + 99 * step


def test_what_looks_and_measures_is_compiled_yet() -> None:
    known = {"batch": 1, "evaluated": 0, "weight_bytes": 0, "activation_bytes": 0}
    assert Sizes(**known).to_compile == 0
    assert Sizes(**known, compiling=1_000).to_compile == 1_000 + trial._BESIDE


def test_samples_that_are_measured_at_once_count() -> None:
    sizes = Sizes(batch=100, evaluated=500, weight_bytes=0, activation_bytes=8)
    assert sizes.evaluating == 2_000


def test_cores_that_share_a_batch_have_arrays_of_their_own_in_the_same_memory(monkeypatch) -> None:
    monkeypatch.setattr(trial, "taken_bytes", lambda: 0)
    monkeypatch.setattr(trial, "free_bytes", lambda: 1)  # so that nothing is tried
    sizes = {"argument": 1_000, "output": 700, "alias": 500, "temp": 40}
    memory = SimpleNamespace(**{f"{name}_size_in_bytes": size for name, size in sizes.items()})
    step = SimpleNamespace(memory_analysis=lambda: memory)
    known = Sizes(batch=1, evaluated=0, weight_bytes=0, activation_bytes=0)
    one = trial.forecast(step, None, {}, {}, 1, 1, known)
    three = trial.forecast(step, None, {}, {}, 1, 1, replace(known, devices=3))
    assert (one.peak_bytes, three.peak_bytes) == (1_240, 3 * 1_240)
