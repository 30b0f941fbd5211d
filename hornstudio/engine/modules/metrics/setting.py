"""Params that many metrics share, and how a metric is declared."""

from collections.abc import Callable, Mapping
from typing import Any

from hornstudio.engine.module import Module
from hornstudio.engine.modules.losses.setting import LOSS_PORTS
from hornstudio.engine.params import Float, Int, Param

DOCS = "https://keras.io/api/metrics/"

THRESHOLDS = Float(
    name="thresholds",
    default=None,
    optional=True,
    low=0.0,
    high=1.0,
    title="Decision threshold",
    help="Scores above it are a yes; none means 0.5.",
)
CLASS_ID = Int(
    name="class_id",
    default=None,
    optional=True,
    low=0,
    help="The only class to look at, counted from 0; none looks at all of them.",
)
NUM_THRESHOLDS = Int(
    name="num_thresholds",
    default=200,
    low=1,
    high=100_000,
    advanced=True,
    help="How many thresholds are tried, evenly spread from 0 to 1.",
)


def metric_module(
    title: str,
    apply: Callable[..., Any],
    result: Callable[..., Any],
    infer: Callable[..., Any],
    help: str,
    source: str,
    keras: str,
    words: tuple[str, ...],
    *params: Param,
    left_out: Mapping[str, str] | None = None,
    better: str = "higher",
) -> Module:
    """A metric that is called like its function. source: its place below Keras' metrics."""
    return Module(
        kind=apply.__name__,
        title=title,
        category="metric",
        help=help,
        source=f"{DOCS}{source}",
        params=params,
        inputs=LOSS_PORTS,
        outputs=(),
        infer=infer,
        apply=apply,
        result=result,
        better=better,
        keras=f"metrics.{keras}",
        left_out=left_out or {},
        words=words,
        main=tuple(p.name for p in params[:1]),
    )
