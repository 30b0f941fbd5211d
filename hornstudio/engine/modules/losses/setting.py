"""Ports and params that many losses share, and how a loss is declared."""

from collections.abc import Callable
from typing import Any

from hornstudio.engine.module import Module, Port
from hornstudio.engine.params import Choice, Flag, Float, Int, Param

DOCS = "https://keras.io/api/losses/"
LOSS_PORTS = (Port("prediction"), Port("target"), Port("sample_weight", optional=True))

WEIGHT = Float(
    name="weight", default=1.0, low=0.0, live=True, help="Share of this loss in the total."
)
FROM_LOGITS = Flag(
    name="from_logits",
    default=False,
    help="Whether the prediction is raw scores instead of probabilities.",
)
REDUCTION = Choice(
    name="reduction",
    default="sum_over_batch_size",
    options=("sum_over_batch_size", "sum", "mean_with_sample_weight"),
    advanced=True,
    help="How the values of the samples become one number: their sum divided by how many there "
    "are, their sum, or their sum divided by the sum of the sample weights.",
)
GAMMA = Float(
    name="gamma",
    default=2.0,
    low=0.0,
    help="How much less a sample counts the surer it already is of the right answer; 0 counts "
    "all alike.",
)
SHARE_SMOOTHING = "How much of each target is spread over all classes."
HALF_SMOOTHING = "How far each target is moved towards one half."
CLASS_AXIS = "Axis of the classes."
MEAN_AXIS = "Axis to take the mean over."


def crossentropy_params(smoothing_help: str, axis_help: str, *more: Param) -> tuple[Param, ...]:
    """Params of everything that compares probabilities, and more behind the usual ones."""
    return (
        FROM_LOGITS,
        Float(name="label_smoothing", default=0.0, low=0.0, high=1.0, help=smoothing_help),
        *more,
        WEIGHT,
        Int(name="axis", default=-1, advanced=True, help=axis_help),
        REDUCTION,
    )


def loss_module(
    title: str,
    apply: Callable[..., Any],
    infer: Callable[..., Any],
    help: str,
    source: str,
    keras: str,
    params: tuple[Param, ...],
    words: tuple[str, ...],
) -> Module:
    """A loss that is called like its function. source: a page, or its place below Keras' losses."""
    return Module(
        kind=apply.__name__,
        title=title,
        category="loss",
        help=help,
        source=source if source.startswith("https:") else f"{DOCS}{source}-class",
        params=params,
        inputs=LOSS_PORTS,
        outputs=(Port("loss"),),
        infer=infer,
        apply=apply,
        keras=f"losses.{keras}",
        words=words,
        main=(params[0].name,),
    )
