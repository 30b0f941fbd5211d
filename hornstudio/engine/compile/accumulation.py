"""Gradients of many samples, worked off a batch at a time. Exported code quotes it."""

from hornstudio.engine.lazy import jax, jnp, lax


def in_turns(take, state, samples, size, key):
    """What `take` gives for all samples, `size` of them at a time, so that less is held at once.

    take(state, batch, key) -> (means, (state, sums)). means: over the samples of a batch, such as
    gradients; they come back over all samples, each counted alike, also where the last batch is
    smaller. state: goes on to the next batch. sums: are added up. samples: arrays [count, ...].
    """
    count = len(next(iter(samples.values())))
    full = count // size

    def turn(held, i, batch):
        state, means, sums = held
        share = len(next(iter(batch.values()))) / count
        more, (state, new) = take(state, batch, jax.random.fold_in(key, i))
        means = jax.tree.map(lambda mean, part: mean + part * share, means, more)
        return state, means, jax.tree.map(jnp.add, sums, new)

    def batch_at(i):
        return {n: lax.dynamic_slice_in_dim(array, i * size, size) for n, array in samples.items()}

    first = {name: array[:size] for name, array in samples.items()}
    means, (_, sums) = jax.tree.map(
        lambda shape: jnp.zeros(shape.shape, shape.dtype), jax.eval_shape(take, state, first, key)
    )
    held = (state, means, sums)
    if full:
        held = lax.fori_loop(0, full, lambda i, held: turn(held, i, batch_at(i)), held)
    if count > full * size:
        held = turn(held, full, {name: array[full * size :] for name, array in samples.items()})
    state, means, sums = held
    return means, (state, sums)
