"""Weights of classes, as PyTorch's crossentropy and Keras' `fit` have them."""

import numpy as np
import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.errors import ShapeError
from hornstudio.engine.modules.losses.crossentropy import categorical_crossentropy
from hornstudio.engine.params import complete
from hornstudio.engine.shapes import Spec

LOSS = catalog().find("loss", "categorical_crossentropy")
WEIGHTS = (1.0, 0.5, 4.0)
RNG = np.random.default_rng(0)


def params(**given: object) -> dict[str, object]:
    values = dict(complete(LOSS.params, given, catalog().find))
    del values["weight"]
    return values


def logs_of(scores: np.ndarray) -> np.ndarray:
    return scores - np.log(np.exp(scores).sum(axis=-1, keepdims=True))


@pytest.mark.parametrize("reduction", ["sum", "sum_over_batch_size"])
def test_each_sample_counts_as_much_as_its_class(reduction: str) -> None:
    scores, labels = RNG.normal(size=(8, 3)).astype(np.float32), RNG.integers(0, 3, 8)
    given = params(from_logits=True, class_weight=WEIGHTS, reduction=reduction)
    found = categorical_crossentropy(scores, labels, **given)
    each = -logs_of(scores)[np.arange(8), labels] * np.take(WEIGHTS, labels)
    assert found == pytest.approx(each.sum() / (1 if reduction == "sum" else 8), rel=1e-5)


def test_smoothed_targets_are_weighed_class_by_class() -> None:
    """sum_k w_k * t_k * -log p_k; source: pytorch.org/docs, nn.CrossEntropyLoss."""
    scores, labels = RNG.normal(size=(8, 3)).astype(np.float32), RNG.integers(0, 3, 8)
    given = params(from_logits=True, class_weight=WEIGHTS, label_smoothing=0.3)
    targets = np.eye(3)[labels] * 0.7 + 0.1
    each = -(targets * np.array(WEIGHTS) * logs_of(scores)).sum(axis=-1)
    found = categorical_crossentropy(scores, labels, **given)
    assert found == pytest.approx(each.mean(), rel=1e-5)


def test_classes_may_lie_along_any_axis() -> None:
    shares = RNG.dirichlet(np.ones(3), size=(4, 5)).astype(np.float32)
    labels = RNG.integers(0, 3, (4, 5))
    last = categorical_crossentropy(shares, labels, **params(class_weight=WEIGHTS))
    turned = np.moveaxis(shares, -1, 1)
    first = categorical_crossentropy(turned, labels, **params(class_weight=WEIGHTS, axis=1))
    assert first == pytest.approx(float(last), rel=1e-6)


def test_there_must_be_as_many_as_classes() -> None:
    values = complete(LOSS.params, {"class_weight": [1, 2]}, catalog().find)
    with pytest.raises(ShapeError) as caught:
        LOSS.infer(values, Spec((3,)), Spec((), dtype="int32", classes=3), None)
    said = "class_weight has 2 numbers; needs one for each of 3 classes"
    assert (str(caught.value), caught.value.param) == (said, "class_weight")
    assert LOSS.infer(values, Spec((2,)), Spec((), dtype="int32", classes=2), None).is_loss
