"""A figure that is no number names the data, the place and the sample from which that comes."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.compile.program import Program
from hornstudio.engine.data.rows import Rows
from hornstudio.engine.graph import Node, freeze
from hornstudio.engine.train import progress
from hornstudio.engine.train.run import train
from hornstudio.engine.train.trouble.unsound import Doubt, first_unsound
from hornstudio.engine.watch.events import Finished, Note, Started
from tests.engine import sample_graph
from tests.engine.composite.sample_composite import residual

IMAGE, LABEL = "digits.image", "digits.label"


def data(count: int) -> dict[str, np.ndarray]:
    labels = np.eye(10, dtype=np.float32)[np.arange(count) % 10]
    return {IMAGE: np.zeros((count, 28, 28, 1), np.float32), LABEL: labels}


GRAPH = sample_graph.mlp(epochs=2, batch_size=1000)
SMOOTH = replace(GRAPH, nodes=freeze({**GRAPH.nodes, "relu": Node("tanh")}))


def spoil(monkeypatch: pytest.MonkeyPatch, *, in_memory: bool) -> None:
    """Put a number that is none into two samples of the validation and the test data."""
    real = progress.load_dataset

    def spoiled(arrays: dict[str, Any]) -> dict[str, Any]:
        pictures = np.array(arrays[IMAGE], np.float32)
        pictures[[42, 60], 3, 3] = np.nan
        return {**arrays, IMAGE: pictures if in_memory else Rows(pictures)}

    def load(*args: Any) -> Any:
        dataset = real(*args)
        parts = {kind: spoiled(getattr(dataset, kind)) for kind in ("validation", "test")}
        return replace(dataset, **parts)

    monkeypatch.setattr(progress, "load_dataset", load)


def assert_names_the_sample(told: list[str]) -> None:
    for kind, words in zip(("validation", "test"), told, strict=True):
        assert f"sample 43 of the {kind} data holds nan in {IMAGE}" in words


def test_a_run_tells_before_it_begins_which_sample_is_no_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    spoil(monkeypatch, in_memory=True)
    events = train(SMOOTH, checkpoints=False)
    assert_names_the_sample(next(e.notes for e in events if isinstance(e, Started)))
    events.close()


def test_of_data_that_is_not_in_memory_it_tells_once_a_figure_is_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    spoil(monkeypatch, in_memory=False)
    events = list(train(SMOOTH, checkpoints=False))
    assert_names_the_sample([e.what for e in events if isinstance(e, Note)])
    finished = events[-1]
    assert isinstance(finished, Finished)
    assert np.isnan(finished.metrics["test_loss"])


def test_where_the_data_is_sound_the_layer_is_named_by_the_way_to_it() -> None:
    graph = residual()
    program = Program(plan_graph(graph))
    carry = program.start(0)
    inner = "block_1__wide"
    carry["weights"][inner]["kernel"] = np.full_like(carry["weights"][inner]["kernel"], np.inf)
    given = {"test_loss": np.nan}, program, carry, carry["weights"], data(700)
    doubt = Doubt(graph)
    words = doubt.why(*given)
    assert words == (
        "test_loss is nan: block_1 › wide.output gives nan for sample 1 of the test data"
    )
    assert doubt.why(*given) is None  # it was told


def test_what_is_sound_is_not_doubted() -> None:
    graph = sample_graph.mlp()
    program = Program(plan_graph(graph))
    carry = program.start(0)
    given = program, carry, carry["weights"], data(20)
    assert Doubt(graph).why({"test_loss": 1.0}, *given) is None
    assert Doubt(graph).why({"test_loss": np.nan}, *given) is None  # not from this data


def test_samples_are_counted_over_batches() -> None:
    program = Program(plan_graph(sample_graph.mlp()))
    carry, arrays = program.start(0), data(700)
    arrays[LABEL][612] = np.nan
    found = first_unsound(program, carry["weights"], carry["state"], arrays)
    assert found is not None
    assert (found.sample, found.fault.place, found.fault.kind) == (613, LABEL, "data")
