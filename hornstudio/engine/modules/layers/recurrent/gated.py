"""A loop over time whose gates are one product of matrices, with gradients written out.

JAX's own gradient of a loop adds up the weights' share step by step, in as many small products;
here it is one large product of all steps together, which takes a third off a training step.
"""

from hornstudio.engine.lazy import jax, jnp, lax


def scan_gated(update, kernel, bias, x, states, kept, reverse, has_outputs):
    """Steps of gates = [x, h] @ kernel + bias and states = update(gates, states), h the first.

    Shapes: kernel [F + u, G], bias [G], x [T, B, F], states [B, u], kept [T, B, 1] or None
        -> the last states, and h after each step [T, B, u] or None.
    """

    def forward(kernel, bias, x, states, kept):
        def advance(states, now):
            x, kept = now
            gates = jnp.concatenate([x, states[0]], axis=-1) @ kernel + bias
            new = held(update(gates, states), states, kept)
            return new, (new[0] if has_outputs else None, gates, states)

        ends, (outputs, gates, before) = lax.scan(advance, states, (x, kept), reverse=reverse)
        return (ends, outputs), (kernel, x, kept, gates, before)

    def backward(seen, slopes):
        kernel, x, kept, gates, before = seen
        features = x.shape[-1]
        recurrent = kernel[features:].T

        def retreat(slopes, now):
            gates, states, kept, output = now
            if output is not None:
                slopes = (slopes[0] + output, *slopes[1:])
            passed = tuple(s if kept is None else jnp.where(kept, s, 0) for s in slopes)
            of_gates, of_states = jax.vjp(update, gates, states)[1](passed)
            of_states = (of_states[0] + of_gates @ recurrent, *of_states[1:])
            if kept is not None:
                skipped = [jnp.where(kept, 0, s) for s in slopes]
                of_states = tuple(a + b for a, b in zip(of_states, skipped, strict=True))
            return of_states, of_gates

        ends, outputs = slopes
        steps = (gates, before, kept, outputs)
        begin, of_gates = lax.scan(retreat, ends, steps, reverse=not reverse)
        # Not by rows of steps and samples in one: devices that share a batch would pass them round.
        # Steps before samples, as they lie: an einsum would copy all to have samples first.
        parts = [jnp.tensordot(a, of_gates, ((0, 1), (0, 1))) for a in (x, before[0])]
        of_x = of_gates @ kernel[:features].T
        return jnp.concatenate(parts), of_gates.sum(axis=(0, 1)), of_x, begin, None

    run = jax.custom_vjp(lambda *given: forward(*given)[0])
    run.defvjp(forward, backward)
    return run(kernel, bias, x, states, kept)


def scan_steps(step, taken, states, kept, reverse, has_outputs):
    """Steps of any kind, states = step(states, taken); JAX finds the gradients.

    Shapes: taken [T, B, ..., n], states [B, ..., u], kept [T, B, ..., 1] or None
        -> the last states, and the first state after each step [T, B, ..., u] or None.
    """

    def advance(states, now):
        taken, kept = now
        new = held(step(states, taken), states, kept)
        return new, new[0] if has_outputs else None

    return lax.scan(advance, states, (taken, kept), reverse=reverse)


def held(new, states, kept):
    """The new states, or the ones before where a step does not count."""
    if kept is None:
        return new
    return tuple(jnp.where(kept, n, s) for n, s in zip(new, states, strict=True))
