"""Which masks reach which calls, and what the program makes of them."""

from dataclasses import replace

import jax
import numpy as np
import pytest

from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.compile.program import Program
from hornstudio.engine.graph import Graph
from tests.engine.sample_graph import chain, graph, judged, node


def tagger(mask_zero: bool = True, **extra: object) -> Graph:
    """A class for each step of a sequence of ids."""
    return graph(
        {
            "ids": node("input", shape=[4], dtype="int32"),
            "tags": node("input", shape=[4], dtype="int32"),
            "table": node("embedding", input_dim=5, output_dim=3, mask_zero=mask_zero),
            "hidden": node("dense", units=3),
            "out": node("dense", units=2, activation="softmax"),
            "loss": node("categorical_crossentropy"),
            "hits": node("accuracy"),
            "sgd": node("sgd"),
        },
        [
            ("ids.output", "table.input"),
            *chain("table", "hidden", "out"),
            *judged("out", "tags.output", "loss", "hits"),
            ("loss.loss", "sgd.loss"),
        ],
    )


def test_a_mask_goes_on_under_the_name_of_its_maker() -> None:
    plan = plan_graph(tagger(), for_training=False)
    assert {c.node: c.masks for c in plan.layers} == {
        "table": (("",),),
        "hidden": (("table",),),
        "out": (("table",),),
    }
    assert [c.node for c in plan.layers if c.makes_mask] == ["table"]
    assert plan.losses[0].masks == (("table",), ("",), ())


def test_without_a_maker_nothing_is_masked() -> None:
    plan = plan_graph(tagger(mask_zero=False), for_training=False)
    assert not any(mask for c in plan.layers for port in c.masks for mask in port)


def test_a_module_that_drops_masks_ends_them() -> None:
    whole = tagger()
    flat = graph(
        {**dict(whole.nodes.items()), "hidden": node("reshape", target_shape=[4, 3])},
        [(w.source, w.target) for w in whole.wires],
    )
    assert plan_graph(flat, for_training=False).losses[0].masks == (("",), ("",), ())


def test_a_layer_over_time_sees_no_mask_and_hands_it_on() -> None:
    whole = tagger()
    steps = replace(node("softmax"), over_time=True)
    many = graph({**whole.nodes, "hidden": steps}, [(w.source, w.target) for w in whole.wires])
    plan = plan_graph(many, for_training=False)
    assert {c.node: c.masks for c in plan.layers}["hidden"] == (("",),)
    assert plan.losses[0].masks == (("table",), ("",), ())


def test_masked_steps_count_neither_in_the_loss_nor_in_a_metric() -> None:
    program = Program(plan_graph(tagger(), for_training=False))
    weights, state = program.init(0)
    rng = np.random.default_rng(0)
    ids = np.array([[1, 2, 0, 0], [3, 4, 1, 0]], np.int32)
    tags = rng.integers(0, 2, ids.shape).astype(np.int32)
    batch = {"ids.output": ids, "tags.output": tags}
    tensors, _ = program.forward(weights, state, batch, training=False)
    _, sums = program.measure(weights, tensors)
    out = np.asarray(tensors["out.output"])
    kept = ids != 0
    surprise = -np.log(np.take_along_axis(out, tags[..., None], axis=-1)[..., 0])
    wanted = surprise[kept].mean()
    assert float(sums["loss"]["total"] / sums["loss"]["count"]) == pytest.approx(wanted, rel=1e-5)
    assert float(sums["hits"]["count"]) == kept.sum()
    assert float(sums["hits"]["total"]) == (out.argmax(-1) == tags)[kept].sum()
    gradient = jax.grad(lambda w: program.measure(w, program.forward(
        w, state, batch, training=True, key=jax.random.key(0))[0])[0])(weights)  # fmt: skip
    assert np.abs(gradient["table"]["embeddings"][0]).sum() == 0.0


def two_tables(**params: bool) -> Graph:
    """The same ids in two tables, of which each may leave zeros out, put together twice."""
    tables = {
        name: node("embedding", input_dim=5, output_dim=3, mask_zero=params.get(name, False))
        for name in ("one", "other")
    }
    return graph(
        {
            "ids": node("input", shape=[4], dtype="int32"),
            **tables,
            "product": node("multiply"),
            "both": node("concatenate"),
        },
        [
            *(("ids.output", f"{name}.input") for name in tables),
            *(
                (f"{name}.output", f"{into}.inputs")
                for into in ("product", "both")
                for name in tables
            ),
        ],
    )


def test_merging_carries_on_what_all_or_any_bring() -> None:
    def makers(**params: bool) -> list[str]:
        layers = plan_graph(two_tables(**params), for_training=False).layers
        return [c.node for c in layers if c.makes_mask and c.node in ("product", "both")]

    assert makers() == []
    assert makers(one=True) == makers(other=True) == ["both"]
    assert makers(one=True, other=True) == ["product", "both"]


def test_where_an_initial_state_comes_in_no_mask_is_seen_but_it_goes_on() -> None:
    whole = graph(
        {
            "ids": node("input", shape=[4], dtype="int32"),
            "h": node("input", shape=[3]),
            "table": node("embedding", input_dim=5, output_dim=3, mask_zero=True),
            "reader": node("gru", units=3, return_sequences=True),
            "mean": node("global_average_pooling1d"),
        },
        [
            ("ids.output", "table.input"),
            *chain("table", "reader", "mean"),
            ("h.output", "reader.initial_h"),
        ],
    )
    masks = {c.node: c.masks for c in plan_graph(whole, for_training=False).layers}
    assert masks["reader"] == (("",), ("",))
    assert masks["mean"] == (("table",),)
