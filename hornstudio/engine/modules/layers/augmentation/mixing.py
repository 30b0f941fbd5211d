"""Augmentations that mix each picture with another one of the batch, and their labels likewise."""

from typing import Any

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.lazy import jax, jnp
from hornstudio.engine.module import Module, Port
from hornstudio.engine.modules.layers.augmentation.draw import draw_box
from hornstudio.engine.modules.layers.augmentation.setting import DOCS, spread
from hornstudio.engine.modules.layers.window import need_picture
from hornstudio.engine.params import Float, Values
from hornstudio.engine.problem import Insert, Remedy
from hornstudio.engine.shapes import Spec
from hornstudio.engine.text import Text


def mix_up(x, labels=None, *, alpha, training, key):
    """While training, lay a second picture of the batch over each one, and mix their labels.

    y = s * x + (1 - s) * x[order], labels likewise; order deals the batch anew, each picture's s
    drawn from the beta distribution of (alpha, alpha). y = x when not training.
    Shapes: x [B, H, W, C], labels [B, K] or None -> [B, H, W, C], and [B, K] or None.
    Source: Zhang et al., 2017, arXiv:1710.09412, eq. 1.
    """
    if not training:
        return x, labels
    order, share = draw_mix(key, x, alpha)
    return blend(x, order, share), mix_labels(labels, order, share)


def draw_mix(key, x, alpha):
    """Each picture's partner [B], and its own share [B]."""
    for_order, for_share = jax.random.split(key)
    order = jax.random.permutation(for_order, x.shape[0])
    return order, jax.random.beta(for_share, alpha, alpha, (x.shape[0],), x.dtype)


def blend(x, order, share):
    """Each picture with its share, its partner with the rest."""
    share = share[:, None, None, None]
    return share * x + (1.0 - share) * x[order]


def mix_labels(labels, order, share):
    """Each label with the picture's share, its partner's with the rest. Shapes: [B, K]."""
    if labels is None:
        return None
    return share[:, None] * labels + (1.0 - share[:, None]) * labels[order]


def cut_mix(x, labels=None, *, factor, training, key):
    """While training, put a box of a second picture into each one, and mix their labels.

    y = x[order] inside the box, x outside, labels by the areas; order deals the batch anew. The
    box covers 1 - s of the picture, each picture's s drawn from the beta distribution of (a, a),
    the batch's a from `factor`. y = x when not training.
    Shapes: x [B, H, W, C], labels [B, K] or None -> [B, H, W, C], and [B, K] or None.
    Source: Yun et al., 2019, arXiv:1905.04899, eq. 1 and 2.
    """
    if not training:
        return x, labels
    order, is_box, share = draw_patch(key, x, factor)
    return patch(x, order, is_box), mix_labels(labels, order, share)


def draw_patch(key, x, factor):
    """Each picture's partner [B], the box that comes from it [B, H, W, 1], its own share [B]."""
    for_alpha, for_share, for_box, for_order = jax.random.split(key, 4)
    alpha = jax.random.uniform(for_alpha, (), x.dtype, factor[0], factor[1]) + 1e-6
    share = jax.random.beta(for_share, alpha, alpha, (x.shape[0],), x.dtype)
    side = jnp.sqrt(1.0 - share)[:, None, None, None]
    order = jax.random.permutation(for_order, x.shape[0])
    return order, draw_box(for_box, x, side, side), share


def patch(x, order, is_box):
    """Each picture with a box of its partner's in it."""
    return jnp.where(is_box, x[order], x)


def infer_mix(p: Values, x: Spec, labels: Spec | None) -> dict[str, Spec]:
    """[H, W, C] and [K] -> the same. Raises: ShapeError for labels that are no shares."""
    need_picture(x)
    outputs = {"output": x.with_shape(x.shape)}
    if labels is None:
        return outputs
    if labels.rank != 1 or labels.dtype.startswith("int"):
        raise ShapeError(
            "labels is {labels}; need a share for each class, which can be mixed",
            port="labels",
            remedies=_encode(labels),
            labels=Text("integer class labels") if labels.is_label else str(labels),
        )
    return outputs | {"labels": labels}


def _encode(labels: Spec) -> list[Remedy]:
    """Labels become shares by an encoding, where the number of classes is known."""
    if not labels.classes:
        return []
    params = {"num_tokens": labels.classes, "output_mode": "one_hot"}
    label = Text("Insert {title}", title=Text("Category encoding"))
    return [Remedy(label, Insert("category_encoding", params), str(labels.classes))]


def mix_flops(p: Values, x: Spec, labels: Spec | None) -> int:
    """Two multiplications and an addition for each number."""
    return 3 * ((x.size or 0) + (labels.size or 0 if labels else 0))


def _mixing(kind: str, title: str, help: str, **given: Any) -> Module:
    return Module(
        kind=kind,
        title=title,
        category="preprocessing",
        help=help,
        source=f"{DOCS}{kind}/",
        inputs=(Port("input"), Port("labels", optional=True)),
        outputs=(Port("output"), Port("labels")),
        infer=infer_mix,
        flops=mix_flops,
        **given,
    )


MODULES = (
    _mixing(
        "mix_up",
        "Mix up",
        "Lays a second picture over each one while training, and mixes their labels.",
        params=(
            Float(
                name="alpha",
                default=0.2,
                above=0.0,
                help="How strongly pictures are mixed: near 0 hardly ever, 1 in any share.",
            ),
        ),
        apply=mix_up,
        keras="layers.MixUp",
        words=("augmentation", "데이터 증강", "섞기", "믹스업", "v2.MixUp"),
        main=("alpha",),
    ),
    _mixing(
        "cut_mix",
        "Cut mix",
        "Puts a box of a second picture into each one while training, and mixes their labels.",
        params=(
            spread(
                "factor",
                (0.0, 1.0),
                0.0,
                "Between which numbers that of the beta distribution is drawn; larger ones give "
                "boxes of any size",
            ),
        ),
        apply=cut_mix,
        keras="layers.CutMix",
        words=("augmentation", "데이터 증강", "컷믹스", "v2.CutMix"),
        main=("factor",),
    ),
)
