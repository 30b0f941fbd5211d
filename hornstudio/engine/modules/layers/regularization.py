"""Layers that make training harder, so that what is learned holds for new data."""

from hornstudio.engine.lazy import jax, jnp
from hornstudio.engine.module import KEEP, Module
from hornstudio.engine.modules.activations import same_shape
from hornstudio.engine.modules.layers.core import no_flops
from hornstudio.engine.params import Float


def dropout(x, *, rate, training, key):
    """While training, set a random share of the numbers to 0 and scale up the rest.

    y = x * m / (1 - rate), each m 1 with probability 1 - rate, else 0; y = x when not training.
    Shapes: x [...] -> [...]. Source: https://keras.io/api/layers/regularization_layers/dropout/
    """
    if not training or rate == 0.0:
        return x
    keep = jax.random.bernoulli(key, 1.0 - rate, x.shape)
    return jnp.where(keep, x / (1.0 - rate), 0.0)


MODULES = (
    Module(
        kind="dropout",
        title="Dropout",
        category="normalization",
        help="Sets a random share of the numbers to 0 while training, so that no unit can rely "
        "on another.",
        source="https://keras.io/api/layers/regularization_layers/dropout/",
        params=(
            Float(
                name="rate",
                default=0.5,
                low=0.0,
                below=1.0,
                help="Share of the numbers that become 0 while training.",
            ),
        ),
        infer=same_shape,
        flops=no_flops,
        apply=dropout,
        mask=KEEP,
        keras="layers.Dropout",
        left_out={"noise_shape": "no place uses it"},
        words=("regularization", "드롭아웃", "과적합 방지", "nn.Dropout", "nnx.Dropout"),
        main=("rate",),
    ),
)
