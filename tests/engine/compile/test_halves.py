"""Halves of a large batch: where they are worth it, and that the numbers are those of the whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import jax
import numpy as np
import pytest

from hornstudio.engine.compile import halves
from hornstudio.engine.compile.halves import in_halves, stretches_of, takes_halves
from hornstudio.engine.compile.live import turned_plan
from hornstudio.engine.compile.plan import Plan, plan_graph
from hornstudio.engine.compile.program import Program
from hornstudio.engine.graph import Graph, Node, freeze
from tests.engine.sample_graph import chain, graph, judged, node


def digits_through(**layers: Node) -> Graph:
    """Digits as 28 steps of 28 features, through these layers and into classes."""
    ids = ["steps", *layers, "flatten", "out"]
    nodes = {"digits": node("digits"), "steps": node("reshape", target_shape=[28, 28]), **layers}
    nodes |= {"flatten": node("flatten"), "out": node("dense", units=10, activation="softmax")}
    nodes |= {"loss": node("categorical_crossentropy"), "sgd": node("sgd")}
    wires = [("digits.image", "steps.input"), *chain(*ids)]
    wires = [(a, b.replace("attention.input", "attention.query")) for a, b in wires]
    return graph(nodes, [*wires, *judged("out", "digits.label", "loss"), ("loss.loss", "sgd.loss")])


def rows(plan: Plan, count: int) -> list[tuple[bool, list[str]]]:
    found = stretches_of(plan.layers, count)
    return [(has_halves, [call.node for call in calls]) for has_halves, calls in found]


WIDE = {"a": node("dense", units=256), "b": node("dense", units=256)}
MANY = 64  # 64 x 28 x 256 numbers are more than a core holds


def test_only_what_is_large_goes_in_halves() -> None:
    plan = plan_graph(digits_through(**WIDE))
    everything = ["steps", "a", "b", "flatten", "out"]
    assert rows(plan, MANY) == [(True, everything)]
    assert rows(plan, 8) == [(False, everything)]
    one = plan_graph(digits_through(a=WIDE["a"]))
    assert rows(one, MANY) == [(False, ["steps", "a", "flatten", "out"])]


def test_what_looks_at_the_whole_batch_gets_it() -> None:
    between = {"norm": node("batch_normalization"), "drop": node("dropout")}
    plan = plan_graph(digits_through(**WIDE, **between, c=WIDE["a"], d=WIDE["b"]))
    assert rows(plan, MANY) == [
        (True, ["steps", "a", "b"]),
        (False, ["norm", "drop"]),
        (True, ["c", "d", "flatten", "out"]),
    ]


def test_a_network_without_halves_is_one_row() -> None:
    between = {"norm": node("batch_normalization"), "drop": node("dropout")}
    plan = plan_graph(digits_through(a=WIDE["a"], **between, b=WIDE["b"]))
    whole = [(False, ["steps", "a", "norm", "drop", "b", "flatten", "out"])]
    assert rows(plan, MANY) == whole


@pytest.mark.parametrize(("rate", "takes"), [(0.0, True), (0.1, False)])
def test_attention_takes_halves_as_long_as_it_drops_nothing(rate: float, takes: bool) -> None:
    attention = node("multi_head_attention", dropout=rate)
    plan = plan_graph(digits_through(attention=attention))
    call = next(c for c in plan.layers if c.node == "attention")
    assert takes_halves(call) == takes


def test_what_is_turned_during_a_run_takes_no_halves() -> None:
    plan = plan_graph(digits_through(attention=node("multi_head_attention", dropout=0.1)))
    turned = turned_plan(plan, {"attention.dropout": np.float32(0.0)})
    call = next(c for c in turned.layers if c.node == "attention")
    assert not takes_halves(call)


def test_a_step_in_halves_gives_the_numbers_of_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    layers = {
        "masking": node("masking"),
        "attention": node("multi_head_attention", num_heads=2, key_dim=4),
        "relu": node("dense", units=6, activation="relu"),
        "norm": node("batch_normalization"),
        "drop": node("dropout"),
        "hidden": node("dense", units=6, activation="tanh"),
        "other": node("dense", units=6),
    }
    program = Program(plan_graph(digits_through(**layers)))

    def step() -> Any:
        return jax.jit(program.step)(program.start(0), batch(5), jax.random.key(1))

    whole = step()
    monkeypatch.setattr(halves, "_LARGE", 0)
    with counted(monkeypatch) as calls:
        parted = step()
    assert len(calls) == 2  # before what looks at the whole batch, and behind it
    jax.tree.map(lambda a, b: np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-6), whole, parted)


def batch(count: int) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(0)
    image = rng.random((count, 28, 28, 1), np.float32)
    image[0, 20:] = 0.0  # its last steps are masked
    return {"digits.image": image, "digits.label": rng.integers(0, 10, count).astype(np.int32)}


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How often something is done in halves."""
    calls: list[int] = []

    def counting(*given: Any) -> Any:
        calls.append(1)
        return in_halves(*given)

    monkeypatch.setattr("hornstudio.engine.compile.network.in_halves", counting)
    yield calls


def test_several_devices_have_their_shares_already(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(halves, "_LARGE", 0)
    program = Program(plan_graph(digits_through(**WIDE)), deal=lambda batch: batch)
    with counted(monkeypatch) as calls:
        jax.eval_shape(program.step, program.form(), batch(4), jax.random.key(0))
    assert calls == []


def test_a_single_sample_is_not_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(halves, "_LARGE", 0)
    assert [has for has, _ in rows(plan_graph(digits_through(**WIDE)), 1)] == [False]


def test_a_bypassed_layer_is_in_nobodys_way() -> None:
    whole = digits_through(**WIDE, norm=node("batch_normalization"))
    nodes = {**whole.nodes, "norm": replace(whole.nodes["norm"], bypassed=True)}
    plan = plan_graph(replace(whole, nodes=freeze(nodes)))
    assert rows(plan, MANY) == [(True, ["steps", "a", "b", "norm", "flatten", "out"])]
