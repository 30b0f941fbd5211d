"""What a person who knows JAX and an accelerator writes for a large model, in bfloat16.

Weights are float32; sums, normalization and what is judged are, too. Attention is the vendor's own
kernel where there is one.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, Literal

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jax import lax

from training.turns import Turns
from training.workload import Sizes, Workload

Arrays = dict[str, jax.Array]
Shapes = dict[str, tuple[int, ...]]
KEPT = 0.99
CHUNK = 10


def short(x: jax.Array) -> jax.Array:
    return x.astype(jnp.bfloat16)


def dense(w: Arrays, name: str, x: jax.Array) -> jax.Array:
    return x @ short(w[name]) + short(w[f"{name}_bias"])


def layer_normal(w: Arrays, name: str, x: jax.Array) -> jax.Array:
    x = x.astype(jnp.float32)
    mean, variance = x.mean(-1, keepdims=True), x.var(-1, keepdims=True)
    return short((x - mean) * lax.rsqrt(variance + 1e-3) * w[f"{name}_gain"] + w[f"{name}_bias"])


def attention(w: Arrays, name: str, x: jax.Array, heads: int) -> jax.Array:
    parts = (dense(w, f"{name}_{part}", x) for part in ("query", "key", "value"))
    query, key, value = (part.reshape(*x.shape[:2], heads, -1) for part in parts)
    kernel: Literal["cudnn"] | None = "cudnn" if jax.default_backend() == "gpu" else None
    seen = jax.nn.dot_product_attention(query, key, value, implementation=kernel)
    return dense(w, f"{name}_output", seen.reshape(x.shape))


def transformer(sizes: Sizes, w: Arrays, state: Arrays, ids: jax.Array) -> tuple[jax.Array, Arrays]:
    x = short(w["tokens"][ids] + w["places"])
    for i in range(sizes.blocks):
        x = x + attention(w, f"attention{i}", layer_normal(w, f"first{i}", x), sizes.heads)
        y = jax.nn.gelu(dense(w, f"wide{i}", layer_normal(w, f"second{i}", x)), approximate=False)
        x = x + dense(w, f"narrow{i}", y)
    mean = layer_normal(w, "last", x).astype(jnp.float32).mean(1)
    return mean @ w["out"] + w["out_bias"], state


def transformer_shapes(sizes: Sizes) -> Shapes:
    wide = (sizes.width, sizes.width)
    found: Shapes = {"tokens": (sizes.tokens, sizes.width), "places": (sizes.length, sizes.width)}
    for i in range(sizes.blocks):
        parts = ("query", "key", "value", "output")
        found |= {f"attention{i}_{part}": wide for part in parts}
        found |= {f"wide{i}": (sizes.width, sizes.wide), f"narrow{i}": (sizes.wide, sizes.width)}
    found["out"] = (sizes.width, 10)
    biases: Shapes = {
        f"{n}_bias": shape[-1:] for n, shape in found.items() if n not in ("tokens", "places")
    }
    normal = [f"{n}{i}" for n in ("first", "second") for i in range(sizes.blocks)] + ["last"]
    scaled: Shapes = {f"{n}_{p}": (sizes.width,) for n in normal for p in ("gain", "bias")}
    return found | biases | scaled


def normal(w: Arrays, state: Arrays, name: str, x: jax.Array) -> jax.Array:
    """Batch normalization; what it keeps of mean and variance is put into the state."""
    wide = x.astype(jnp.float32)
    mean, variance = wide.mean((0, 1, 2)), wide.var((0, 1, 2))
    for part, now in (("mean", mean), ("variance", variance)):
        state[f"{name}_{part}"] = KEPT * state[f"{name}_{part}"] + (1 - KEPT) * now
    gain = lax.rsqrt(variance + 1e-3) * w[f"{name}_gain"]
    return short((wide - mean) * gain + w[f"{name}_bias"])


def convolved(w: Arrays, state: Arrays, name: str, x: jax.Array, stride: int) -> jax.Array:
    order = ("NHWC", "HWIO", "NHWC")
    y = lax.conv_general_dilated(
        x, short(w[name]), (stride, stride), "SAME", dimension_numbers=order
    )
    return normal(w, state, name, y)


def resnet(sizes: Sizes, w: Arrays, state: Arrays, x: jax.Array) -> tuple[jax.Array, Arrays]:
    state = dict(state)
    x = jax.nn.relu(convolved(w, state, "start", short(x), 1))
    for i, (filters, stride) in enumerate(sizes.stages()):
        y = jax.nn.relu(convolved(w, state, f"one{i}", x, stride))
        y = convolved(w, state, f"two{i}", y, 1)
        if x.shape[-1] != filters:
            x = convolved(w, state, f"around{i}", x, stride)
        x = jax.nn.relu(x + y)
    return x.astype(jnp.float32).mean((1, 2)) @ w["out"] + w["out_bias"], state


def resnet_shapes(sizes: Sizes) -> Shapes:
    channels = sizes.filters[0]
    found: Shapes = {"start": (3, 3, 3, channels)}
    for i, (filters, _) in enumerate(sizes.stages()):
        found |= {f"one{i}": (3, 3, channels, filters), f"two{i}": (3, 3, filters, filters)}
        if channels != filters:
            found[f"around{i}"] = (1, 1, channels, filters)
        channels = filters
    parts = {f"{n}_{p}": shape[-1:] for n, shape in found.items() for p in ("gain", "bias")}
    return found | parts | {"out": (channels, 10), "out_bias": (10,)}


Model = Callable[[Sizes, Arrays, Arrays, jax.Array], tuple[jax.Array, Arrays]]
MODELS: dict[str, tuple[Model, Callable[[Sizes], Shapes]]] = {
    "transformer": (transformer, transformer_shapes),
    "resnet": (resnet, resnet_shapes),
}


def start(shapes: Shapes) -> tuple[Arrays, Arrays]:
    """Weights; and of what is normalized by the batch, mean and variance."""
    draw = jax.nn.initializers.glorot_uniform()
    keys = jax.random.split(jax.random.key(0), len(shapes))
    weights: Arrays = {}
    state: Arrays = {}
    for (name, shape), key in zip(shapes.items(), keys, strict=True):
        weights[name] = draw(key, shape) if len(shape) > 1 else jnp.zeros(shape)
        if name.endswith("_gain"):
            weights[name] = jnp.ones(shape)
            stem = name.removesuffix("_gain")
            state |= {f"{stem}_mean": jnp.zeros(shape), f"{stem}_variance": jnp.ones(shape)}
    return weights, state


def run(work: Workload, x: np.ndarray, y: np.ndarray, epochs: int, turns: Turns) -> None:
    model, shapes = MODELS[work.builder]
    weights, state = start(shapes(work.sizes))
    is_resnet = work.builder == "resnet"
    optimizer = optax.sgd(work.rate, 0.9) if is_resnet else optax.adam(work.rate)
    carry = (weights, state, optimizer.init(weights))
    inputs, targets = jax.device_put(x), jax.device_put(y)

    def loss_of(w: Arrays, state: Arrays, rows: jax.Array) -> Any:
        out, state = model(work.sizes, w, state, inputs[rows])
        loss = optax.softmax_cross_entropy_with_integer_labels(out, targets[rows]).mean()
        return loss, (state, jnp.sum(jnp.argmax(out, -1) == targets[rows]))

    def step(carry: Any, rows: jax.Array) -> Any:
        w, state, memory = carry
        judged, slopes = jax.value_and_grad(loss_of, has_aux=True)(w, state, rows)
        loss, (state, rights) = judged
        changes, memory = optimizer.update(slopes, memory, w)
        return (optax.apply_updates(w, changes), state, memory), (loss, rights)

    @partial(jax.jit, donate_argnums=0)
    def run_chunk(carry: Any, rows: Any) -> Any:
        carry, (losses, rights) = lax.scan(step, carry, rows)
        return carry, losses.sum(), rights.sum()

    rng = np.random.default_rng(0)
    for _ in range(epochs):
        turns.begin()
        loss, right = 0.0, 0
        order = rng.permutation(work.samples).astype(np.int32).reshape(-1, CHUNK, work.batch)
        for rows in order:
            carry, losses, rights = run_chunk(carry, rows)
            loss, right = loss + float(losses), right + int(rights)
        turns.end(loss=loss / work.steps, accuracy=right / work.samples)
