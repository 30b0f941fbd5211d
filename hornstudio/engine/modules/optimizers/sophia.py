"""Sophia: steps divided by how curved the loss is, which it asks of the loss itself."""

from hornstudio.engine.lazy import jax, jnp, lax
from hornstudio.engine.modules.optimizers import setting
from hornstudio.engine.modules.optimizers.descent import descend, each_array
from hornstudio.engine.params import Float, Int


def sophia(*, b1, b2, eps, gamma, clip_threshold, update_interval, weight_decay, **shared):
    """Divide the mean gradient by an estimate of the loss's curvature, and cut what is too large.

    m = b1 * m + (1 - b1) * g; u = clip(m / (1 - b1^t) / max(gamma * h, eps), clip_threshold);
    w -= rate * (u + weight_decay * w). At the first and every update_interval-th step after it,
    h = b2 * h + (1 - b2) * z * (Hessian of the loss @ z), with random signs z.
    Shapes: as the weights; obj_fn(weights) is the loss of the batch, [].
    Source: Liu et al., 2023, arXiv:2305.14342, alg. 3, with the estimate of alg. 1.
    """
    decay = 0.0 if weight_decay is None else weight_decay

    def start(weights):
        slots = jax.tree.map(lambda w: {"m": jnp.zeros_like(w), "h": jnp.zeros_like(w)}, weights)
        return {"arrays": slots, "key": jax.random.PRNGKey(0)}

    def step_one(g, w, s, rate, t):
        m = b1 * s["m"] + (1 - b1) * g
        u = m / (1 - b1**t) / jnp.maximum(gamma * s["h"], eps)
        if clip_threshold is not None:
            u = jnp.clip(u, -clip_threshold, clip_threshold)
        return -rate * (u + decay * w), {"m": m, "h": s["h"]}

    def step(gradients, weights, slots, rate, t, obj_fn):
        _, step_all = each_array(None, step_one)
        steps, arrays = step_all(gradients, weights, slots["arrays"], rate, t)

        def look(arrays, key):
            key, own = jax.random.split(key)
            curved = curvature(obj_fn, weights, own)
            new = jax.tree.map(
                lambda c, s: {"m": s["m"], "h": b2 * s["h"] + (1 - b2) * c}, curved, arrays
            )
            return new, key

        is_time = (t - 1) % update_interval == 0
        arrays, key = lax.cond(is_time, look, lambda *same: same, arrays, slots["key"])
        return steps, {"arrays": arrays, "key": key}

    return descend((start, step), weight_decay=None, **shared)


def curvature(obj_fn, weights, key):
    """The Hessian's diagonal, estimated as z * (Hessian @ z) with random signs z: right on average.

    Shapes: as the weights. Source: Hutchinson, 1989, doi:10.1080/03610918908812806.
    """
    leaves, layout = jax.tree.flatten(weights)
    keys = jax.random.split(key, len(leaves))
    pairs = zip(keys, leaves, strict=True)
    signs = jax.tree.unflatten(
        layout, [jax.random.rademacher(k, w.shape, w.dtype) for k, w in pairs]
    )
    _, turned = jax.jvp(jax.grad(obj_fn), (weights,), (signs,))
    return jax.tree.map(jnp.multiply, turned, signs)


MODULES = (
    setting.optimizer(
        "sophia",
        "Sophia",
        sophia,
        "Looks at how curved the loss is now and then, and steps far where it is flat. Each look "
        "takes as long as two more steps.",
        setting.learning_rate(0.001),
        setting.share("b1", 0.965, "the mean gradient"),
        setting.share("b2", 0.99, "the mean curvature"),
        setting.epsilon(1e-8, "eps", "Least curvature that is divided by."),
        Float(
            name="gamma",
            default=0.01,
            above=0.0,
            help="Factor on the curvature; larger makes steps smaller where the loss is curved.",
        ),
        Float(
            name="clip_threshold",
            default=1.0,
            optional=True,
            above=0.0,
            help="Largest change of a weight, before the learning rate; none for no limit.",
        ),
        Int(
            name="update_interval",
            default=10,
            low=1,
            unit="updates",
            help="After how many updates it looks at the curvature again.",
        ),
        setting.weight_decay(1e-4),
        source="https://optax.readthedocs.io/en/latest/api/contrib.html#optax.contrib.sophia",
        words=("second order", "Hessian", "곡률", "헤시안", "SophiaG", "optax.contrib.sophia"),
        needs_loss=True,
    ),
)
