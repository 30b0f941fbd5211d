"""Activations along an axis: what a number becomes depends on the others there."""

from dataclasses import replace

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.lazy import jax, jnp
from hornstudio.engine.module import Mask
from hornstudio.engine.modules.activations.declaration import activation, infer_along_axis
from hornstudio.engine.modules.axis import need_float, sample_axis
from hornstudio.engine.params import Int, Values
from hornstudio.engine.shapes import Spec, map_dim


def softmax(x, *, axis, mask=None):
    """Exponentials that sum to 1 along `axis`.

    y = exp(x) / sum(exp(x)). A mask that says of every single number whether it counts, so one
    of the shape of x, turns the others into 0; one of whole steps has no say here.
    Shapes: x [...] -> [...]. Source: https://keras.io/api/layers/activation_layers/softmax/
    """
    if mask is None or mask.ndim < x.ndim:
        return jax.nn.softmax(x, axis=axis)
    return jnp.where(mask, jax.nn.softmax(jnp.where(mask, x, -1e9), axis=axis), 0.0)


def log_softmax(x, *, axis):
    """Logarithms of numbers that sum to 1 along `axis`.

    y = x - log(sum(exp(x))). Shapes: x [...] -> [...].
    Source: https://keras.io/api/layers/activations/#logsoftmax-function
    """
    return jax.nn.log_softmax(x, axis=axis)


def glu(x, *, axis):
    """Gated linear unit: one half along `axis`, times the sigmoid of the other.

    y = a * sigmoid(b), where x is a and b behind one another.
    Shapes: x [..., 2n, ...] -> [..., n, ...].
    Source: Dauphin et al., 2016, arXiv:1612.08083, eq. 1.
    """
    return jax.nn.glu(x, axis)


def infer_glu(p: Values, x: Spec) -> Spec:
    """[..., 2n, ...] -> [..., n, ...]. Raises: ShapeError where there are no two halves."""
    need_float(x)
    place = sample_axis(p.axis, x)
    length = x.shape[place]
    if isinstance(length, int) and length % 2:
        raise ShapeError(
            "cuts axis {axis} into two halves, but {spec} has {length} there; need an even number",
            port="input",
            axis=p.axis,
            spec=str(x),
            length=length,
        )
    half = map_dim(length, lambda n: n // 2, "{}/2")
    return x.with_shape((*x.shape[:place], half, *x.shape[place + 1 :]))


def _axis(help: str) -> Int:
    return Int(name="axis", default=-1, help=help)


MODULES = (
    activation(
        "Softmax",
        "Turns scores into probabilities that sum to 1.",
        softmax,
        _axis("Axis along which the outputs sum to 1."),
        operations=3,
        infer=infer_along_axis,
        source="https://keras.io/api/layers/activation_layers/softmax/",
        words=(
            "probabilities",
            "소프트맥스",
            "확률",
            "layers.Softmax",
            "nn.Softmax",
            "nnx.softmax",
        ),
    ),
    activation(
        "Log softmax",
        "Turns scores into the logarithms of probabilities, exact even for very small ones.",
        log_softmax,
        _axis("Axis along which the probabilities sum to 1."),
        operations=4,
        infer=infer_along_axis,
        words=(
            "log probabilities",
            "로그 소프트맥스",
            "activations.log_softmax",
            "nn.LogSoftmax",
            "nnx.log_softmax",
        ),
    ),
    replace(
        activation(
            "GLU",
            "Lets one half of the inputs through as far as the other half allows.",
            glu,
            _axis("Axis that is cut into the two halves."),
            operations=4,
            infer=infer_glu,
            words=(
                "gated linear unit",
                "gate",
                "게이트 선형",
                "글루",
                "activations.glu",
                "nn.GLU",
                "nnx.glu",
            ),
        ),
        mask=Mask(lambda p, masked: "keep" if p.axis == -1 else "drop"),
        is_held=False,
    ),
)
