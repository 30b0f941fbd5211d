"""Shapes, weights and refusals of the recurrent layers."""

import numpy as np
import pytest

from hornstudio.engine.check import check
from hornstudio.engine.codegen.jax_script import export_jax
from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.compile.program import Program
from hornstudio.engine.graph import Graph
from tests.engine.modules.refusal import labels, mended, refusal, row
from tests.engine.sample_graph import graph, judged, node

KINDS = ("simple_rnn", "lstm", "gru")


def source(*shape: int | None, dtype: str = "float32") -> tuple[str, dict]:
    return "input", {"shape": list(shape), "dtype": dtype}


def begun(kind: str, length: int, **params: object) -> Graph:
    """A layer into whose state a free input goes."""
    return graph(
        {
            "x": node("input", shape=[6, 3]),
            "start": node("input", shape=[length]),
            kind: node(kind, units=4, **params),
        },
        [("x.output", f"{kind}.input"), ("start.output", f"{kind}.initial_h")],
    )


REFUSALS: list[tuple[Graph, str, list[str]]] = [
    (row(source(6), ("lstm", {})), "gets 6; needs a sequence", ["Insert Reshape to 6×1"]),
    (row(source(8, dtype="int32"), ("lstm", {})), "gets 8; needs", ["Insert Embedding"]),
    (row(source(28, 28, 1), ("lstm", {})), "gets 28×28×1", ["Insert Reshape to 28×28"]),
    (row(source(None, 4, 2), ("lstm", {})), "gets T×4×2", ["Insert Reshape to T×8"]),
    (row(source(), ("lstm", {})), "gets a single number; needs a sequence", []),
    (row(source(5, None), ("lstm", {})), "dimension 2 of 5×T is unknown", []),
    (
        row(source(6, 3, dtype="int32"), ("lstm", {})),
        "needs numbers with a fraction",
        ["input: Set dtype to float32"],
    ),
    (
        row(source(6, 3), ("lstm", {"bidirectional": "sum", "go_backwards": True})),
        "go_backwards is set",
        ["Set go_backwards to false", "Set bidirectional to none"],
    ),
    (begun("lstm", 7), "gets 7; needs 4, as large as the state", ["Set units to 7"]),
    (
        begun("lstm", 6, bidirectional="ave"),
        "gets 6; needs 8, as large as the state",
        ["Set units to 3"],
    ),
    (begun("lstm", 7, bidirectional="ave"), "gets 7; needs 8", []),
]


@pytest.mark.parametrize(("broken", "reason", "remedies"), REFUSALS, ids=[r[1] for r in REFUSALS])
def test_refuses_with_a_reason_and_remedies(
    broken: Graph, reason: str, remedies: list[str]
) -> None:
    problem = refusal(broken, "lstm")
    assert reason in str(problem.reason)
    assert labels(problem) == remedies
    for label in remedies:
        assert mended(broken, problem, label).facts["lstm"].is_settled, label


@pytest.mark.parametrize("kind", KINDS)
def test_unknown_lengths_are_carried(kind: str) -> None:
    params = {"units": 4, "bidirectional": "concat", "return_sequences": True}
    facts = check(row(source(None, 3), (kind, params))).facts[kind]
    assert str(facts.outputs["output"]) == "T×8"
    assert str(facts.outputs["state_h"]) == "8"


def test_a_state_goes_on_into_another_layer() -> None:
    two = graph(
        {
            "x": node("input", shape=[6, 3]),
            "first": node("lstm", units=4, bidirectional="sum"),
            "second": node("lstm", units=8),
        },
        [
            ("x.output", "first.input"),
            ("x.output", "second.input"),
            ("first.state_h", "second.initial_h"),
            ("first.state_c", "second.initial_c"),
        ],
    )
    assert not check(two).problems_of("second")
    assert check(two).facts["second"].is_settled


@pytest.mark.parametrize("unit_forget_bias", [True, False])
def test_forget_gate_starts_open(unit_forget_bias: bool) -> None:
    params = {
        "units": 3,
        "unit_forget_bias": unit_forget_bias,
        "bidirectional": "sum",
        "bias_initializer": {"kind": "random_normal", "params": {"mean": 5.0}},
    }
    plan = plan_graph(row(source(6, 2), ("lstm", params)), for_training=False)
    weights, _ = Program(plan).init(0)
    for way in ("forward_bias", "backward_bias"):
        bias = np.asarray(weights["lstm"][way]).reshape(4, 3)
        assert np.all(bias[1] == 1.0) == unit_forget_bias
        assert np.all(bias[[0, 2, 3]] > 4.0)


def test_script_starts_the_forget_gate_open() -> None:
    whole = graph(
        {
            "digits": node("digits"),
            "rows": node("reshape", target_shape=[28, 28]),
            "lstm": node("lstm", units=3),
            "scores": node("dense", units=10, activation="softmax"),
            "loss": node("categorical_crossentropy"),
            "sgd": node("sgd"),
        },
        [
            ("digits.image", "rows.input"),
            ("rows.output", "lstm.input"),
            ("lstm.output", "scores.input"),
            *judged("scores", "digits.label", "loss"),
            ("loss.loss", "sgd.loss"),
        ],
    )
    assert '"bias": zeros(key_of(seed, "init/lstm/bias"), (12,)).at[3:6].set(1.0),' in export_jax(
        whole
    )


def test_cost_counts_the_kernels_at_each_step() -> None:
    facts = check(row(source(6, 2), ("gru", {"units": 3, "bidirectional": "sum"}))).facts["gru"]
    kernels = 2 * 9 + 3 * 9
    assert facts.flops == 2 * 6 * 2 * kernels
    assert facts.weight_count == 2 * (kernels + 2 * 9)
