"""A plan as functions: what a step computes, moves and leaves alone."""

from dataclasses import replace

import jax
import numpy as np
import pytest

from hornstudio.engine.compile.drawing import QUICKLY
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Wire
from tests.compiling import AS_FOR_USERS
from tests.engine import sample_graph
from tests.engine.compile.sample_program import KEY, batch_of, program_of, same, small, step_once
from tests.engine.sample_graph import node

# ---------------------------------------------------------------------------- starting


@pytest.mark.same_bits
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


@pytest.mark.parametrize("kind", ["schedule_free_adamw", "schedule_free_sgd", "adam"])
def test_weights_chosen_from_what_was_read_again_have_the_same_bits(kind: str) -> None:
    """A checkpoint comes back as NumPy's arrays: a run stopped before it validates goes on so."""
    plain = sample_graph.mlp()
    optimizer = node(kind, use_ema=True) if kind == "adam" else node(kind)
    program = program_of(replace(plain, nodes={**plain.nodes, "sgd": optimizer}))
    carry, step = program.start(0), jax.jit(program.step)
    for count in (6, 9, 6):
        carry, _ = step(carry, batch_of(program, count), KEY)
    read = jax.tree.map(np.asarray, carry)
    for chosen in (program.judged_weights, program.finished_weights):
        assert same(chosen(carry), chosen(read))


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
