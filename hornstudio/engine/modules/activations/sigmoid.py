"""Curves that squeeze every number between two bounds, and their cheap or logarithmic forms."""

from hornstudio.engine.lazy import jax, jnp
from hornstudio.engine.modules.activations.declaration import activation


def sigmoid(x):
    """Squeezes every number between 0 and 1.

    y = 1 / (1 + exp(-x)). Shapes: x [...] -> [...].
    Source: https://keras.io/api/layers/activations/#sigmoid-function
    """
    return jax.nn.sigmoid(x)


def tanh(x):
    """Squeezes every number between -1 and 1.

    y = (exp(x) - exp(-x)) / (exp(x) + exp(-x)). Shapes: x [...] -> [...].
    Source: https://keras.io/api/layers/activations/#tanh-function
    """
    return jnp.tanh(x)


def hard_sigmoid(x):
    """A sigmoid made of three straight lines.

    y = min(max(x / 6 + 1/2, 0), 1). Shapes: x [...] -> [...].
    Source: https://keras.io/api/layers/activations/#hardsigmoid-function
    """
    return jax.nn.hard_sigmoid(x)


def hard_tanh(x):
    """A tanh made of three straight lines.

    y = min(max(x, -1), 1). Shapes: x [...] -> [...].
    Source: https://keras.io/api/layers/activations/#hardtanh-function
    """
    return jax.nn.hard_tanh(x)


def softsign(x):
    """Squeezes every number between -1 and 1, more slowly than tanh.

    y = x / (|x| + 1). Shapes: x [...] -> [...].
    Source: https://keras.io/api/layers/activations/#softsign-function
    """
    return jax.nn.soft_sign(x)


def log_sigmoid(x):
    """Logarithm of the sigmoid, exact even where that is almost 0.

    y = -log(1 + exp(-x)). Shapes: x [...] -> [...].
    Source: https://keras.io/api/layers/activations/#logsigmoid-function
    """
    return jax.nn.log_sigmoid(x)


MODULES = (
    activation(
        "Sigmoid",
        "Squeezes every number between 0 and 1; gives the probability of a yes.",
        sigmoid,
        operations=3,
        words=("logistic", "probability", "시그모이드", "nn.Sigmoid", "nnx.sigmoid"),
    ),
    activation(
        "Tanh",
        "Squeezes every number between -1 and 1.",
        tanh,
        words=("hyperbolic tangent", "쌍곡탄젠트", "하이퍼볼릭 탄젠트", "nn.Tanh", "nnx.tanh"),
    ),
    activation(
        "Hard sigmoid",
        "A sigmoid made of straight lines, quick to compute.",
        hard_sigmoid,
        operations=4,
        words=(
            "piecewise linear",
            "하드 시그모이드",
            "activations.hard_sigmoid",
            "nn.Hardsigmoid",
            "nnx.hard_sigmoid",
        ),
    ),
    activation(
        "Hard tanh",
        "A tanh made of straight lines: cuts numbers off at -1 and 1.",
        hard_tanh,
        operations=2,
        words=(
            "clip",
            "하드 탄젠트",
            "activations.hard_tanh",
            "nn.Hardtanh",
            "nnx.hard_tanh",
        ),
    ),
    activation(
        "Softsign",
        "Squeezes every number between -1 and 1, more slowly than tanh.",
        softsign,
        operations=3,
        words=("soft sign", "소프트사인", "activations.softsign", "nn.Softsign", "nnx.soft_sign"),
    ),
    activation(
        "Log sigmoid",
        "The logarithm of a probability, exact even for very small ones.",
        log_sigmoid,
        operations=3,
        words=(
            "log probability",
            "로그 시그모이드",
            "activations.log_sigmoid",
            "nn.LogSigmoid",
            "nnx.log_sigmoid",
        ),
    ),
)
