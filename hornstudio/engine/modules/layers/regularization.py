"""Layers that make training harder, so that what is learned holds for new data."""

from collections.abc import Callable

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.lazy import jax, jnp
from hornstudio.engine.module import KEEP, Module
from hornstudio.engine.modules.axis import same_shape
from hornstudio.engine.modules.layers.setting import no_flops
from hornstudio.engine.modules.layers.window import need_picture
from hornstudio.engine.params import Float, Ints, Values
from hornstudio.engine.problem import set_to
from hornstudio.engine.shapes import Spec
from hornstudio.engine.text import Text


def dropout(x, *, rate, noise_shape, training, key):
    """While training, set a random share of the numbers to 0 and scale up the rest.

    y = x * m / (1 - rate), each m 1 with probability 1 - rate, else 0; y = x when not training.
    Along axes where noise_shape is 1, one m is for all; where it is -1, each number has its own.
    Shapes: x [...] -> [...]. Source: https://keras.io/api/layers/regularization_layers/dropout/
    """
    if not training:
        return x
    shape = x.shape
    if noise_shape is not None:
        shape = tuple(n if m == -1 else m for n, m in zip(shape, noise_shape, strict=True))
    keep = jax.random.bernoulli(key, 1.0 - rate, shape)
    return jnp.where(keep, x / (1.0 - rate), 0.0)


def spatial_dropout(x, *, rate, training, key):
    """While training, set a random share of the channels to 0 everywhere and scale up the rest.

    y = x * m / (1 - rate), each m 1 with probability 1 - rate, else 0, one for each sample and
    channel; y = x when not training.
    Shapes: x [B, ..., C] -> [B, ..., C]. Source: Tompson et al., 2014, arXiv:1411.4280.
    """
    if not training:
        return x
    shape = (x.shape[0], *[1] * (x.ndim - 2), x.shape[-1])
    keep = jax.random.bernoulli(key, 1.0 - rate, shape)
    return jnp.where(keep, x / (1.0 - rate), 0.0)


def alpha_dropout(x, *, rate, training, key):
    """While training, set a random share of the numbers to the least that SELU gives out.

    y = a * (x * m + v * (1 - m)) + b, each m 1 with probability 1 - rate, else 0;
    v = -1.6732632423543772 * 1.0507009873554805, a = 1 / sqrt((1 - rate) * (1 + rate * v^2)) and
    b = -a * v * rate keep a mean of 0 and a variance of 1. y = x when not training.
    Shapes: x [...] -> [...]. Source: Klambauer et al., 2017, arXiv:1706.02515, eq. 5.
    """
    if not training:
        return x
    least = -1.6732632423543772 * 1.0507009873554805
    a = ((1.0 - rate) * (1.0 + rate * least**2)) ** -0.5
    keep = jax.random.uniform(key, x.shape) >= rate
    return a * jnp.where(keep, x, least) - a * least * rate


def gaussian_dropout(x, *, rate, training, key):
    """While training, multiply each number by a random one around 1.

    y = x * m, each m normal with mean 1 and standard deviation sqrt(rate / (1 - rate)); y = x
    when not training. Shapes: x [...] -> [...].
    Source: Srivastava et al., 2014, section 10, https://jmlr.org/papers/v15/srivastava14a.html
    """
    if not training:
        return x
    spread = (rate / (1.0 - rate)) ** 0.5
    return x * (1.0 + spread * jax.random.normal(key, x.shape, x.dtype))


def gaussian_noise(x, *, stddev, training, key):
    """While training, add a random number around 0 to each number.

    y = x + m, each m normal with mean 0 and standard deviation `stddev`; y = x when not training.
    Shapes: x [...] -> [...].
    Source: https://keras.io/api/layers/regularization_layers/gaussian_noise/
    """
    if not training:
        return x
    return x + stddev * jax.random.normal(key, x.shape, x.dtype)


def activity_regularization(x):
    """Let everything through; the loss gets a penalty on it.

    y = x; penalty = l1 * sum(|x|) + l2 * sum(x^2), divided by the size of the batch.
    Shapes: x [...] -> [...].
    Source: https://keras.io/api/layers/regularization_layers/activity_regularization/
    """
    return x


def activity_penalty(y, *, l1, l2):
    """l1 * sum(|y|) + l2 * sum(y^2). Shapes: y [...] -> []."""
    return l1 * jnp.sum(jnp.abs(y)) + l2 * jnp.sum(jnp.square(y))


def activity_flops(p: Values, x: Spec) -> int:
    """Each penalty that counts takes two operations a number."""
    return 2 * (x.size or 0) * (bool(p.l1) + bool(p.l2))


def infer_spatial_dropout(rank: int, need: Text) -> Callable[[Values, Spec], Spec]:
    """The shape rule of one rank. need: what the input must be, to be read after "needs"."""

    def infer(p: Values, x: Spec) -> Spec:
        """[..., C] -> [..., C]. Raises: ShapeError for another rank."""
        if rank == 3:
            need_picture(x)
        if x.rank != rank:
            raise ShapeError("gets {spec}; needs {need}", port="input", spec=str(x), need=need)
        return same_shape(p, x)

    return infer


def infer_dropout(p: Values, x: Spec) -> Spec:
    """[...] -> [...]. Raises: ShapeError for a noise_shape that does not lie on the input."""
    noise = p.noise_shape
    if noise is None:
        return x
    whole = (-1, *x.shape)
    is_short = len(noise) != len(whole)
    if is_short or any(m not in (-1, 1, n) for m, n in zip(noise, whole, strict=True)):
        raise ShapeError(
            "noise_shape is {noise}; needs 1 or -1 for each of {count} axes, the batch included",
            remedies=[set_to("noise_shape", None)],
            noise=", ".join(map(str, noise)) or "empty",
            count=len(whole),
        )
    return x


RATE = Float(
    name="rate",
    default=0.5,
    low=0.0,
    below=1.0,
    live=True,
    help="Share of the numbers that become 0 while training.",
)
NOISE_SHAPE = Ints(
    name="noise_shape",
    default=None,
    optional=True,
    advanced=True,
    low=-1,
    help="For each axis, the batch being the first: 1 to drop all along it together, -1 to drop "
    "each by itself; none for each number by itself. -1, 1, 1, 1 drops whole pictures.",
)
NO_PLACE = {"noise_shape": "no place uses it"}


def _strength(name: str, what: str) -> Float:
    return Float(
        name=name,
        default=0.0,
        low=0.0,
        live=True,
        help=f"How much the sum of {what} counts in the loss.",
    )


def _spatial_dropout(dimensions: int, need: Text, words: tuple[str, ...]) -> Module:
    """Dropout of whole channels for inputs of so many dimensions, and channels."""
    kind = f"spatial_dropout{dimensions}d"
    return Module(
        kind=kind,
        title=f"Spatial dropout {dimensions}D",
        category="normalization",
        help="Sets a random share of the channels to 0 everywhere while training; dropout does "
        "little where neighbours are alike.",
        source=f"https://keras.io/api/layers/regularization_layers/{kind}/",
        params=(
            Float(
                name="rate",
                default=0.5,
                low=0.0,
                below=1.0,
                live=True,
                help="Share of the channels that become 0 while training.",
            ),
        ),
        infer=infer_spatial_dropout(dimensions + 1, need),
        flops=no_flops,
        apply=spatial_dropout,
        mask=KEEP,
        keras=f"layers.SpatialDropout{dimensions}D",
        words=("channel dropout", "공간 드롭아웃", *words),
        main=("rate",),
    )


MODULES = (
    Module(
        kind="dropout",
        title="Dropout",
        category="normalization",
        help="Sets a random share of the numbers to 0 while training, so that no unit can rely "
        "on another.",
        source="https://keras.io/api/layers/regularization_layers/dropout/",
        params=(RATE, NOISE_SHAPE),
        infer=infer_dropout,
        flops=no_flops,
        apply=dropout,
        mask=KEEP,
        keras="layers.Dropout",
        words=("regularization", "드롭아웃", "과적합 방지", "nn.Dropout", "nnx.Dropout"),
        main=("rate",),
    ),
    _spatial_dropout(1, Text("a sequence: steps and channels"), ("순차", "nn.Dropout1d")),
    _spatial_dropout(2, Text("a picture: height, width and channels"), ("이미지", "nn.Dropout2d")),
    _spatial_dropout(
        3, Text("a volume: depth, height, width and channels"), ("부피", "nn.Dropout3d")
    ),
    Module(
        kind="alpha_dropout",
        title="Alpha dropout",
        category="normalization",
        help="Dropout that goes with SELU: mean and spread stay as they are while training.",
        source="https://keras.io/api/layers/regularization_layers/alpha_dropout/",
        params=(RATE,),
        infer=same_shape,
        flops=no_flops,
        apply=alpha_dropout,
        mask=KEEP,
        keras="layers.AlphaDropout",
        left_out=NO_PLACE,
        words=("selu dropout", "알파 드롭아웃", "nn.AlphaDropout"),
        main=("rate",),
    ),
    Module(
        kind="gaussian_dropout",
        title="Gaussian dropout",
        category="normalization",
        help="Multiplies each number by a random one around 1 while training.",
        source="https://keras.io/api/layers/regularization_layers/gaussian_dropout/",
        params=(
            Float(
                name="rate",
                default=0.5,
                low=0.0,
                below=1.0,
                live=True,
                help="How strongly the factors spread, as much as dropout of that share does.",
            ),
        ),
        infer=same_shape,
        flops=no_flops,
        apply=gaussian_dropout,
        mask=KEEP,
        keras="layers.GaussianDropout",
        words=("multiplicative noise", "가우시안 드롭아웃", "곱셈 잡음"),
        main=("rate",),
    ),
    Module(
        kind="gaussian_noise",
        title="Gaussian noise",
        category="normalization",
        help="Adds a random number around 0 to each number while training.",
        source="https://keras.io/api/layers/regularization_layers/gaussian_noise/",
        params=(
            Float(
                name="stddev",
                default=0.1,
                low=0.0,
                high=1.0,
                live=True,
                title="Spread",
                help="Standard deviation of what is added while training.",
            ),
        ),
        infer=same_shape,
        flops=no_flops,
        apply=gaussian_noise,
        mask=KEEP,
        keras="layers.GaussianNoise",
        words=("additive noise", "가우시안 잡음", "노이즈", "transforms.GaussianNoise"),
        main=("stddev",),
    ),
    Module(
        kind="activity_regularization",
        title="Activity regularization",
        category="normalization",
        help="Lets everything through and adds a penalty to the loss, so that outputs stay small.",
        source="https://keras.io/api/layers/regularization_layers/activity_regularization/",
        params=(_strength("l1", "sizes"), _strength("l2", "squares")),
        infer=same_shape,
        flops=activity_flops,
        apply=activity_regularization,
        penalty=activity_penalty,
        mask=KEEP,
        keras="layers.ActivityRegularization",
        words=("activity penalty", "sparse outputs", "활동 규제", "활성 정규화"),
        main=("l1", "l2"),
    ),
)
