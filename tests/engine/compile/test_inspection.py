"""Looking into a step: the figures are those of the step, and nothing changes."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from hornstudio.engine.compile import halves
from hornstudio.engine.compile.inspection import Inspection, dead_share, is_rectifying
from hornstudio.engine.compile.live import LiveProgram
from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.compile.program import Program
from tests.engine import sample_graph
from tests.engine.compile.test_program import batch_of, small
from tests.engine.sample_graph import node

KEY = jax.random.key(1)


@pytest.fixture(scope="module")
def looked() -> tuple:
    """A program of dense, relu and a frozen dial; its carry, and the figures of its first step."""
    program = Program(plan_graph(small(node("dense", units=5), "relu", sgd=node("adam"))))
    carry, batch = program.start(0), batch_of(program)
    figures = jax.jit(Inspection(program).look)(carry, batch, KEY)
    return program, carry, batch, figures


def test_activations_are_those_of_the_forward_pass(looked) -> None:
    program, carry, batch, figures = looked
    tensors, _ = program.forward(carry["weights"], carry["state"], batch, training=True, key=KEY)
    for name in ("mean", "dense", "relu", "out"):
        x = np.asarray(tensors[f"{name}.output"])
        assert float(figures["nodes"][name]["mean"]) == pytest.approx(x.mean(), rel=1e-5, abs=1e-7)
        assert float(figures["nodes"][name]["spread"]) == pytest.approx(x.std(), rel=1e-4)
    dead = (np.asarray(tensors["relu.output"]) == 0).all(axis=0).mean()
    assert float(figures["nodes"]["relu"]["dead"]) == pytest.approx(dead)
    assert "dead" not in figures["nodes"]["out"]


def test_gradients_and_updates_are_those_of_the_step(looked) -> None:
    program, carry, batch, figures = looked

    def loss(weights):
        tensors, _ = program.forward(weights, carry["state"], batch, training=True, key=KEY)
        return program.measure(weights, tensors)[0]

    slopes = jax.grad(loss)(carry["weights"])
    after, _ = jax.jit(program.step)(carry, batch, KEY)

    def length(tree):
        return float(np.sqrt(sum(np.sum(np.square(x)) for x in jax.tree.leaves(tree))))

    change = jax.tree.map(lambda a, b: a - b, after["weights"], carry["weights"])
    for name in ("dense", "out"):
        found = figures["nodes"][name]
        assert float(found["gradient_norm"]) == pytest.approx(length(slopes[name]), rel=1e-4)
        assert float(found["weight_norm"]) == pytest.approx(length(carry["weights"][name]))
        ratio = length(change[name]) / length(carry["weights"][name])
        assert float(found["update_ratio"]) == pytest.approx(ratio, rel=1e-3)
    assert float(figures["overall"]["gradient_norm"]) == pytest.approx(length(slopes), rel=1e-4)


def test_a_step_that_goes_in_halves_is_looked_into_too(looked, monkeypatch) -> None:
    program, carry, batch, figures = looked
    monkeypatch.setattr(halves, "_LARGE", 0)
    stretches = halves.stretches_of(program.plan.layers, len(next(iter(batch.values()))))
    assert any(has_halves for has_halves, _ in stretches)
    again = jax.jit(Inspection(program).look)(carry, batch, KEY)
    for one, other in zip(jax.tree.leaves(again), jax.tree.leaves(figures), strict=True):
        assert float(one) == pytest.approx(float(other), rel=1e-4, abs=1e-7)


def test_the_gradient_on_a_wire_is_that_of_its_tensor(looked) -> None:
    program, carry, batch, figures = looked
    tensors, _ = program.forward(carry["weights"], carry["state"], batch, training=True, key=KEY)
    scores = tensors["out.output"]

    def loss(x):
        return program.measure(carry["weights"], {**tensors, "out.output": x})[0]

    expected = float(jnp.linalg.norm(jax.grad(loss)(scores)))
    assert float(figures["wires"]["out.output"]) == pytest.approx(expected, rel=1e-4)
    assert set(figures["wires"]) == {f"{n}.output" for n in ("mean", "dense", "relu", "out")}


@pytest.mark.parametrize("name", ["convolutional", "two_in_two_out"])
def test_any_graph_can_be_looked_into_also_with_dials(name: str) -> None:
    program = LiveProgram(plan_graph(sample_graph.ALL[name]()))
    carry = program.form() | {"dials": program.numbers()}
    figures = jax.eval_shape(Inspection(program).look, carry, batch_of(program), KEY)
    assert figures["overall"]["update_ratio"].shape == ()
    assert len(figures["nodes"]) > 3


def test_units_are_dead_where_the_whole_batch_gives_0() -> None:
    x = jnp.array([[0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 0.0, 2.0]])
    assert float(dead_share(x)) == 0.5
    assert float(dead_share(x.reshape(1, 2, 4))) == 0.5


def test_which_layers_rectify_follows_from_their_maths() -> None:
    leaky = {"kind": "relu", "params": {"negative_slope": 0.1}}
    kinds = [node("dense", units=2, activation="relu"), node("relu6"), node("elu")]
    plan = plan_graph(small(*kinds))
    assert [is_rectifying(c, plan) for c in plan.layers] == [False, True, True, False, False]
    plan = plan_graph(small(node("dense", units=2, activation=leaky)))
    assert not is_rectifying(plan.layers[1], plan)
