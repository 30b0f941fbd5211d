"""Optimizers: how a step changes the weights. Each builds an `optax.GradientTransformation`.

As in Keras, in this order: average the gradients of several steps, clip them, shrink the
weights, step, keep a running average of the weights. `learning_rate` is a number or a function
of the step. The transformations need the weights: `update(gradients, state, weights)`.
"""

from collections.abc import Callable
from typing import Any

from hornstudio.engine.errors import ShapeError, Text
from hornstudio.engine.lazy import jax, jnp, optax
from hornstudio.engine.module import Module, Port
from hornstudio.engine.params import Flag, Float, Int, Nested, Param, Values
from hornstudio.engine.problem import Remedy, SetParam
from hornstudio.engine.shapes import Spec


def sgd(
    *,
    learning_rate,
    momentum,
    nesterov,
    weight_decay,
    clipnorm,
    clipvalue,
    global_clipnorm,
    use_ema,
    ema_momentum,
    ema_overwrite_frequency,
    gradient_accumulation_steps,
):
    """Stochastic gradient descent: a step downhill, with momentum if wanted.

    m = momentum * m - rate * g; w += m, or momentum * m - rate * g with nesterov.
    Shapes: as the weights. Source: https://keras.io/api/optimizers/sgd/
    """
    rate = rate_of_updates(learning_rate, gradient_accumulation_steps)
    steps = [clip_gradients(clipnorm, clipvalue, global_clipnorm)]
    steps.append(optax.scale_by_learning_rate(rate))
    if momentum:  # the buffer holds the rate too, which matters when the rate changes
        steps.append(optax.trace(momentum, nesterov))
    steps.append(decay_weights(rate, weight_decay))
    optimizer = accumulate(optax.chain(*steps), gradient_accumulation_steps)
    if not use_ema:
        return optimizer
    every = gradient_accumulation_steps or 1
    return average_weights(optimizer, ema_momentum, ema_overwrite_frequency, every)


def adam(
    *,
    learning_rate,
    beta_1,
    beta_2,
    epsilon,
    amsgrad,
    weight_decay,
    clipnorm,
    clipvalue,
    global_clipnorm,
    use_ema,
    ema_momentum,
    ema_overwrite_frequency,
    gradient_accumulation_steps,
):
    """Adaptive moments: steps of about the same size for every weight. AdamW decays them too.

    w -= rate * m / (sqrt(v) + epsilon) * sqrt(1 - beta_2^t) / (1 - beta_1^t); see scale_by_moments.
    Shapes: as the weights. Source: Kingma and Ba, 2014, arXiv:1412.6980, end of section 2; weight
    decay: Loshchilov and Hutter, 2017, arXiv:1711.05101, alg. 2.
    """
    rate = rate_of_updates(learning_rate, gradient_accumulation_steps)
    steps = [
        clip_gradients(clipnorm, clipvalue, global_clipnorm),
        scale_by_moments(beta_1, beta_2, epsilon, amsgrad),
        optax.scale_by_learning_rate(rate),
        decay_weights(rate, weight_decay),
    ]
    optimizer = accumulate(optax.chain(*steps), gradient_accumulation_steps)
    if not use_ema:
        return optimizer
    every = gradient_accumulation_steps or 1
    return average_weights(optimizer, ema_momentum, ema_overwrite_frequency, every)


def rate_of_updates(learning_rate, accumulation_steps):
    """The learning rate by update, where only every so many steps are updates.

    Schedules count all steps; the update number u happens at step (u + 1) * n - 1.
    """
    if not callable(learning_rate) or not accumulation_steps:
        return learning_rate
    return lambda update: learning_rate((update + 1) * accumulation_steps - 1)


def clip_gradients(clipnorm, clipvalue, global_clipnorm):
    """Keep gradients from growing too large: each array's norm, each number, or the whole norm."""
    if clipnorm is not None:
        return optax.stateless(lambda g, _: jax.tree.map(lambda a: clip_norm(a, clipnorm), g))
    if clipvalue is not None:
        return optax.clip(clipvalue)
    if global_clipnorm is not None:
        return optax.clip_by_global_norm(global_clipnorm)
    return optax.identity()


def clip_norm(gradient, limit):
    """Shorten an array to a norm of `limit`, if it is longer."""
    norm = jnp.sqrt(jnp.sum(jnp.square(gradient)))
    return gradient * limit / jnp.maximum(norm, limit)


def scale_by_moments(beta_1, beta_2, epsilon, amsgrad):
    """Divide the mean gradient by its root mean square, both running and corrected for their start.

    m += (1 - beta_1) * (g - m); v += (1 - beta_2) * (g^2 - v);
    step = m / (sqrt(v) + epsilon) * sqrt(1 - beta_2^t) / (1 - beta_1^t).
    amsgrad takes the largest v so far. Epsilon is added before the correction, unlike in optax.
    """

    def init(weights):
        def zeros():
            return jax.tree.map(jnp.zeros_like, weights)

        largest = {"largest": zeros()} if amsgrad else {}
        return {"count": jnp.zeros((), jnp.int32), "m": zeros(), "v": zeros()} | largest

    def update(gradients, state, weights=None):
        count = state["count"] + 1
        t = count.astype(jnp.float32)
        m = jax.tree.map(lambda m, g: m + (g - m) * (1 - beta_1), state["m"], gradients)
        v = jax.tree.map(lambda v, g: v + (g * g - v) * (1 - beta_2), state["v"], gradients)
        new = {"count": count, "m": m, "v": v}
        if amsgrad:
            v = new["largest"] = jax.tree.map(jnp.maximum, state["largest"], v)
        size = jnp.sqrt(1 - jnp.float32(beta_2) ** t) / (1 - jnp.float32(beta_1) ** t)
        steps = jax.tree.map(lambda m, v: m * size / (jnp.sqrt(v) + epsilon), m, v)
        return steps, new

    return optax.GradientTransformation(init, update)


def decay_weights(rate, weight_decay):
    """Beside the step, w -= rate * weight_decay * w, for all weights alike."""
    if weight_decay is None:
        return optax.identity()

    def init(weights):
        return {"count": jnp.zeros((), jnp.int32)}

    def update(steps, state, weights):
        now = rate(state["count"]) if callable(rate) else rate
        steps = jax.tree.map(lambda s, w: s - now * weight_decay * w, steps, weights)
        return steps, {"count": state["count"] + 1}

    return optax.GradientTransformation(init, update)


def accumulate(optimizer, steps):
    """Change the weights only every so many steps, by the mean of their gradients."""
    if steps is None:
        return optimizer
    return optax.MultiSteps(optimizer, steps).gradient_transformation()


def average_weights(optimizer, momentum, overwrite_frequency, accumulation_steps):
    """Keep a running average of the weights; every so many updates it takes their place.

    average = momentum * average + (1 - momentum) * w, from the first update's weights on.
    `finished_weights` takes the average out when training ends.
    """

    def init(weights):
        average = jax.tree.map(jnp.zeros_like, weights)
        count = jnp.zeros((), jnp.int32)
        return {"count": count, "average": average, "optimizer": optimizer.init(weights)}

    def update(gradients, state, weights):
        steps, inner = optimizer.update(gradients, state["optimizer"], weights)
        updates = state["count"] // accumulation_steps
        keep = jnp.where(updates == 0, 0.0, momentum)
        average = jax.tree.map(
            lambda a, w, s: keep * a + (1 - keep) * (w + s), state["average"], weights, steps
        )
        if overwrite_frequency is not None:
            now = (updates + 1) % overwrite_frequency == 0
            steps = jax.tree.map(lambda a, w, s: jnp.where(now, a - w, s), average, weights, steps)
        return steps, {"count": state["count"] + 1, "average": average, "optimizer": inner}

    return optax.GradientTransformation(init, update)


def finished_weights(weights, state):
    """The weights to keep when training ends: their running average, where there is one."""
    return state["average"] if isinstance(state, dict) and "average" in state else weights


def infer_optimizer(p: Values, losses: tuple[Spec, ...]) -> dict[str, Spec]:
    """An optimizer has no output port. Raises: ShapeError when it would clip in two ways."""
    chosen = [name for name in CLIPPING if p[name] is not None]
    if len(chosen) > 1:
        raise ShapeError(
            "{names} are both set; only one way of clipping can be",
            remedies=[
                Remedy(Text("Set {param} to none", param=name), SetParam(name, None))
                for name in chosen
            ],
            names=" and ".join(chosen),
        )
    return {}


CLIPPING = ("clipnorm", "clipvalue", "global_clipnorm")


def learning_rate(default: float) -> Nested:
    """A number, or a schedule."""
    return Nested(
        name="learning_rate",
        category="schedule",
        default=default,
        number=Float(name="learning_rate", default=default, above=0.0, help=""),
        help="Size of each step: a number, or a schedule that changes it while training.",
    )


def _optional(name: str, help: str) -> Float:
    return Float(name=name, default=None, optional=True, above=0.0, advanced=True, help=help)


def weight_decay(default: float | None) -> Float:
    """Share by which the weights shrink, before the learning rate."""
    return Float(
        name="weight_decay",
        default=default,
        optional=True,
        low=0.0,
        advanced=default is None,
        help="How much all weights shrink at each step, times the learning rate; none for not "
        "at all.",
    )


COMMON: tuple[Param, ...] = (
    _optional("clipnorm", "Largest norm of the gradient of each weight array; none for no limit."),
    _optional("clipvalue", "Largest number in a gradient; none for no limit."),
    _optional("global_clipnorm", "Largest norm of all gradients together; none for no limit."),
    Flag(
        name="use_ema",
        default=False,
        advanced=True,
        help="Whether to keep a running average of the weights, and to end with it.",
    ),
    Float(
        name="ema_momentum",
        default=0.99,
        low=0.0,
        high=1.0,
        advanced=True,
        help="How slowly that average follows: share of the old value.",
    ),
    Int(
        name="ema_overwrite_frequency",
        default=None,
        optional=True,
        low=1,
        unit="updates",
        advanced=True,
        help="After how many updates the average takes the place of the weights; none for only "
        "at the end.",
    ),
    Int(
        name="gradient_accumulation_steps",
        default=None,
        optional=True,
        low=2,
        unit="steps",
        advanced=True,
        help="How many steps are averaged into one update, like a batch so many times larger.",
    ),
)
MOMENTS: tuple[Param, ...] = (
    Float(
        name="beta_1",
        default=0.9,
        low=0.0,
        below=1.0,
        help="How slowly the mean gradient follows: share of the old value.",
    ),
    Float(
        name="beta_2",
        default=0.999,
        low=0.0,
        below=1.0,
        help="How slowly the mean squared gradient follows: share of the old value.",
    ),
    Float(
        name="epsilon",
        default=1e-7,
        above=0.0,
        advanced=True,
        help="Small number added to the divisor, against division by 0.",
    ),
    Flag(
        name="amsgrad",
        default=False,
        advanced=True,
        help="Whether to divide by the largest mean squared gradient so far.",
    ),
)


def _optimizer(
    kind: str,
    title: str,
    apply: Callable[..., Any],
    help: str,
    *params: Param,
    keras: str,
    words: tuple[str, ...],
) -> Module:
    return Module(
        kind=kind,
        title=title,
        category="optimizer",
        help=help,
        source=f"https://keras.io/api/optimizers/{kind}/",
        params=(*params, *COMMON),
        inputs=(Port("loss", many=True),),
        outputs=(),
        infer=infer_optimizer,
        apply=apply,
        result=finished_weights,
        keras=f"optimizers.{keras}",
        left_out={"loss_scale_factor": "the engine computes in float32"},
        words=words,
        main=("learning_rate",),
    )


MODULES = (
    _optimizer(
        "sgd",
        "SGD",
        sgd,
        "Steps straight downhill. Simple, and well understood.",
        learning_rate(0.01),
        Float(
            name="momentum",
            default=0.0,
            low=0.0,
            high=1.0,
            help="How much of the last step goes on; 0 for none.",
        ),
        Flag(
            name="nesterov",
            default=False,
            help="Whether momentum looks one step ahead.",
        ),
        weight_decay(None),
        keras="SGD",
        words=(
            "gradient descent",
            "momentum",
            "nesterov",
            "경사 하강법",
            "torch.optim.SGD",
            "optax.sgd",
        ),
    ),
    _optimizer(
        "adam",
        "Adam",
        adam,
        "Steps of about the same size for every weight. A good first choice.",
        learning_rate(0.001),
        *MOMENTS,
        weight_decay(None),
        keras="Adam",
        words=("adaptive", "amsgrad", "아담", "torch.optim.Adam", "optax.adam"),
    ),
    _optimizer(
        "adamw",
        "AdamW",
        adam,
        "Adam that also shrinks all weights a little at each step. Usual for transformers.",
        learning_rate(0.001),
        weight_decay(0.004),
        *MOMENTS,
        keras="AdamW",
        words=("weight decay", "가중치 감쇠", "아담", "torch.optim.AdamW", "optax.adamw"),
    ),
)
