"""Shapes, weights and refusals of attention."""

from typing import Any

import jax
import numpy as np
import pytest

from hornstudio.engine.check import check
from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.compile.program import Program
from hornstudio.engine.graph import Graph, Wire
from tests.engine.modules.refusal import expect_refusal
from tests.engine.sample_graph import graph, node

MULTI, GROUP = "multi_head_attention", "group_query_attention"
Shape = list[Any]


def into(kind: str, params: dict[str, Any], query: Shape, **ports: Shape) -> Graph:
    """A node called `it`, with a free input for each port, named after it."""
    shapes = {"query": query, **ports}
    nodes = {name: node("input", shape=shape) for name, shape in shapes.items()}
    wires = [(f"{name}.output", f"it.{name}") for name in shapes]
    return graph({**nodes, "it": node(kind, **params)}, wires)


REFUSALS: list[tuple[Graph, str, list[str]]] = [
    (into("attention", {}, [6]), "gets 6; needs a sequence", ["Insert Reshape to 6×1"]),
    (into("attention", {}, [4, 3, 2]), "gets 4×3×2; needs", ["Insert Reshape to 4×6"]),
    (
        into("attention", {}, [4, 6], value=[5, 3]),
        "gets 5×3; needs 6 features, as the query 4×6 has",
        ["Insert Dense with 6 units"],
    ),
    (
        into("additive_attention", {}, [4, 6], value=[5, 3], key=[5, 7]),
        "gets 5×7; needs 6 features",
        ["Insert Dense with 6 units"],
    ),
    (
        into("attention", {}, [4, 6], value=[5, 6], key=[4, 6]),
        "gets 4×6; the value is 5×6; need a key for each value",
        ["Remove the wire"],
    ),
    (into("additive_attention", {}, [4, None]), "dimension 2 of 4×T is unknown", []),
    (into(MULTI, {}, [4, None]), "dimension 2 of 4×T is unknown", []),
    (
        into(MULTI, {}, [4, 2, 6], value=[4, 6]),
        "gets 4×6; the query is 4×2×6; need the same dimensions",
        ["Remove the wire"],
    ),
    (
        into(MULTI, {"attention_axes": [2]}, [4, 2, 6], value=[3, 2, 6]),
        "gets 3×2×6; the query is 4×2×6",
        ["Remove the wire"],
    ),
    (
        into(MULTI, {"attention_axes": [1, -2]}, [4, 6]),
        "attention_axes is 1, -2; need axes of the query 4×6",
        ["Set attention_axes to none"],
    ),
    (
        into(MULTI, {"attention_axes": [-1]}, [4, 6]),
        "the features, 2",
        ["Set attention_axes to none"],
    ),
    (
        into(MULTI, {"use_causal_mask": True}, [4, 2, 6]),
        "use_causal_mask goes by the order of steps",
        ["Set attention_axes to 1", "Set use_causal_mask to false"],
    ),
    (
        into(MULTI, {"attention_axes": [2], "sliding_window": 2}, [4, 2, 6]),
        "sliding_window goes by the order",
        ["Set attention_axes to 1", "Set sliding_window to none"],
    ),
    (
        into(MULTI, {}, [4, 6], value=[5, 6], attention_mask=[20]),
        "gets 20; needs 4×5: for each query",
        ["Insert Reshape to 4×5", "Remove the wire"],
    ),
    (into(GROUP, {}, [4, 6], attention_mask=[3, 4, 4]), "gets 3×4×4", ["Remove the wire"]),
    (
        into(GROUP, {"num_query_heads": 6, "num_key_value_heads": 4}, [4, 6]),
        "num_query_heads is 6, which num_key_value_heads, 4, does not divide",
        ["Set num_key_value_heads to 3"],
    ),
    (
        into(GROUP, {}, [4, 6], value=[5, 3]),
        "gets 5×3; needs 6 features",
        ["Insert Dense with 6 units"],
    ),
]


@pytest.mark.parametrize(("broken", "reason", "remedies"), REFUSALS, ids=[r[1] for r in REFUSALS])
def test_refuses_with_a_reason_and_remedies(
    broken: Graph, reason: str, remedies: list[str]
) -> None:
    expect_refusal(broken, "it", reason, remedies)


@pytest.mark.parametrize(
    ("kind", "output", "scores"),
    [
        ("attention", "T×6", "T×T"),
        ("additive_attention", "T×6", "T×T"),
        (MULTI, "T×6", "4×T×T"),
        (GROUP, "T×6", "4×T×T"),
    ],
)
def test_lengths_may_be_unknown(kind: str, output: str, scores: str) -> None:
    facts = check(into(kind, {}, [None, 6])).facts["it"]
    assert [str(spec) for spec in facts.outputs.values()] == [output, scores]


def test_a_mask_may_differ_by_head_and_be_the_same_for_all_queries() -> None:
    for mask in ([4, 5], [1, 5], [2, 4, 5], [1, 4, 1], [None, None]):
        broken = into(MULTI, {"num_heads": 2}, [4, 6], value=[5, 6], attention_mask=mask)
        assert check(broken).facts["it"].is_settled, mask


def test_kernels_start_by_what_a_unit_takes_in_and_gives_out() -> None:
    params = {"num_heads": 8, "key_dim": 4, "output_shape": [3, 5]}
    weights = check(into(MULTI, params, [4, 100])).facts["it"].weights
    drawn = {a.name: (a.shape, a.drawn_as) for a in weights if a.name.endswith("kernel")}
    assert drawn["query_kernel"] == ((100, 8, 4), (100, 32))
    assert drawn["output_kernel"] == ((8, 4, 3, 5), (32, 15))
    assert [a.shape for a in weights if a.name == "output_bias"] == [(3, 5)]


def given(whole: Graph, batch: dict[str, np.ndarray]) -> Any:
    """What the node gives by its first output."""
    program = Program(plan_graph(whole, for_training=False))
    weights, state = program.init(0)
    return program.forward(weights, state, batch, training=False)[0]["it.output"]


@pytest.mark.parametrize("kind", [MULTI, GROUP])
def test_a_query_that_sees_nothing_gives_the_mean_or_nothing_where_scores_are_taken(
    kind: str,
) -> None:
    whole = into(kind, {"use_bias": False}, [4, 6], attention_mask=[4, 4])
    rng = np.random.default_rng(0)
    x = rng.normal(size=(2, 4, 6)).astype(np.float32)
    batch = {"query.output": x, "attention_mask.output": np.zeros((2, 4, 4), np.float32)}
    mean = given(whole, batch)
    assert float(np.abs(mean).min()) > 0
    np.testing.assert_allclose(mean, np.repeat(mean[:, :1], 4, axis=1), rtol=1e-5)
    looked_at = graph(
        {**whole.nodes, "seen": node("flatten")},
        [*(tuple(w) for w in whole.wires), ("it.scores", "seen.input")],
    )
    assert float(np.abs(given(looked_at, batch)).max()) == 0.0


def test_a_sequence_that_looks_at_itself_is_the_same_wired_three_times() -> None:
    whole = into(MULTI, {}, [4, 6])
    wires = (*whole.wires, *(Wire("query.output", f"it.{port}") for port in ("value", "key")))
    x = np.asarray(jax.random.normal(jax.random.key(0), (2, 4, 6)))
    alone = given(whole, {"query.output": x})
    thrice = graph(dict(whole.nodes), [tuple(w) for w in wires])
    np.testing.assert_array_equal(alone, given(thrice, {"query.output": x}))


def test_cost_counts_projections_and_pairs() -> None:
    facts = check(into(MULTI, {"num_heads": 2, "key_dim": 3}, [4, 6], value=[5, 7])).facts["it"]
    projections = 2 * (4 * 6 * 6 + 5 * 7 * 6 + 5 * 7 * 6 + 4 * 6 * 6)
    assert facts.flops == projections + 2 * 2 * 4 * 5 * 6
