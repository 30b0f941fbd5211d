"""What all optimizers share, written once around the rule of each. Exported code quotes it.

A rule is a pair of functions on trees of arrays, which `each_array` makes of two on one array:

    start(weights) -> slots                                     what it remembers between steps
    step(gradients, weights, slots, rate, t) -> (steps, slots)  what is added to the weights

rate: the learning rate now. t: number of the update, from 1, as a fraction. What else an update
is given, such as the loss as a function of the weights, goes on to the rule.
"""

from hornstudio.engine.lazy import jax, jnp, lax, optax


def descend(
    rule,
    *,
    learning_rate,
    weight_decay,
    clipnorm,
    clipvalue,
    global_clipnorm,
    gradient_accumulation_steps,
    **average,
):
    """Clip the gradients, shrink the weights, and step as the rule says.

    As in Keras, around that: the mean gradient of several steps before it, and a running average
    of the weights after it. learning_rate: a number, or a function of the step, from 0. It counts
    all steps: with n of them an update, update u happens at step (u + 1) * n - 1.
    """
    start, step = rule
    every = gradient_accumulation_steps or 1

    def init(weights):
        return {"count": jnp.zeros((), jnp.int32), "slots": start(weights)}

    def update(gradients, state, weights, **extra):
        count = state["count"]
        rate = learning_rate
        if callable(learning_rate):
            rate = learning_rate((count + 1) * every - 1)
        gradients = clip_gradients(gradients, clipnorm, clipvalue, global_clipnorm)
        shrunk = shrink_weights(weights, rate, weight_decay)
        t = (count + 1).astype(jnp.float32)
        steps, slots = step(gradients, shrunk, state["slots"], rate, t, **extra)
        if weight_decay is not None:
            steps = jax.tree.map(lambda s, new, old: s + (new - old), steps, shrunk, weights)
        return steps, {"count": count + 1, "slots": slots}

    optimizer = optax.GradientTransformationExtraArgs(init, update)
    if gradient_accumulation_steps is not None:
        optimizer = accumulate(optimizer, every)
    return average_weights(optimizer, every, **average)


def each_array(start, step):
    """A rule for trees of one for arrays: start(w) -> s and step(g, w, s, rate, t) -> (step, s)."""

    def start_all(weights):
        return jax.tree.map(start, weights)

    def step_all(gradients, weights, slots, rate, t):
        pairs = jax.tree.map(lambda g, w, s: step(g, w, s, rate, t), gradients, weights, slots)
        steps = jax.tree.map(lambda g, pair: pair[0], gradients, pairs)
        return steps, jax.tree.map(lambda g, pair: pair[1], gradients, pairs)

    return start_all, step_all


def clip_gradients(gradients, clipnorm, clipvalue, global_clipnorm):
    """Keep gradients from growing too large: each array's norm, each number, or the whole norm."""
    if clipnorm is not None:
        return jax.tree.map(lambda g: clip_norm(g, clipnorm), gradients)
    if clipvalue is not None:
        return jax.tree.map(lambda g: jnp.clip(g, -clipvalue, clipvalue), gradients)
    if global_clipnorm is not None:
        norm = jnp.sqrt(sum(jnp.sum(jnp.square(g)) for g in jax.tree.leaves(gradients)))
        size = global_clipnorm / jnp.maximum(norm, global_clipnorm)
        return jax.tree.map(lambda g: g * size, gradients)
    return gradients


def clip_norm(gradient, limit):
    """Shorten an array to a norm of `limit`, if it is longer."""
    norm = jnp.sqrt(jnp.sum(jnp.square(gradient)))
    return gradient * limit / jnp.maximum(norm, limit)


def shrink_weights(weights, rate, weight_decay):
    """Before the step, w -= rate * weight_decay * w, for all weights alike."""
    if weight_decay is None:
        return weights
    return jax.tree.map(lambda w: w - w * weight_decay * rate, weights)


def accumulate(optimizer, every):
    """Change the weights only every so many steps, by the mean of their gradients."""

    def init(weights):
        gathered = jax.tree.map(jnp.zeros_like, weights)
        count = jnp.zeros((), jnp.int32)
        return {"count": count, "gathered": gathered, "optimizer": optimizer.init(weights)}

    def update(gradients, state, weights, **extra):
        gathered = jax.tree.map(jnp.add, state["gathered"], gradients)
        zeros = jax.tree.map(jnp.zeros_like, gathered)

        def change():
            mean = jax.tree.map(lambda g: g / every, gathered)
            steps, inner = optimizer.update(mean, state["optimizer"], weights, **extra)
            return steps, zeros, inner

        def wait():
            return zeros, gathered, state["optimizer"]

        count = state["count"] + 1
        steps, gathered, inner = lax.cond(count % every == 0, change, wait)
        return steps, {"count": count, "gathered": gathered, "optimizer": inner}

    return optax.GradientTransformationExtraArgs(init, update)


def average_weights(optimizer, every, *, use_ema, ema_momentum, ema_overwrite_frequency):
    """Keep a running average of the weights; every so many updates it takes their place.

    average = ema_momentum * average + (1 - ema_momentum) * w, from the first update's weights on.
    every: how many steps make an update. `finished_weights` takes the average out in the end.
    """
    if not use_ema:
        return optimizer

    def init(weights):
        average = jax.tree.map(jnp.zeros_like, weights)
        count = jnp.zeros((), jnp.int32)
        return {"count": count, "average": average, "optimizer": optimizer.init(weights)}

    def update(gradients, state, weights, **extra):
        steps, inner = optimizer.update(gradients, state["optimizer"], weights, **extra)
        updates = state["count"] // every
        keep = jnp.where(updates == 0, 0.0, ema_momentum)
        average = jax.tree.map(
            lambda a, w, s: keep * a + (1 - keep) * (w + s), state["average"], weights, steps
        )
        if ema_overwrite_frequency is not None:
            now = (updates + 1) % ema_overwrite_frequency == 0
            steps = jax.tree.map(lambda a, w, s: jnp.where(now, a - w, s), average, weights, steps)
        return steps, {"count": state["count"] + 1, "average": average, "optimizer": inner}

    return optax.GradientTransformationExtraArgs(init, update)


def finished_weights(weights, state):
    """The weights to keep when training ends: their running average, where there is one."""
    return state.get("average", weights)


def slots_of(state):
    """What a rule remembers, as a tree like that of the weights, in whatever it is wrapped."""
    while "optimizer" in state:
        state = state["optimizer"]
    return state["slots"]
