"""Embeddings: a learned vector for each integer, and the way back from vectors to integers."""

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.lazy import jnp
from hornstudio.engine.module import Array, Arrays, Mask, Module
from hornstudio.engine.modules.axis import need_float, need_integers
from hornstudio.engine.modules.layers.lookup import looked_up
from hornstudio.engine.modules.layers.rows import times
from hornstudio.engine.modules.layers.setting import (
    LORA,
    constraint,
    initializer,
    no_flops,
    regularizer,
    weight_array,
)
from hornstudio.engine.params import Flag, Float, Int, Values
from hornstudio.engine.problem import set_to
from hornstudio.engine.shapes import Spec


def embedding(w, ids):
    """Looks up one learned vector for each integer.

    y = embeddings[ids]; an id that has no row gives NaN.
    Shapes: ids [...] integers, embeddings [input_dim, output_dim] -> [..., output_dim].
    Source: https://keras.io/api/layers/core_layers/embedding/
    """
    return looked_up(w["embeddings"], ids)


def is_not_zero(ids):
    """Which places of a sequence count: all but those of a 0."""
    return ids != 0


def reversible_embedding(w, x, *, reverse, logit_soft_cap):
    """Looks up one learned vector for each integer, or, in reverse, scores all integers.

    y = embeddings[x]; in reverse y = x @ embeddings^T, or x @ reverse_embeddings where the weights
    are not tied, and c * tanh(y / c) where logit_soft_cap is c.
    Shapes: x [...] integers, embeddings [input_dim, output_dim] -> [..., output_dim]; in reverse
    x [..., output_dim], reverse_embeddings [output_dim, input_dim] -> [..., input_dim].
    Source: Press and Wolf, 2016, arXiv:1608.05859.
    """
    if not reverse:
        return looked_up(w["embeddings"], x)
    tied = "reverse_embeddings" not in w
    logits = times(x, w["embeddings"].T if tied else w["reverse_embeddings"])
    if logit_soft_cap is None:
        return logits
    return jnp.tanh(logits / logit_soft_cap) * logit_soft_cap


def infer_embedding(p: Values, ids: Spec) -> Spec:
    """[...] integers -> [..., output_dim]. Raises: ShapeError for fractions, too few rows."""
    need_integers(ids)
    if ids.classes and ids.classes > p.input_dim:
        raise ShapeError(
            "input_dim is {rows}, but the ids go up to {last}; need {count} rows",
            port="input",
            remedies=[set_to("input_dim", ids.classes)],
            rows=p.input_dim,
            last=ids.classes - 1,
            count=ids.classes,
        )
    return Spec((*ids.shape, p.output_dim))


def embedding_weights(p: Values, ids: Spec) -> Arrays:
    """embeddings [input_dim, output_dim]."""
    return (weight_array((p.input_dim, p.output_dim), "embeddings"),)


def infer_reversible_embedding(p: Values, x: Spec) -> Spec:
    """[...] integers -> [..., output_dim]; in reverse [..., output_dim] -> [..., input_dim].

    Raises: ShapeError.
    """
    if not p.reverse:
        return infer_embedding(p, x)
    need_float(x)
    length = x.shape[-1] if x.shape else 1
    if isinstance(length, int) and (length != p.output_dim or not x.shape):
        raise ShapeError(
            "gets {spec}; in reverse it needs vectors of output_dim, which is {need}",
            port="input",
            remedies=[set_to("output_dim", length)] if x.shape else [],
            spec=str(x),
            need=p.output_dim,
        )
    return x.with_shape((*x.shape[:-1], p.input_dim))


def reversible_embedding_weights(p: Values, x: Spec) -> Arrays:
    """embeddings [input_dim, output_dim]; untied reverse_embeddings [output_dim, input_dim]."""
    back = Array("reverse_embeddings", (p.output_dim, p.input_dim), "embeddings_initializer")
    return (*embedding_weights(p, x), *(() if p.tie_weights else (back,)))


def reversible_embedding_flops(p: Values, x: Spec) -> int:
    """In reverse a multiplication and an addition for each number of the table."""
    return 2 * (x.size or 0) * p.input_dim if p.reverse else 0


EMBEDDING_ROWS = 1000
TABLE = (
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
)

MODULES = (
    Module(
        kind="embedding",
        title="Embedding",
        category="core",
        help="Gives each integer, such as a word's number, a vector that is learned.",
        source="https://keras.io/api/layers/core_layers/embedding/",
        params=TABLE,
        infer=infer_embedding,
        weights=embedding_weights,
        flops=no_flops,
        apply=embedding,
        has_rows=True,
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
    Module(
        kind="reversible_embedding",
        title="Reversible embedding",
        category="core",
        help="An embedding that also leads back: let a second one, set to reverse, share its "
        "weights, and it scores which integer each vector stands for.",
        source="https://keras.io/api/layers/core_layers/reversible_embedding/",
        params=(
            *TABLE,
            Flag(
                name="reverse",
                default=False,
                help="Whether this one takes vectors and gives a score for each integer.",
            ),
            Flag(
                name="tie_weights",
                default=True,
                help="Whether the way back uses the same table; if not, it has one of its own.",
            ),
            Float(
                name="logit_soft_cap",
                default=None,
                optional=True,
                above=0.0,
                help="Bound that scores bend towards on the way back; none for no bound.",
            ),
        ),
        infer=infer_reversible_embedding,
        weights=reversible_embedding_weights,
        flops=reversible_embedding_flops,
        apply=reversible_embedding,
        mask=Mask(
            lambda p, masked: "make" if p.mask_zero and not p.reverse else "drop", is_not_zero
        ),
        keras="layers.ReversibleEmbedding",
        left_out={"reverse_dtype": "the engine computes in float32"},
        words=(
            "tied weights",
            "language model head",
            "unembedding",
            "역방향 임베딩",
            "가중치 묶기",
            "layers.ReversibleEmbedding",
            "nn.Embedding",
            "nnx.Embed.attend",
        ),
        main=("input_dim", "output_dim"),
    ),
)
