"""Losses and metrics: values and gradients, with sample weights, over unequal batches."""

import functools
from collections.abc import Iterator
from typing import Any

import jax
import jax.numpy as jnp
import keras
import numpy as np
from keras.src.backend import set_keras_mask
from keras.src.losses.loss import reduce_weighted_values

from hornstudio.engine.compile.loop import add_up
from hornstudio.engine.signature import signature_of
from tests.contract import array
from tests.contract.case import Case, f, i
from tests.contract.cases import CASES
from tests.parity.check import Check, at_once
from tests.parity.metric import keras_batch, keras_metric
from tests.parity.twin import twin

Pairs = Iterator[tuple[Any, Any]]
UNEQUAL = (slice(0, 5), slice(5, 12))
LOGITS = {"from_logits": True}
CLASS_AXIS = ("categorical_crossentropy", "categorical_focal_crossentropy")
LABELLED = (*CLASS_AXIS, "categorical_hinge", "dice", "tversky")
"""Losses that take integer labels here."""

SHARES = (
    *CLASS_AXIS,
    "binary_crossentropy",
    "binary_focal_crossentropy",
    "kl_divergence",
    "dice",
    "tversky",
)
"""Losses of probabilities."""


def samples(case: Case, count: int = 12) -> list[Any]:
    """Predictions, targets and weights; a few predictions are exactly 0 and 1."""
    rng = np.random.default_rng(3)
    parts = [array.arguments(case, seed)[1] for seed in range(count // array.BATCH)]
    tensors = [None if p[0] is None else np.concatenate(p) for p in zip(*parts, strict=True)]
    prediction = tensors[0].reshape(-1, tensors[0].shape[-1] if tensors[0].ndim > 1 else 1)
    if case.values.get("from_logits") or case.kind == "ctc":
        prediction[:] = rng.normal(0, 30, prediction.shape)
    elif case.kind in SHARES or (case.category == "metric" and case.kind != "pearson_correlation"):
        prediction[1], prediction[1, 0], prediction[2] = 0.0, 1.0, 1.0
    elif case.category == "loss":
        prediction[:] = rng.normal(0, 2, prediction.shape) + (case.kind == "poisson") * 10.0
    return tensors


def keras_loss(case: Case, target: Any) -> tuple[Any, Any]:
    """Keras' loss, and the target as it wants it: most of its losses know no labels."""
    params = {n: v for n, v in case.values.items() if n != "weight"}
    weights = params.pop("class_weight", None)
    is_labels = case.kind in LABELLED and np.issubdtype(target.dtype, np.integer)
    if weights is None:
        same = functools.partial(twin, case)
    elif case.kind == "binary_crossentropy":
        same = functools.partial(weighed_yes_or_no, weights, params)
    else:  # its crossentropy has none, but its focal loss is the same where gamma is 0
        focal = keras.losses.CategoricalFocalCrossentropy
        same = functools.partial(focal, alpha=weights, gamma=0.0, **params)
    if not is_labels or target.size == np.prod([len(target), *case.inputs[0].shape]):
        return same(), target
    is_plain = params.get("axis") == -1 and not params.get("label_smoothing") and weights is None
    if case.kind == "categorical_crossentropy" and is_plain:
        params.pop("label_smoothing")
        return keras.losses.SparseCategoricalCrossentropy(**params), target
    axis = params["axis"] if case.kind in CLASS_AXIS else -1
    classes = case.inputs[0].shape[axis - 1 if axis > 0 else axis]
    labels = target.squeeze(axis) if target.ndim == case.inputs[0].rank + 1 else target
    return same(), np.moveaxis(np.eye(classes)[labels], -1, axis).astype(np.float32)


def weighed_yes_or_no(weights: Any, params: dict[str, Any]) -> Any:
    """A crossentropy with weights for no and yes, made of those that Keras has for each alone."""

    def loss(target: Any, prediction: Any, sample_weight: Any = None) -> Any:
        smoothing = params["label_smoothing"]
        share = jnp.reshape(target, prediction.shape) * (1.0 - smoothing) + 0.5 * smoothing
        no, yes = (
            keras.losses.binary_crossentropy(
                jnp.full_like(prediction, answer)[..., None],
                prediction[..., None],
                from_logits=params["from_logits"],
            )
            for answer in (0.0, 1.0)
        )
        each = weights[0] * (1.0 - share) * no + weights[1] * share * yes
        values = jnp.mean(each, axis=params["axis"])
        return reduce_weighted_values(values, sample_weight, reduction=params["reduction"])

    return loss


def compare_loss(case: Case) -> Pairs:
    """Value and gradient by the prediction for each of some unequal batches."""
    prediction, target, weight = samples(case)
    theirs, wanted = keras_loss(case, target)
    sides: list[Any] = []
    for rows in UNEQUAL[: 1 if case.kind == "ctc" else None]:  # its scans compile slowly
        some = None if weight is None else weight[rows]
        mask = mask_of(case, rows)

        def mine(p: Any, rows: slice = rows, some: Any = some, mask: Any = mask) -> Any:
            given = {**array.bound(case), "mask": mask}
            return case.module.apply(p[rows], target[rows], some, **given)

        def other(p: Any, rows: slice = rows, some: Any = some, mask: Any = mask) -> Any:
            judged = p[rows]
            if mask is not None:
                set_keras_mask(judged, mask)
            return theirs(wanted[rows], judged, sample_weight=one_each(case, some))

        sides += [jax.value_and_grad(mine), jax.value_and_grad(other)]
    found = at_once(*sides)(prediction)
    yield from zip(found[::2], found[1::2], strict=True)


def mask_of(case: Case, rows: slice) -> Any:
    """Which steps of the predictions count, or None."""
    if 0 not in case.masked:
        return None
    steps = int(case.inputs[0].shape[0])
    return np.random.default_rng(9).random((12, steps))[rows] < 0.6


def one_each(case: Case, weight: Any) -> Any:
    """Weights of samples as Keras wants them where a sample has several values."""
    is_short = weight is not None and weight.ndim < value_rank(case)
    return weight[:, None] if is_short else weight


def value_rank(case: Case) -> int:
    """Dimensions of the values of a batch before they are reduced."""
    if case.kind in ("dice", "tversky"):
        axis = case.values.axis
        return 0 if axis is None else int(case.inputs[0].rank) + 1 - len(axis)
    return 1 if case.kind == "ctc" else int(case.inputs[0].rank)


def compare_metric(case: Case) -> Pairs:
    """The number after several unequal batches."""
    prediction, target, weight = samples(case)
    theirs = keras_metric(case, prediction, target)
    weights = [None if weight is None else weight[rows] for rows in UNEQUAL]
    batches = list(zip(UNEQUAL, weights, (mask_of(case, r) for r in UNEQUAL), strict=True))

    def run(p: Any) -> Any:
        sums, states = [], [[v.value for v in theirs.variables]]
        for rows, some, mask in batches:
            given = {**array.bound(case), "mask": mask}
            sums.append(case.module.apply(p[rows], target[rows], some, **given))
            batch = keras_batch(case, p[rows], target[rows], some, mask)
            states.append(theirs.stateless_update_state(states[-1], *batch))
        return sums, states[1:]

    asked = signature_of(case.module.result).params
    params = {name: case.values[name] for name in asked}
    sums, states = jax.jit(run)(prediction)
    parts = [jax.tree.map(lambda x: np.asarray(x)[None], each) for each in sums]
    mine = [case.module.result(add_up(parts[: n + 1]), **params) for n in range(len(parts))]
    other = [theirs.stateless_result(state) for state in states]
    yield np.asarray(mine, np.float64), np.asarray(other, np.float64)


def compare_evaluation() -> Pairs:
    """Keras weighs the batches of an evaluation by their size; so do sums of totals."""
    case = Case("loss", "mean_squared_error", (f(3), f(3), f()))
    prediction, target, weight = samples(case)
    inputs = keras.Input((3,))
    model = keras.Model(inputs, keras.layers.Identity()(inputs))
    model.compile(loss="mse")
    theirs = model.evaluate(prediction, target, sample_weight=weight, batch_size=5, verbose=0)
    total = sum(
        float(array.call(case, [], [p[rows] for p in (prediction, target, weight)]))
        * len(target[rows])
        for rows in (slice(0, 5), slice(5, 10), slice(10, 12))
    )
    yield total / len(target), theirs


EXTRA = [
    Case("loss", "categorical_crossentropy", (f(5), i(classes=5), f())),
    Case("loss", "categorical_crossentropy", (f(5), i(classes=5), None), LOGITS),
    Case("loss", "categorical_crossentropy", (f(3, 5), f(3, 5), None), {"label_smoothing": 0.2}),
    Case("loss", "binary_crossentropy", (f(4), f(4), f()), {"label_smoothing": 0.2}),
    Case("loss", "binary_crossentropy", (f(1), i(classes=2), f()), LOGITS),
    Case("metric", "accuracy", (f(3, 5), f(3, 5), None)),
    Case("metric", "accuracy", (f(1), i(classes=2), f())),
    Case("metric", "accuracy", (f(5), i(1, classes=5), None)),
]


def compare_shortened_ctc() -> Pairs:
    """Keras' loss ignores masks; its operation takes lengths, which say the same."""
    case = Case("loss", "ctc", (f(6, 4), i(2), None))
    prediction, target, _ = samples(case)
    lengths = np.random.default_rng(4).integers(3, 7, len(prediction))
    mask = np.arange(6) < lengths[:, None]
    labels = np.sum(target != 0, axis=-1)

    def mine(p: Any) -> Any:
        return case.module.apply(p, target, mask=mask, reduction="sum")

    def other(p: Any) -> Any:
        return jnp.sum(keras.ops.ctc_loss(target, p, labels, lengths))

    yield tuple(at_once(*map(jax.value_and_grad, (mine, other)))(prediction))


def _checks() -> Iterator[Check]:
    yield Check("ctc", "a mask", compare_shortened_ctc)
    for case in [*CASES, *EXTRA]:
        ports = " ".join(str(s) for s in case.inputs)
        if case.kind == "ctc" and case.masked:
            continue
        if case.category == "loss":
            yield Check(case.kind, f"{case} {ports}", functools.partial(compare_loss, case))
        elif case.category == "metric":
            yield Check(case.kind, f"{case} {ports}", functools.partial(compare_metric, case))
    yield Check("mean_squared_error", "a whole evaluation", compare_evaluation)


CHECKS = list(_checks())
