"""Core layers: dense, and what lets all through as it is or marks what does not count."""

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.lazy import jnp
from hornstudio.engine.module import KEEP, Arrays, Mask, Module
from hornstudio.engine.modules.axis import known_length
from hornstudio.engine.modules.layers.embedding import EMBEDDING_ROWS
from hornstudio.engine.modules.layers.own_dense import weighted
from hornstudio.engine.modules.layers.setting import (
    ACTIVATION,
    KERNEL_AND_BIAS,
    LORA,
    USE_BIAS,
    kernel_and_bias,
    no_flops,
)
from hornstudio.engine.params import Float, Int, Values
from hornstudio.engine.problem import Insert, Remedy
from hornstudio.engine.shapes import Spec
from hornstudio.engine.text import Text


def dense(w, x, *, activation):
    """Every output sums all inputs, each with a weight of its own.

    y = activation(x @ kernel + bias)
    Shapes: x [..., F], kernel [F, units], bias [units] -> [..., units].
    Source: https://keras.io/api/layers/core_layers/dense/
    """
    return weighted(x, w["kernel"], w.get("bias"), activation)


def infer_dense(p: Values, x: Spec) -> Spec:
    """[..., F] -> [..., units]. Raises: ShapeError for single numbers and an unknown F."""
    if x.is_label:
        raise ShapeError(
            "gets integer class labels; needs at least a vector", port="input", remedies=_embed(x)
        )
    if x.rank == 0:
        remedy = Remedy(Text("Insert Flatten"), Insert("flatten"), "1")
        raise ShapeError(
            "gets one number a sample; needs at least a vector", port="input", remedies=[remedy]
        )
    known_length(x, x.rank - 1)
    return x.with_shape((*x.shape[:-1], p.units))


def _embed(x: Spec) -> list[Remedy]:
    """Labels become vectors by an embedding."""
    count = x.classes or EMBEDDING_ROWS
    return [Remedy(Text("Insert Embedding"), Insert("embedding", {"input_dim": count}))]


def dense_weights(p: Values, x: Spec) -> Arrays:
    """kernel [F, units], bias [units]."""
    return kernel_and_bias(p, (known_length(x, x.rank - 1), p.units), p.units)


def dense_flops(p: Values, x: Spec) -> int:
    """A multiplication and an addition for each weight."""
    return 2 * (x.size or 0) * p.units


def identity(x):
    """Gives out what comes in.

    y = x. Shapes: x [...] -> [...]. Source: https://keras.io/api/layers/core_layers/identity/
    """
    return x


def masking(x, *, mask_value):
    """Tells the steps that hold nothing, and sets them to 0.

    A step counts where any of its numbers is not mask_value; y = x there, else 0.
    Shapes: x [B, ..., F] -> [B, ..., F].
    Source: https://keras.io/api/layers/core_layers/masking/
    """
    return jnp.where(jnp.any(x != mask_value, axis=-1, keepdims=True), x, 0)


def is_not_filling(x, *, mask_value):
    """Which steps count: those of which some number is not mask_value."""
    return jnp.any(x != mask_value, axis=-1)


def infer_identity(p: Values, x: Spec) -> Spec:
    """[...] -> [...]."""
    return x


def infer_masking(p: Values, x: Spec) -> Spec:
    """[..., F] -> [..., F]. Raises: ShapeError for single numbers."""
    if x.rank == 0:
        raise ShapeError("gets one number a sample; needs steps to look through", port="input")
    return x


def masking_flops(p: Values, x: Spec) -> int:
    """A comparison and a choice for each number."""
    return 2 * (x.size or 0)


MODULES = (
    Module(
        kind="dense",
        title="Dense",
        category="core",
        help="Connects every input to every output, each with a weight that is learned.",
        source="https://keras.io/api/layers/core_layers/dense/",
        params=(
            Int(name="units", default=32, low=1, help="How many outputs the layer has."),
            ACTIVATION,
            USE_BIAS,
            *KERNEL_AND_BIAS,
        ),
        infer=infer_dense,
        weights=dense_weights,
        flops=dense_flops,
        apply=dense,
        alone=True,
        mask=KEEP,
        keras="layers.Dense",
        left_out=LORA,
        words=(
            "linear",
            "fully connected",
            "affine",
            "perceptron",
            "완전 연결",
            "선형",
            "밀집",
            "nn.Linear",
            "nnx.Linear",
        ),
        main=("units", "activation"),
    ),
    Module(
        kind="identity",
        title="Identity",
        category="core",
        help="Gives out what comes in. Holds a place, or a name, in a graph.",
        source="https://keras.io/api/layers/core_layers/identity/",
        infer=infer_identity,
        flops=no_flops,
        apply=identity,
        alone=True,
        mask=KEEP,
        keras="layers.Identity",
        words=("placeholder", "nothing", "항등", "layers.Identity", "nn.Identity", "nnx.identity"),
    ),
    Module(
        kind="masking",
        title="Masking",
        category="core",
        help="Marks the steps of a sequence that only fill it up, so that layers that know of it "
        "leave them out.",
        source="https://keras.io/api/layers/core_layers/masking/",
        params=(
            Float(
                name="mask_value",
                default=0.0,
                help="A step all of whose numbers are this one only fills up.",
            ),
        ),
        infer=infer_masking,
        flops=masking_flops,
        apply=masking,
        alone=True,
        mask=Mask(lambda p, masked: "make", is_not_filling),
        keras="layers.Masking",
        words=(
            "padding",
            "skip steps",
            "마스킹",
            "채움",
            "layers.Masking",
            "pack_padded_sequence",
            "key_padding_mask",
        ),
        main=("mask_value",),
    ),
)
