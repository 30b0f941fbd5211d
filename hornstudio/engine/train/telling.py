"""What a run tells of itself: where it starts, and how it gets on."""

from collections.abc import Sequence

import numpy as np

from hornstudio.engine.compile import loop
from hornstudio.engine.compile.network import Tree
from hornstudio.engine.data.dataset import Dataset
from hornstudio.engine.errors import RunError
from hornstudio.engine.text import Text
from hornstudio.engine.train.acted_upon import ActedUpon
from hornstudio.engine.train.steps.pace import Pace
from hornstudio.engine.train.steps.walk import Walk
from hornstudio.engine.watch.events import Started, Step


def started_event(run: ActedUpon, data: Dataset, walk: Walk, notes: Sequence[Text]) -> Started:
    """What it trains on, and where it begins. notes: what is worth knowing about that."""
    settings = run.graph.training
    return Started(
        run=str(run.folder.path) if run.folder else "",
        epochs=settings.epochs,
        batch_size=settings.batch_size,
        seed=settings.seed,
        steps=run.steps,
        samples=data.n_train,
        validation_samples=data.n_validation,
        test_samples=data.n_test,
        weights=run.program.plan.weight_count,
        device=run.parts.spread.title,
        why_device=run.parts.spread.why,
        source=data.source,
        data_hash=data.hash,
        first_epoch=walk.epoch,
        first_step=walk.step,
        notes=list(notes),
        knobs=list(run.turning.done),
        seconds_before=run.folder.seconds_before if run.folder else 0.0,
    )


def step_event(run: ActedUpon, recent: Tree, pace: Pace, seconds: float, waiting: float) -> Step:
    """The steps of the latest dispatch. Raises: RunError where a metric of them is undefined."""
    settings = run.graph.training
    metrics = run.program.results(loop.add_up([recent]))
    for name, value in metrics.items():
        if not np.isfinite(value):
            raise RunError(
                "{name} became {value} at epoch {epoch}, step {step}; the weights ran away. "
                "Try a smaller learning rate, or scale the input",
                name=name,
                value=value,
                epoch=run.epoch,
                step=run.step,
            )
    left = run.steps - run.step + run.steps * (settings.epochs - run.epoch)
    return Step(
        epoch=run.epoch,
        step=run.step,
        metrics=metrics,
        samples_per_second=round(pace.steps_per_second * settings.update_size, 1),
        seconds=seconds,
        waiting=waiting,
        seconds_left=pace.seconds_for(left, settings.epochs - run.epoch),
    )
