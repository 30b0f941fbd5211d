"""The loops of training and evaluation, independent of any model. Exported code quotes them."""

import functools
import zlib

import numpy as np

from hornstudio.engine.lazy import jax, jnp, lax

EVALUATION_BATCH = 500
"""Samples in one step of an evaluation; it divides the usual test sets."""
EVALUATION_BYTES = 32 << 20
"""The most that they may take: of large samples there are fewer in a step."""


def key_of(seed, purpose):
    """Random key for one purpose, so that no two uses of randomness share numbers."""
    return jax.random.fold_in(jax.random.key(seed), zlib.crc32(purpose.encode()) >> 1)


def node_key(key, node):
    """Random key of one node within a step; None where nothing random is wanted."""
    return None if key is None else jax.random.fold_in(key, zlib.crc32(node.encode()) >> 1)


def at_every_step(layer, x):
    """A layer on each step of a sequence by itself. Shapes: x [B, T, ...] -> [B, T, ...]."""
    return jax.vmap(layer, in_axes=1, out_axes=1)(x)


def at_every_step_randomly(layer, x, key):
    """The same for a layer that takes a random key: each step gets one of its own."""
    if key is None:
        return at_every_step(functools.partial(layer, key=None), x)
    keys = jax.random.split(key, x.shape[1])
    return jax.vmap(lambda step, key: layer(step, key=key), (1, 0), 1)(x, keys)


def tensor_of_all(compute, data):
    """What `compute` gives for every sample, in order, as one array on the host."""
    return np.concatenate([np.asarray(compute(take())) for take in evaluation_batches(data)])


def evaluation_batches(data):
    """What gives the samples of each step of an evaluation, in order, when it is called."""
    count = len(next(iter(data.values())))
    bytes_each = sum(array.nbytes for array in data.values()) // max(1, count)
    size = max(1, min(EVALUATION_BATCH, EVALUATION_BYTES // max(1, bytes_each)))

    def take(first):
        return {name: array[first : first + size] for name, array in data.items()}

    return [functools.partial(take, first) for first in range(0, count, size)]


def epoch_rows(count, batch_size, seed, epoch):
    """Row numbers of each batch of an epoch, shuffled.

    Returns a list of int32 arrays [steps, size]: all full batches, then the rest as one step.
    """
    rng = np.random.default_rng([seed, zlib.crc32(b"shuffle"), epoch])
    order = rng.permutation(count).astype(np.int32)
    full = count // batch_size * batch_size
    parts = [order[:full].reshape(-1, batch_size), order[full:].reshape(1, -1)]
    return [part for part in parts if part.size]


def run_steps(step, carry, log, data, rows, key, first, count):
    """Take `count` training steps from step `first` on, in one dispatch.

    carry: weights, state and optimizer state. log: arrays [steps, ...], in which each step
    leaves its sums. data: arrays [samples, ...] by name. rows [steps, size]: the samples of
    each step. key: random key of the epoch; each step derives its own.
    """

    def body(i, loop):
        carry, log = loop
        batch = {
            name: jnp.take(array, rows[i], axis=0, mode="clip") for name, array in data.items()
        }
        carry, sums = step(carry, batch, jax.random.fold_in(key, i))
        log = jax.tree.map(lambda values, value: values.at[i].set(value), log, sums)
        return carry, log

    return lax.fori_loop(first, first + count, body, (carry, log))


def empty_log(step, carry, data, rows, key):
    """Zeros in which `run_steps` leaves the sums of each step."""
    batch = {name: array[rows[0]] for name, array in data.items()}
    _, sums = jax.eval_shape(step, carry, batch, key)
    return jax.tree.map(lambda s: jnp.zeros((len(rows), *s.shape), s.dtype), sums)


def add_up(parts):
    """Sums over all steps, added in double precision. parts: trees of arrays [steps, ...]."""

    def total(*logs):
        return sum(np.asarray(log, np.float64).sum(axis=0) for log in logs)

    return jax.tree.map(total, *parts)


def evaluate(measure, weights, state, data):
    """Sums of losses and metrics over all samples, in order."""
    makers = evaluation_batches(data)
    parts = [jax.device_get(measure(weights, state, take())) for take in makers]
    return add_up([jax.tree.map(lambda x: x[None], sums) for sums in parts])
