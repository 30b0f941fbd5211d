"""Smooth relatives of the rectifier, and what has no bend at all."""

from hornstudio.engine.lazy import jax, jnp, lax
from hornstudio.engine.modules.activations.declaration import activation
from hornstudio.engine.params import Flag, Float


def gelu(x, *, approximate):
    """Gaussian error linear unit: each number times the chance that a normal one is below it.

    y = x * (1 + erf(x / sqrt(2))) / 2; approximate:
    y = x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3))) / 2.
    Shapes: x [...] -> [...]. Source: Hendrycks and Gimpel, 2016, arXiv:1606.08415.
    """
    if approximate:
        return jax.nn.gelu(x, approximate=True)
    return x * (0.5 + 0.5 * lax.erf(x * 0.5**0.5))  # JAX's goes by erfc, twice as long on a CPU


def silu(x):
    """Each number times its own sigmoid.

    y = x / (1 + exp(-x)). Shapes: x [...] -> [...].
    Source: Ramachandran, Zoph and Le, 2017, arXiv:1710.05941.
    """
    return jax.nn.silu(x)


def hard_silu(x):
    """Each number times its own hard sigmoid.

    y = x * min(max(x + 3, 0), 6) / 6. Shapes: x [...] -> [...].
    Source: Howard et al., 2019, arXiv:1905.02244, section 5.2.
    """
    return jax.nn.hard_silu(x)


def mish(x):
    """Each number times the tanh of its softplus.

    y = x * tanh(log(1 + exp(x))). Shapes: x [...] -> [...].
    Source: Misra, 2019, arXiv:1908.08681.
    """
    return x * jnp.tanh(jax.nn.softplus(x))


def softplus(x):
    """A ReLU whose bend is round.

    y = log(1 + exp(x)). Shapes: x [...] -> [...].
    Source: https://keras.io/api/layers/activations/#softplus-function
    """
    return jax.nn.softplus(x)


def squareplus(x, *, b):
    """A ReLU whose bend is round, made of a square root only.

    y = (x + sqrt(x^2 + b)) / 2. Shapes: x [...] -> [...].
    Source: Barron, 2021, arXiv:2112.11687, eq. 1.
    """
    return jax.nn.squareplus(x, b)


def exponential(x):
    """The exponential of each number.

    y = exp(x). Shapes: x [...] -> [...].
    Source: https://keras.io/api/layers/activations/#exponential-function
    """
    return jnp.exp(x)


def linear(x):
    """Leaves every number as it is.

    y = x. Shapes: x [...] -> [...].
    Source: https://keras.io/api/layers/activations/#linear-function
    """
    return x


MODULES = (
    activation(
        "GELU",
        "A smooth ReLU, usual in transformers.",
        gelu,
        Flag(
            name="approximate",
            default=False,
            help="Whether to use a faster formula that differs in the fourth digit.",
        ),
        operations=4,
        words=("gaussian error linear unit", "젤루", "nn.GELU", "nnx.gelu"),
    ),
    activation(
        "SiLU",
        "A smooth ReLU: each number times its own sigmoid. Also called swish.",
        silu,
        operations=4,
        words=("swish", "스위시", "실루", "activations.silu", "nn.SiLU", "nnx.silu"),
    ),
    activation(
        "Hard SiLU",
        "A SiLU made of simple pieces, quick to compute. Also called hard swish.",
        hard_silu,
        operations=5,
        words=(
            "hard swish",
            "하드 스위시",
            "activations.hard_silu",
            "nn.Hardswish",
            "nnx.hard_silu",
            "nnx.hard_swish",
        ),
    ),
    activation(
        "Mish",
        "A smooth ReLU that dips a little below 0; usual in detectors of objects.",
        mish,
        operations=5,
        words=("self-regularized", "미시", "activations.mish", "nn.Mish", "jax.nn.mish"),
    ),
    activation(
        "Softplus",
        "A ReLU whose bend is round; always gives more than 0, such as a spread must be.",
        softplus,
        operations=3,
        words=(
            "smooth relu",
            "소프트플러스",
            "activations.softplus",
            "nn.Softplus",
            "nnx.softplus",
        ),
    ),
    activation(
        "Squareplus",
        "A softplus that needs a square root only, so that it is quicker to compute.",
        squareplus,
        Float(
            name="b",
            default=4.0,
            above=0.0,
            title="Roundness",
            help="How round the bend at 0 is; close to 0 it is a ReLU.",
        ),
        operations=5,
        words=("square root", "스퀘어플러스", "activations.squareplus", "jax.nn.squareplus"),
    ),
    activation(
        "Exponential",
        "Turns every number into its exponential, which is above 0; for rates and counts.",
        exponential,
        words=("exp", "지수 함수", "activations.exponential", "torch.exp", "jnp.exp"),
    ),
    activation(
        "Linear",
        "Leaves every number as it is, as if there were no activation.",
        linear,
        words=("no activation", "pass-through", "선형", "activations.linear", "nn.Identity"),
    ),
)
