"""A plan as functions: what a step computes, moves and leaves alone."""

import functools
from dataclasses import replace
from typing import Any

import jax
import numpy as np
import pytest

from hornstudio.engine.compile.drawing import QUICKLY
from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.compile.program import Program
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Node, Wire, freeze
from tests.compiling import AS_FOR_USERS
from tests.engine import sample_graph
from tests.engine.sample_graph import chain, graph, judged, node

KEY = jax.random.key(0)


def program_of(whole: Graph, **how: Any) -> Program:
    return Program(plan_graph(whole, **how))


def batch_of(program: Program, count: int = 6) -> dict[str, np.ndarray]:
    """Random pictures and labels for every data port."""
    rng = np.random.default_rng(0)
    made: dict[str, np.ndarray] = {}
    for port in program.plan.data:
        if port.endswith("image"):
            made[port] = rng.random((count, 28, 28, 1), np.float32)
        else:
            made[port] = rng.integers(0, 10, count).astype(np.int32)
    return made


def small(*layers: str | Node, **changes: Node) -> Graph:
    """Digits averaged to one number a picture, some layers, ten scores, a loss and SGD."""
    nodes = {"digits": node("digits"), "mean": node("global_average_pooling2d")}
    for layer in layers:
        made = node(layer) if isinstance(layer, str) else layer
        nodes[made.kind] = made
    nodes |= {"out": node("dense", units=10, activation="softmax")}
    ids = list(nodes)[1:]
    nodes |= {"loss": node("categorical_crossentropy"), "sgd": node("sgd")} | changes
    wires = [("digits.image", "mean.input"), *chain(*ids)]
    return graph(nodes, [*wires, *judged("out", "digits.label", "loss"), ("loss.loss", "sgd.loss")])


def same(one: Any, other: Any) -> bool:
    equal = jax.tree.map(lambda a, b: bool(np.array_equal(a, b)), one, other)
    return all(jax.tree.leaves(equal))


def step_once(program: Program, seed: int = 0) -> tuple[dict[str, Any], dict[str, Any], Any]:
    """What a step starts from, leaves, and reports."""
    before = program.start(seed)
    after, sums = jax.jit(program.step)(before, batch_of(program), KEY)
    return before, after, sums


# ---------------------------------------------------------------------------- starting


def test_starting_without_the_last_polish_gives_the_same_bits() -> None:
    held = node("dense", units=3, kernel_initializer="glorot_normal")
    program = program_of(small(held))
    drawing = jax.jit(program.init).lower(5)
    weights, state = drawing.compile(compiler_options=AS_FOR_USERS)(5)
    assert same(drawing.compile(compiler_options=AS_FOR_USERS | QUICKLY)(5), (weights, state))
    started = program.start(5)
    assert np.asarray(started["weights"]["dense"]["kernel"]).std() > 0
    assert same((started["weights"], started["state"]), (weights, state))


def test_every_array_starts_from_a_key_of_its_own() -> None:
    weights, _ = program_of(sample_graph.two_in_two_out()).init(0)
    assert set(weights) == {"encoder", "fixed", "left_out", "right_out"}
    assert not same(weights["left_out"]["kernel"], weights["right_out"]["kernel"])
    assert np.all(weights["encoder"]["bias"] == 0)


def test_the_same_seed_gives_the_same_start() -> None:
    program = program_of(small())
    assert same(program.init(1), program.init(1))
    assert not same(program.init(1), program.init(2))


def test_a_start_does_not_depend_on_the_other_nodes() -> None:
    """A layer keeps its start when another is put before it."""
    one = program_of(small()).init(0)[0]["out"]
    other = program_of(small("relu")).init(0)[0]["out"]
    assert same(one, other)


# ---------------------------------------------------------------------------- forward


def test_a_bypassed_node_hands_its_input_on() -> None:
    drop = Node("dropout", freeze({"rate": 0.9}), bypassed=True)
    program = program_of(small(drop))
    weights, state = program.init(0)
    batch = batch_of(program)
    tensors, _ = program.forward(weights, state, batch, training=True, key=KEY)
    assert tensors["dropout.output"] is tensors["mean.output"]


def test_dropout_works_in_training_only_also_when_frozen() -> None:
    for frozen in (False, True):
        program = program_of(small(Node("dropout", freeze({"rate": 0.5}), frozen=frozen)))
        weights, state = program.init(0)
        run = functools.partial(program.forward, weights, state, batch_of(program, 64), key=KEY)
        trained, used = run(training=True)[0], run(training=False)[0]
        assert np.sum(np.asarray(trained["dropout.output"]) == 0) > 10
        assert same(used["dropout.output"], used["mean.output"])


def test_growing_ports_get_their_tensors_in_the_order_of_wires() -> None:
    base = sample_graph.two_in_two_out()
    first = Wire("fixed.output", "both.inputs")
    turned = edits.connect(edits.disconnect(base, [first]), first, many=True)
    found = []
    for whole in (base, turned):
        program = program_of(whole)
        weights, state = program.init(0)
        tensors, _ = program.forward(weights, state, batch_of(program), training=False)
        found.append((tensors["both.output"], tensors["fixed.output"], tensors["encoder_2.output"]))
    (both, fixed, shared), (both_turned, *_) = found
    assert same(both, np.concatenate([fixed, shared], axis=1))
    assert same(both_turned, np.concatenate([shared, fixed], axis=1))


def test_shared_weights_are_one_and_learn_from_both_uses() -> None:
    base = sample_graph.two_in_two_out()
    base = edits.set_attribute(base, "fixed", "frozen", False)
    before, after, _ = step_once(program_of(base))
    assert "encoder_2" not in before["weights"]
    assert not same(before["weights"]["encoder"], after["weights"]["encoder"])
    program = program_of(base)
    batch = batch_of(program)
    batch["right.image"] = batch["left.image"]
    weights, state = program.init(0)
    tensors, _ = program.forward(weights, state, batch, training=False)
    assert same(tensors["encoder.output"], tensors["encoder_2.output"])


def test_weights_of_a_bypassed_owner_are_used_by_who_shares_them() -> None:
    base = edits.set_attribute(sample_graph.two_in_two_out(), "encoder", "bypassed", True)
    _, after, sums = step_once(program_of(base))
    assert after["weights"]["encoder"]["kernel"].shape == (784, 24)
    assert np.isfinite(float(sums["loss"]["total"]))


# ---------------------------------------------------------------------------- frozen


def test_frozen_weights_do_not_move() -> None:
    before, after, _ = step_once(program_of(sample_graph.two_in_two_out()))
    assert same(before["weights"]["fixed"], after["weights"]["fixed"])
    assert not same(before["weights"]["left_out"], after["weights"]["left_out"])


@pytest.mark.parametrize("frozen", [False, True])
def test_frozen_batch_normalization_works_as_in_use(frozen: bool) -> None:
    program = program_of(small(Node("batch_normalization", frozen=frozen)))
    before, after, _ = step_once(program)
    assert same(before["state"], after["state"]) == frozen
    run = functools.partial(program.forward, before["weights"], before["state"], batch_of(program))
    trained, used = run(training=True, key=KEY)[0], run(training=False)[0]
    assert same(trained["batch_normalization.output"], used["batch_normalization.output"]) == frozen


def test_use_does_not_move_the_state() -> None:
    program = program_of(small("batch_normalization"))
    weights, state = program.init(0)
    _, after = program.forward(weights, state, batch_of(program), training=False)
    assert same(state, after)


# ---------------------------------------------------------------------------- measuring


def test_the_total_is_the_weighted_sum_and_the_penalties() -> None:
    l2 = {"kind": "l2", "params": {"l2": 0.5}}
    out = node("dense", units=10, activation="softmax", kernel_regularizer=l2)
    whole = small(out=out, loss=node("categorical_crossentropy", weight=0.25))
    program = program_of(whole)
    weights, state = program.init(0)
    batch = batch_of(program)
    tensors, _ = program.forward(weights, state, batch, training=False)
    right = np.asarray(tensors["out.output"])[np.arange(6), batch["digits.label"]]
    penalty = 0.5 * np.sum(np.square(weights["out"]["kernel"]))
    expected = 0.25 * np.mean(-np.log(right)) + penalty
    results = program.results(program.measure_batch(weights, state, batch))
    assert results == {"loss": pytest.approx(float(expected), rel=1e-5)}


def test_several_losses_are_reported_with_their_total() -> None:
    program = program_of(sample_graph.two_in_two_out())
    weights, state = program.init(0)
    results = program.results(program.measure_batch(weights, state, batch_of(program)))
    assert list(results) == ["loss", "loss_1", "right_loss", "right_accuracy"]
    expected = results["loss_1"] + 0.3 * results["right_loss"]
    assert results["loss"] == pytest.approx(expected, rel=1e-6)


def test_batches_of_unequal_size_count_by_their_samples() -> None:
    program = program_of(sample_graph.mlp())
    weights, state = program.init(0)
    whole = batch_of(program, 6)
    parts = [{k: v[:4] for k, v in whole.items()}, {k: v[4:] for k, v in whole.items()}]
    sums = [program.measure_batch(weights, state, part) for part in parts]
    together = program.results(jax.tree.map(lambda a, b: a + b, *sums))
    alone = program.results(program.measure_batch(weights, state, whole))
    assert together == pytest.approx(alone, rel=1e-5)


def test_what_is_measured_is_measured_as_in_use() -> None:
    dropping, plain = program_of(small(node("dropout", rate=0.9))), program_of(small())
    weights, state = dropping.init(0)
    batch = batch_of(plain)
    assert same(
        dropping.measure_batch(weights, state, batch), plain.measure_batch(weights, state, batch)
    )
    assert same(dropping.predict(weights, state, batch), plain.predict(weights, state, batch))


def test_sample_weights_are_optional_and_count() -> None:
    whole = small(weight=node("input", shape=[], dtype="float32"))
    wires = (*whole.wires, Wire("weight.output", "loss.sample_weight"))
    weighted = replace(whole, wires=wires)
    program = program_of(weighted, for_training=False)
    plain = program_of(whole, for_training=False)
    weights, state = program.init(0)
    batch = batch_of(plain)
    share = np.float32([2, 0, 0, 0, 0, 0])
    loss = program.results(program.measure_batch(weights, state, batch | {"weight.output": share}))
    first = plain.results(plain.measure_batch(weights, state, {k: v[:1] for k, v in batch.items()}))
    assert loss["loss"] == pytest.approx(2 * first["loss"] / 6, rel=1e-5)


def test_a_step_lowers_the_loss_on_its_batch() -> None:
    program = program_of(edits.set_param(sample_graph.mlp(), "sgd", "learning_rate", 0.05))
    carry, batch, step = program.start(0), batch_of(program), jax.jit(program.step)
    losses = []
    for _ in range(8):
        carry, sums = step(carry, batch, KEY)
        losses.append(program.results(sums)["loss"])
    assert losses[-1] < losses[0]


def test_predictions_are_the_outputs() -> None:
    program = program_of(sample_graph.two_in_two_out(), for_training=False)
    weights, state = program.init(0)
    found = program.predict(weights, state, batch_of(program))
    assert {port: a.shape for port, a in found.items()} == {
        "left_out.output": (6, 10),
        "right_out.output": (6, 10),
    }
    assert np.asarray(found["left_out.output"]).sum(axis=1) == pytest.approx(np.ones(6), rel=1e-5)


def test_a_layer_without_weights_can_be_trained_through() -> None:
    before, after, _ = step_once(program_of(small("relu", "layer_normalization")))
    assert set(before["weights"]) == {"layer_normalization", "out"}
    assert not same(before["weights"]["out"], after["weights"]["out"])


def test_a_constraint_holds_after_every_step() -> None:
    program = program_of(sample_graph.bounded())
    carry = program.start(0)
    for count in (6, 9):
        carry, _ = program.step(carry, batch_of(program, count), KEY)
        kernel = carry["weights"]["scores"]["kernel"]
        assert float(np.linalg.norm(kernel, axis=0).max()) <= 0.5 + 1e-5
        assert float(carry["weights"]["scores"]["bias"].min()) >= 0.0


def test_a_penalty_on_outputs_counts_for_each_sample() -> None:
    """Twice the same batch: the same penalty, because it is divided by the size of the batch."""
    program = program_of(sample_graph.bounded())
    weights, state = program.init(0)
    batch = batch_of(program, 4)
    doubled = {name: np.concatenate([a, a]) for name, a in batch.items()}
    totals = []
    for each in (batch, doubled):
        tensors, _ = program.forward(weights, state, each, training=False)
        totals.append(program.measure(weights, tensors)[0])
    hidden = np.asarray(tensors["hidden.output"])
    loss = program._judge(program.plan.losses[0], tensors)
    squares = 0.01 * np.square(weights["scores"]["kernel"]).sum()
    assert float(totals[0]) == pytest.approx(float(totals[1]), rel=1e-6)
    assert float(totals[1]) == pytest.approx(
        float(loss + squares + 0.001 * np.abs(hidden).sum() / 8), rel=1e-5
    )
