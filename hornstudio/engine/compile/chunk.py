"""The loop of training over samples that arrive in chunks, instead of lying on the device."""

from hornstudio.engine.lazy import jax, lax


def run_chunk(step, carry, log, chunk, key, first, count):
    """As `loop.run_steps`, for steps whose samples are at hand, in the order of the steps.

    chunk: arrays [steps, size, ...] by name; step i finds its samples at i modulo these steps.
    """

    def body(i, loop):
        carry, log = loop
        batch = {
            name: lax.dynamic_index_in_dim(array, i % len(array), keepdims=False)
            for name, array in chunk.items()
        }
        carry, sums = step(carry, batch, jax.random.fold_in(key, i))
        log = jax.tree.map(lambda values, value: values.at[i].set(value), log, sums)
        return carry, log

    return lax.fori_loop(first, first + count, body, (carry, log))
