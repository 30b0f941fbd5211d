"""Keras' metrics, and batches as they want them."""

from typing import Any

import jax.numpy as jnp
import keras
import numpy as np
from keras.src.backend import set_keras_mask
from keras.src.trainers.compile_utils import get_metric

from tests.contract.case import Case
from tests.parity.twin import twin

MEANS = ("accuracy", "binary_accuracy", "top_k_accuracy", "pearson_correlation")
"""Metrics that mind masks; for others, what is left out has a weight of 0."""

FLAT = ("f1_score", "f_beta_score", "r2_score")
"""Metrics that know no steps: each is a sample."""

AREAS = ("iou", "mean_iou", "binary_iou")
"""Metrics that cut the fractions off weights, unless they are told to compute with them."""


def keras_metric(case: Case, prediction: Any, target: Any) -> Any:
    """Keras' metric; it has two for labels and for shares."""
    if case.kind == "accuracy":
        return get_metric("accuracy", target, prediction)
    if case.kind == "top_k_accuracy" and target.shape != prediction.shape:
        return keras.metrics.SparseTopKCategoricalAccuracy(k=case.values.k)
    if case.kind in AREAS:
        axis = {"axis": -1} if "axis" in case.values else {}  # its result fails for all others
        return type(twin(case))(**{**dict(case.values), **axis}, dtype="float32")
    theirs = twin(case)
    if case.kind in FLAT:
        theirs._build((None, prediction.shape[-1]), (None, prediction.shape[-1]))
    if case.values.get("multi_label"):
        theirs._build(prediction.shape)
    return theirs


def keras_batch(
    case: Case, prediction: Any, target: Any, weight: Any, mask: Any
) -> tuple[Any, Any, Any]:
    """A target, prediction and sample weight."""
    judged = jnp.asarray(prediction)
    if case.kind in MEANS:
        if mask is not None:
            set_keras_mask(judged, mask)
        return target.squeeze(-1) if is_column(case, target) else target, judged, weight
    if mask is not None:
        weight = mask.astype(np.float32) * (1.0 if weight is None else weight)
    if case.kind in AREAS:
        return areas(case, prediction, target, weight)
    target = shares(prediction, target)
    if case.kind in FLAT:
        outputs = prediction.shape[-1]
        prediction, target = prediction.reshape(-1, outputs), target.reshape(-1, outputs)
        weight = None if weight is None else weight.reshape(-1)
    return target, prediction, weight


def is_column(case: Case, target: Any) -> bool:
    """Whether labels come as columns, which Keras' top-k accuracy does not know."""
    return case.kind == "top_k_accuracy" and target.shape[-1] == 1


def shares(prediction: Any, target: Any) -> Any:
    """Labels as rows of 0 with a single 1 where there are several scores."""
    if prediction.size == target.size:
        return target.reshape(prediction.shape)
    return np.eye(prediction.shape[-1], dtype=np.float32)[target]


def areas(case: Case, prediction: Any, target: Any, weight: Any) -> tuple[Any, Any, Any]:
    """Scores on the last axis, and a weight for each place."""
    if "axis" in case.values and not case.values.sparse_y_pred:
        prediction = jnp.moveaxis(prediction, case.values.axis, -1)
    if "axis" in case.values and not case.values.sparse_y_true:
        target = jnp.moveaxis(target, case.values.axis, -1)
    if weight is not None:
        is_map = case.values.get("sparse_y_true", True)
        places = target.shape if is_map else target.shape[:-1]
        missing = (1,) * (len(places) - weight.ndim)
        weight = np.broadcast_to(weight.reshape(*weight.shape, *missing), places)
    return target, prediction, weight
