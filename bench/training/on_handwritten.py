"""What a person who knows JAX writes for a small model: a scan over chunks of batches."""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

from training import large_by_hand
from training.turns import Turns
from training.workload import Workload

CHUNKS = 15
Weights = dict[str, jax.Array]


def dense(w: Weights, name: str, x: jax.Array) -> jax.Array:
    return x @ w[name] + w[f"{name}_bias"]


def seed_mlp(w: Weights, x: jax.Array, key: jax.Array) -> jax.Array:
    x = x.reshape(len(x), -1)
    return dense(w, "out", jax.nn.relu(dense(w, "hidden", x)))


def mnist_cnn(w: Weights, x: jax.Array, key: jax.Array) -> jax.Array:
    x = halved(jax.nn.relu(convolved(x, w["first"]) + w["first_bias"]))
    x = halved(jax.nn.relu(convolved(x, w["second"]) + w["second_bias"]))
    x = x.reshape(len(x), -1)
    x = jnp.where(jax.random.bernoulli(key, 0.5, x.shape), 2.0 * x, 0.0)
    return dense(w, "out", x)


def convolved(x: jax.Array, kernel: jax.Array) -> jax.Array:
    """As a product of matrices, which a CPU is far better at than at XLA's convolution."""
    height, width = x.shape[1] - 2, x.shape[2] - 2
    seen = [x[:, i : i + height, j : j + width] for i in range(3) for j in range(3)]
    return jnp.concatenate(seen, -1) @ kernel.reshape(-1, kernel.shape[-1])


def halved(x: jax.Array) -> jax.Array:
    height, width = x.shape[1] // 2, x.shape[2] // 2
    x = x[:, : 2 * height, : 2 * width]
    return x.reshape(len(x), height, 2, width, 2, -1).max((2, 4))


def tabular(w: Weights, x: jax.Array, key: jax.Array) -> jax.Array:
    for name in ("first", "second", "third"):
        x = jax.nn.relu(dense(w, name, x))
    return dense(w, "out", x)


def wide_mlp(w: Weights, x: jax.Array, key: jax.Array) -> jax.Array:
    x = x.reshape(len(x), -1)
    for name in ("first", "second"):
        x = jax.nn.relu(dense(w, name, x))
    return dense(w, "out", x)


MODELS: dict[str, tuple[Callable[..., jax.Array], dict[str, tuple[int, ...]]]] = {
    "seed_mlp": (seed_mlp, {"hidden": (784, 64), "out": (64, 10)}),
    "mnist_cnn": (
        mnist_cnn,
        {"first": (3, 3, 1, 32), "second": (3, 3, 32, 64), "out": (1600, 10)},
    ),
    "tabular": (
        tabular,
        {"first": (40, 256), "second": (256, 256), "third": (256, 256), "out": (256, 1)},
    ),
    "wide_mlp": (wide_mlp, {"first": (784, 1024), "second": (1024, 1024), "out": (1024, 10)}),
}


def start(shapes: dict[str, tuple[int, ...]]) -> Weights:
    draw = jax.nn.initializers.glorot_uniform()
    keys = jax.random.split(jax.random.key(0), len(shapes))
    weights = {n: draw(k, shape) for (n, shape), k in zip(shapes.items(), keys, strict=True)}
    return weights | {f"{n}_bias": jnp.zeros(shape[-1]) for n, shape in shapes.items()}


def judge(out: jax.Array, y: jax.Array) -> tuple[jax.Array, jax.Array]:
    """The loss, and how many answers are right."""
    if y.ndim == 2:
        return jnp.mean(jnp.square(out - y)), jnp.zeros(())
    loss = optax.softmax_cross_entropy_with_integer_labels(out, y).mean()
    return loss, jnp.sum(jnp.argmax(out, -1) == y)


def run(work: Workload, x: np.ndarray, y: np.ndarray, epochs: int, turns: Turns) -> None:
    if work.builder in large_by_hand.MODELS:
        large_by_hand.run(work, x, y, epochs, turns)
        return
    model, shapes = MODELS[work.name]
    weights = start(shapes)
    optimizer = optax.sgd(work.rate) if work.name == "seed_mlp" else optax.adam(work.rate)
    carry = (weights, optimizer.init(weights))
    inputs, targets = jax.device_put(x), jax.device_put(y)

    def loss_of(w: Weights, batch: jax.Array, key: jax.Array) -> Any:
        return judge(model(w, inputs[batch], key), targets[batch])

    def step(carry: Any, now: Any) -> Any:
        w, memory = carry
        told, slopes = jax.value_and_grad(loss_of, has_aux=True)(w, *now)
        changes, memory = optimizer.update(slopes, memory, w)
        return (optax.apply_updates(w, changes), memory), told

    @jax.jit
    def run_chunk(carry: Any, rows: Any, key: Any) -> Any:
        carry, (losses, rights) = jax.lax.scan(
            step, carry, (rows, jax.random.split(key, len(rows)))
        )
        return carry, losses.sum(), rights.sum()

    rng = np.random.default_rng(0)
    for epoch in range(epochs):
        turns.begin()
        loss, right = 0.0, 0
        order = rng.permutation(work.samples).astype(np.int32).reshape(work.steps, work.batch)
        key = jax.random.key(epoch)
        for i, rows in enumerate(np.array_split(order, min(CHUNKS, work.steps // 4))):
            carry, losses, rights = run_chunk(carry, rows, jax.random.fold_in(key, i))
            loss, right = loss + float(losses), right + int(rights)
        turns.end(loss=loss / work.steps, accuracy=right / work.samples)
