"""Params that many optimizers share, and how one is declared."""

from collections.abc import Callable, Mapping
from typing import Any

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.module import Module, Port
from hornstudio.engine.modules.optimizers.descent import finished_weights
from hornstudio.engine.params import Flag, Float, Int, Nested, Param, Values
from hornstudio.engine.problem import set_to
from hornstudio.engine.shapes import Spec

BELOW_ROOT = "Small number added below the root, against division by 0."
CLIPPING = ("clipnorm", "clipvalue", "global_clipnorm")


FLOAT32 = {"loss_scale_factor": "the engine computes in float32"}


def infer_optimizer(p: Values, losses: tuple[Spec, ...]) -> dict[str, Spec]:
    """An optimizer has no output port. Raises: ShapeError when it would clip in two ways."""
    chosen = [name for name in CLIPPING if p[name] is not None]
    if len(chosen) > 1:
        raise ShapeError(
            "{names} are both set; only one way of clipping can be",
            remedies=[set_to(name, None) for name in chosen],
            names=" and ".join(chosen),
        )
    return {}


def learning_rate(default: float) -> Nested:
    """A number, or a schedule."""
    return Nested(
        name="learning_rate",
        category="schedule",
        default=default,
        number=Float(name="learning_rate", default=default, above=0.0, live=True, help=""),
        help="Size of each step: a number, or a schedule that changes it while training.",
    )


def weight_decay(default: float | None, name: str = "weight_decay", whose: str = "all") -> Float:
    """Share by which the weights shrink, before the learning rate."""
    return Float(
        name=name,
        default=default,
        optional=True,
        low=0.0,
        live=True,
        advanced=default is None,
        help=f"How much {whose} weights shrink at each step, times the learning rate; none for "
        "not at all.",
    )


def share(name: str, default: float, what: str) -> Float:
    """How slowly a running mean follows, from 0 to below 1."""
    return Float(
        name=name,
        default=default,
        low=0.0,
        below=1.0,
        help=f"How slowly {what} follows: share of the old value.",
    )


def epsilon(default: float, name: str = "epsilon", help: str = "") -> Float:
    """A small number against division by 0."""
    return Float(
        name=name,
        default=default,
        low=0.0,
        advanced=True,
        help=help or "Small number added to the divisor, against division by 0.",
    )


def momentum(default: float) -> Float:
    """How much of the last step goes on."""
    return Float(
        name="momentum",
        default=default,
        low=0.0,
        high=1.0,
        help="How much of the last step goes on; 0 for none.",
    )


def nesterov(default: bool = False) -> Flag:
    """Whether momentum looks ahead."""
    return Flag(name="nesterov", default=default, help="Whether momentum looks one step ahead.")


def _limit(name: str, help: str) -> Float:
    return Float(name=name, default=None, optional=True, above=0.0, advanced=True, help=help)


COMMON: tuple[Param, ...] = (
    _limit("clipnorm", "Largest norm of the gradient of each weight array; none for no limit."),
    _limit("clipvalue", "Largest number in a gradient; none for no limit."),
    _limit("global_clipnorm", "Largest norm of all gradients together; none for no limit."),
    Flag(
        name="use_ema",
        default=False,
        advanced=True,
        help="Whether to keep a running average of the weights, and to end with it.",
    ),
    Float(
        name="ema_momentum",
        default=0.99,
        low=0.0,
        high=1.0,
        advanced=True,
        help="How slowly that average follows: share of the old value.",
    ),
    Int(
        name="ema_overwrite_frequency",
        default=None,
        optional=True,
        low=1,
        unit="updates",
        advanced=True,
        help="After how many updates the average takes the place of the weights; none for only "
        "at the end.",
    ),
    Int(
        name="gradient_accumulation_steps",
        default=None,
        optional=True,
        low=2,
        unit="steps",
        advanced=True,
        help="How many steps are averaged into one update, like a batch so many times larger.",
    ),
)


def optimizer(
    kind: str,
    title: str,
    apply: Callable[..., Any],
    help: str,
    *params: Param,
    words: tuple[str, ...],
    source: str = "",
    keras: str = "",
    left_out: Mapping[str, str] | None = None,
    result: Callable[..., Any] = finished_weights,
    judged: Callable[..., Any] | None = None,
    needs_loss: bool = False,
) -> Module:
    """An optimizer with its own params and those that all have.

    source: page that describes it; Keras' own where there is none.
    """
    return Module(
        kind=kind,
        title=title,
        category="optimizer",
        help=help,
        source=source or f"https://keras.io/api/optimizers/{kind}/",
        params=(*params, *COMMON),
        inputs=(Port("loss", many=True),),
        outputs=(),
        infer=infer_optimizer,
        apply=apply,
        result=result,
        judged=judged,
        needs_loss=needs_loss,
        keras=f"optimizers.{keras}" if keras else "",
        left_out={**FLOAT32, **(left_out or {})} if keras else {},
        words=words,
        main=("learning_rate",),
    )
