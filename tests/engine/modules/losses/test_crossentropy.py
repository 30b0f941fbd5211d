"""Weights of classes, as PyTorch's crossentropies and Keras' `fit` have them."""

import numpy as np
import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.errors import ParamError, ShapeError
from hornstudio.engine.modules.losses.crossentropy import (
    binary_crossentropy,
    categorical_crossentropy,
)
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
    said = "numbers in class_weight: 2; need 3, one for each class"
    assert (str(caught.value), caught.value.param) == (said, "class_weight")
    named = Spec((), dtype="int32", classes=3, names=("cat", "dog", "owl"))
    with pytest.raises(ShapeError) as caught:
        LOSS.infer(values, Spec((3,)), named, None)
    assert str(caught.value) == f"{said}: cat, dog, owl"
    many = tuple(f"class {n}" for n in range(1000))
    named = Spec((), dtype="int32", classes=1000, names=many)
    with pytest.raises(ShapeError, match=r"need 1000, one for each class$"):
        LOSS.infer(values, Spec((1000,)), named, None)
    assert LOSS.infer(values, Spec((2,)), Spec((), dtype="int32", classes=2), None).is_loss


def test_some_class_must_count_something() -> None:
    values = complete(LOSS.params, {"class_weight": [0, 0]}, catalog().find)
    with pytest.raises(ShapeError, match="class_weight is 0 for each class") as caught:
        LOSS.infer(values, Spec((2,)), Spec((), dtype="int32", classes=2), None)
    assert caught.value.param == "class_weight"
    values = complete(BINARY.params, {"class_weight": [0, 0]}, catalog().find)
    with pytest.raises(ShapeError, match="class_weight is 0 for each class"):
        BINARY.infer(values, Spec((1,)), Spec((1,)), None)


BINARY = catalog().find("loss", "binary_crossentropy")


def binary(**given: object) -> dict[str, object]:
    values = dict(complete(BINARY.params, given, catalog().find))
    del values["weight"]
    return values


@pytest.mark.parametrize("from_logits", [True, False])
def test_a_yes_counts_as_often_as_it_weighs(from_logits: bool) -> None:
    """w * y * -log p + (1 - y) * -log(1 - p); source: pytorch.org/docs, nn.BCEWithLogitsLoss."""
    scores = RNG.normal(size=(8, 3)).astype(np.float32)
    answers = RNG.integers(0, 2, (8, 3))
    shares = 1 / (1 + np.exp(-scores.astype(np.float64)))
    each = -(5 * answers * np.log(shares) + (1 - answers) * np.log(1 - shares))
    given = binary(from_logits=from_logits, class_weight=[1, 5])
    taken = scores if from_logits else shares.astype(np.float32)
    assert binary_crossentropy(taken, answers, **given) == pytest.approx(each.mean(), rel=1e-5)


def test_a_class_of_two_weighs_alike_in_both_losses() -> None:
    yes = RNG.uniform(0.1, 0.9, (8, 1)).astype(np.float32)
    labels = RNG.integers(0, 2, 8)
    both = np.concatenate([1 - yes, yes], axis=1)
    one = binary_crossentropy(yes, labels, **binary(class_weight=[0.5, 3]))
    two = categorical_crossentropy(both, labels, **params(class_weight=[0.5, 3]))
    assert one == pytest.approx(float(two), rel=1e-5)


def test_a_no_and_a_yes_have_a_weight_each() -> None:
    with pytest.raises(ParamError, match="need 2 numbers, each"):
        binary(class_weight=[1, 2, 3])
    with pytest.raises(ParamError, match="need 2 numbers, each"):
        binary(class_weight=5)  # weighs both, as the learning rate does
