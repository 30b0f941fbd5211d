"""Core layers: dense and embedding."""

from hornstudio.engine.errors import ShapeError, Text
from hornstudio.engine.lazy import jnp
from hornstudio.engine.module import KEEP, Arrays, Mask, Module
from hornstudio.engine.modules.axis import known_length
from hornstudio.engine.modules.layers.setting import (
    ACTIVATION,
    KERNEL_AND_BIAS,
    USE_BIAS,
    constraint,
    initializer,
    kernel_and_bias,
    regularizer,
    weight_array,
)
from hornstudio.engine.params import Flag, Int, Values
from hornstudio.engine.problem import UPSTREAM, Insert, Remedy, SetParam
from hornstudio.engine.shapes import Spec


def dense(w, x, *, activation):
    """Every output sums all inputs, each with a weight of its own.

    y = activation(x @ kernel + bias)
    Shapes: x [..., F], kernel [F, units], bias [units] -> [..., units].
    Source: https://keras.io/api/layers/core_layers/dense/
    """
    y = x @ w["kernel"]
    if "bias" in w:
        y = y + w["bias"]
    return y if activation is None else activation(y)


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


def embedding(w, ids):
    """Looks up one learned vector for each integer.

    y = embeddings[ids]; an id that has no row gives NaN.
    Shapes: ids [...] integers, embeddings [input_dim, output_dim] -> [..., output_dim].
    Source: https://keras.io/api/layers/core_layers/embedding/
    """
    return jnp.take(w["embeddings"], ids, axis=0)


def is_not_zero(ids):
    """Which places of a sequence count: all but those of a 0."""
    return ids != 0


def infer_embedding(p: Values, ids: Spec) -> Spec:
    """[...] integers -> [..., output_dim]. Raises: ShapeError for fractions, too few rows."""
    if not ids.dtype.startswith("int"):
        raise ShapeError(
            "gets {dtype} numbers ({spec}); needs integers to look up",
            port="input",
            remedies=[Remedy(Text("Set dtype to int32"), SetParam("dtype", "int32", UPSTREAM))],
            dtype=ids.dtype,
            spec=str(ids),
        )
    if ids.classes and ids.classes > p.input_dim:
        fix = SetParam("input_dim", ids.classes)
        raise ShapeError(
            "input_dim is {rows}, but the ids go up to {last}; need {count} rows",
            port="input",
            remedies=[Remedy(Text("Set input_dim to {n}", n=ids.classes), fix)],
            rows=p.input_dim,
            last=ids.classes - 1,
            count=ids.classes,
        )
    return Spec((*ids.shape, p.output_dim))


def embedding_weights(p: Values, ids: Spec) -> Arrays:
    """embeddings [input_dim, output_dim]."""
    return (weight_array((p.input_dim, p.output_dim), "embeddings"),)


def no_flops(*_: object) -> int:
    """Nothing is calculated, only moved."""
    return 0


EMBEDDING_ROWS = 1000
LORA = dict.fromkeys(
    ("lora_rank", "lora_alpha", "quantization_config"),
    "for fitting large ready models into memory, which are not here",
)

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
        kind="embedding",
        title="Embedding",
        category="core",
        help="Gives each integer, such as a word's number, a vector that is learned.",
        source="https://keras.io/api/layers/core_layers/embedding/",
        params=(
            Int(
                name="input_dim",
                default=EMBEDDING_ROWS,
                low=1,
                help="How many different integers there are; the largest is one less.",
            ),
            Int(name="output_dim", default=32, low=1, help="Length of each vector."),
            initializer("embeddings_initializer", "random_uniform", "table of vectors"),
            regularizer("embeddings_regularizer", "table of vectors"),
            constraint("embeddings_constraint", "table of vectors"),
            Flag(
                name="mask_zero",
                default=False,
                help="Whether a 0 only fills up a sequence: layers that know of it leave it out.",
            ),
        ),
        infer=infer_embedding,
        weights=embedding_weights,
        flops=no_flops,
        apply=embedding,
        mask=Mask(lambda p, masked: "make" if p.mask_zero else "drop", is_not_zero),
        keras="layers.Embedding",
        left_out={"weights": "train, or take the weights of a run", **LORA},
        words=(
            "lookup",
            "word vectors",
            "token",
            "임베딩",
            "단어 벡터",
            "nn.Embedding",
            "nnx.Embed",
        ),
        main=("input_dim", "output_dim"),
    ),
)
