"""Layers in turn: what flows, what moves, and what stays."""

import functools
from typing import Any

import jax
import numpy as np
import pytest

from hornstudio.engine.compile import network
from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.compile.program import Program
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Node, Wire, freeze
from tests.engine import sample_graph
from tests.engine.compile.sample_program import KEY, batch_of, program_of, same, small, step_once
from tests.engine.sample_graph import graph, judged, node


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


def attentive() -> Graph:
    """Rows of digits that look at one another twice."""
    nodes = {
        "digits": node("digits"),
        "rows": node("reshape", target_shape=[28, 28]),
        "one": node("multi_head_attention", num_heads=2, key_dim=4),
        "two": node("multi_head_attention", num_heads=2, key_dim=4),
        "mean": node("global_average_pooling1d"),
        "out": node("dense", units=10, activation="softmax"),
        "loss": node("categorical_crossentropy"),
        "sgd": node("sgd"),
    }
    wires = [
        ("digits.image", "rows.input"),
        ("rows.output", "one.query"),
        ("one.output", "two.query"),
        ("two.output", "mean.input"),
        ("mean.output", "out.input"),
    ]
    judge = judged("out", "digits.label", "loss")
    return graph(nodes, [*wires, *judge, ("loss.loss", "sgd.loss")])


def test_a_kernel_is_used_where_there_is_one_each_node_with_a_place_of_its_own(monkeypatch) -> None:
    places: list[int] = []

    def attention_kernel(place: int) -> Any:
        def kernel(*heads: Any, mask: Any, is_causal: bool) -> Any:
            places.append(place)
            return jax.nn.dot_product_attention(*heads, mask=mask, is_causal=is_causal)

        return kernel

    def outputs(**how: Any) -> Any:
        program = Program(plan_graph(attentive()), **how)
        weights, state = program.init(0)
        batch = batch_of(program)
        return program.forward(weights, state, batch, training=True, key=KEY)[0]["out.output"]

    plain = outputs()
    monkeypatch.setattr(network, "attention_kernel", attention_kernel)
    np.testing.assert_allclose(outputs(), plain, rtol=1e-5, atol=1e-6)
    assert len(places) == len(set(places)) == 2
    outputs(deal=lambda batch: batch)
    assert len(places) == 2, "batches that are dealt out over devices go the plain way"
