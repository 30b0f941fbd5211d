"""Encoding of categories: integers become vectors that say which ones there are."""

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.lazy import jax, jnp
from hornstudio.engine.module import Module, Port
from hornstudio.engine.modules.axis import need_integers
from hornstudio.engine.params import Choice, Int, Values
from hornstudio.engine.problem import Insert, Remedy, set_to
from hornstudio.engine.shapes import Dim, Spec
from hornstudio.engine.text import Text


def category_encoding(ids, count_weights=None, *, num_tokens, output_mode):
    """Says for each category whether, where or how often it is in a list of integers.

    one_hot: y[..., k] = 1 where the integer is k, else 0; a last axis of length 1 is dropped.
    multi_hot: y[k] = 1 where k is in the list. count: y[k] = how often, each with its weight in
    count_weights. An integer outside 0 to num_tokens - 1 counts nowhere.
    Shapes: ids [B, N] or [B] -> [B, num_tokens]; one_hot: ids [B, ...] -> [B, ..., num_tokens].
    Source: https://keras.io/api/layers/preprocessing_layers/categorical/category_encoding/
    """
    if output_mode == "one_hot":
        if ids.ndim > 1 and ids.shape[-1] == 1:
            ids = ids[..., 0]
        return jax.nn.one_hot(ids, num_tokens)
    found = jax.nn.one_hot(ids.reshape(ids.shape[0], -1), num_tokens)
    if output_mode == "multi_hot":
        return jnp.max(found, axis=1)
    if count_weights is not None:
        found = found * count_weights.reshape(ids.shape[0], -1, 1)
    return jnp.sum(found, axis=1)


def infer_category_encoding(p: Values, ids: Spec, count_weights: Spec | None) -> Spec:
    """[N] or [] integers -> [num_tokens]; one_hot: of any rank. Raises: ShapeError."""
    _need_ids(p, ids)
    if count_weights is not None:
        _need_weights(p, ids, count_weights)
    if p.output_mode != "one_hot":
        if ids.rank > 1:
            raise ShapeError(
                "gets {spec}; {mode} needs a list of integers",
                port="input",
                remedies=[Remedy(Text("Insert Flatten"), Insert("flatten"))],
                spec=str(ids),
                mode=p.output_mode,
            )
        return Spec((p.num_tokens,))
    shape = ids.shape[:-1] if ids.rank and ids.shape[-1] == 1 else ids.shape
    return Spec((*shape, p.num_tokens))


def _need_ids(p: Values, ids: Spec) -> None:
    """Integers, none of them too large as far as that is known. Raises: ShapeError."""
    need_integers(ids)
    if ids.classes and ids.classes > p.num_tokens:
        raise ShapeError(
            "num_tokens is {tokens}, but there are {classes} classes",
            port="input",
            remedies=[set_to("num_tokens", ids.classes)],
            tokens=p.num_tokens,
            classes=ids.classes,
        )


def _need_weights(p: Values, ids: Spec, weights: Spec) -> None:
    """A weight for each integer, and only where they are counted. Raises: ShapeError."""
    if p.output_mode != "count":
        raise ShapeError(
            "output_mode is {mode}, which takes no weights; need count",
            port="count_weights",
            remedies=[set_to("output_mode", "count")],
            mode=p.output_mode,
        )
    unlike = [a != b for a, b in zip(weights.shape, ids.shape, strict=False) if _are_known(a, b)]
    if weights.rank != ids.rank or any(unlike) or weights.dtype.startswith("int"):
        raise ShapeError(
            "count_weights is {weights}; need a number with a fraction for each of {ids} integers",
            port="count_weights",
            weights=str(weights),
            ids=str(ids),
        )


def _are_known(*lengths: Dim) -> bool:
    return all(isinstance(length, int) for length in lengths)


def category_encoding_flops(p: Values, ids: Spec, count_weights: Spec | None) -> int:
    """A comparison for each integer and category."""
    return (ids.size or 0) * int(p.num_tokens)


MODULES = (
    Module(
        kind="category_encoding",
        title="Category encoding",
        category="preprocessing",
        help="Turns integers, such as class labels, into vectors that say which ones there are.",
        source="https://keras.io/api/layers/preprocessing_layers/categorical/category_encoding/",
        params=(
            Int(
                name="num_tokens",
                default=10,
                low=1,
                help="How many different integers there are; the largest is one less.",
            ),
            Choice(
                name="output_mode",
                default="multi_hot",
                options=("multi_hot", "one_hot", "count"),
                help="Whether each is in the list (multi_hot), a vector for each integer "
                "(one_hot), or how often each is in the list (count).",
            ),
        ),
        inputs=(Port("input"), Port("count_weights", optional=True)),
        infer=infer_category_encoding,
        flops=category_encoding_flops,
        apply=category_encoding,
        keras="layers.CategoryEncoding",
        left_out={"sparse": "arrays hold every number, also the zeros"},
        words=("one hot", "multi hot", "원핫 인코딩", "범주", "F.one_hot", "jax.nn.one_hot"),
        main=("num_tokens", "output_mode"),
    ),
)
