"""Whether a prediction and a target go together, asked by the shape rules of losses and metrics."""

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.modules.axis import need_float, sample_axis
from hornstudio.engine.params import Values
from hornstudio.engine.problem import UPSTREAM, Insert, Remedy, Replace, set_to
from hornstudio.engine.shapes import Dim, Shape, Spec, numbers_text, product, shape_text
from hornstudio.engine.text import Text

LOSS = Spec((), is_loss=True)


def infer_categorical(p: Values, prediction: Spec, target: Spec, weight: Spec | None) -> Spec:
    """[..., K] against labels [...] or [..., K] -> a loss. Raises: ShapeError."""
    need_classes(prediction, target, p.axis)
    place = sample_axis(p.axis, prediction, "prediction")
    need_sample_weight(weight, without(prediction.shape, place))
    return LOSS


def class_count(prediction: Spec, axis: int) -> int:
    """How many classes have a score in a prediction; 0 where that is not known yet."""
    count = prediction.shape[sample_axis(axis, prediction, "prediction")]
    return count if isinstance(count, int) else 0


def infer_binary(p: Values, prediction: Spec, target: Spec, weight: Spec | None) -> Spec:
    """[..., K] against [..., K], or one score against one label -> a loss. Raises: ShapeError."""
    need_float(prediction, "prediction")
    if target.classes and target.classes > 2:
        raise ShapeError(
            "target has {classes} classes; this loss only knows yes and no",
            port="target",
            remedies=[replace_by("categorical_crossentropy")],
            classes=target.classes,
        )
    if target.is_label and not _may_be_single(prediction):
        raise _one_score(prediction, target, "categorical_crossentropy")
    need_same(prediction, target)
    vector = prediction if prediction.rank else Spec((1,))
    place = sample_axis(p.axis, vector, "prediction")
    need_sample_weight(weight, without(vector.shape, place))
    return LOSS


def infer_regression(p: Values, prediction: Spec, target: Spec, weight: Spec | None) -> Spec:
    """Equal shapes, [] meeting [1] -> a loss. Raises: ShapeError."""
    need_numbers(prediction, target, weight, "categorical_crossentropy")
    return LOSS


def need_numbers(prediction: Spec, target: Spec, weight: Spec | None, instead: str) -> None:
    """What comparing number by number needs. `instead`: kind for labels. Raises: ShapeError."""
    need_float(prediction, "prediction")
    if target.is_label and not _may_be_single(prediction):
        raise _one_score(prediction, target, instead)
    need_same(prediction, target)
    need_sample_weight(weight, prediction.shape[:-1])


def need_several(prediction: Spec, instead: str, axis: int = -1) -> None:
    """More than one number along an axis. `instead`: kind for a single one. Raises: ShapeError."""
    need_float(prediction, "prediction")
    place = sample_axis(axis, prediction, "prediction") if prediction.rank else 0
    if prediction.rank and prediction.shape[place] != 1:
        return
    raise ShapeError(
        "prediction is {prediction}, a single number; this compares several with each other",
        port="prediction",
        remedies=[replace_by(instead)],
        prediction=str(prediction),
    )


def need_classes(prediction: Spec, target: Spec, axis: int = -1) -> None:
    """A score for each class against labels or shares of classes. Raises: ShapeError."""
    need_float(prediction, "prediction")
    if prediction.rank == 0:
        raise ShapeError(
            "gets one number a sample; needs a score for each class",
            port="prediction",
            remedies=set_units(target.classes),
        )
    place = sample_axis(axis, prediction, "prediction")
    labels = without(prediction.shape, place)
    single = (*labels[:place], 1, *labels[place:])
    if not any(may_equal(target.shape, s) for s in (labels, single, prediction.shape)):
        raise _class_misfit(prediction, target, labels)
    count = prediction.shape[place]
    if target.classes and isinstance(count, int) and count < target.classes:
        raise ShapeError(
            "{count} scores for {classes} classes; need one score for each class",
            port="prediction",
            remedies=set_units(target.classes),
            count=count,
            classes=target.classes,
        )


def _class_misfit(prediction: Spec, target: Spec, labels: Shape) -> ShapeError:
    if target.is_label:
        return ShapeError(
            "prediction is {prediction} for one label a sample; need one row of scores",
            port="prediction",
            remedies=as_row(prediction),
            prediction=str(prediction),
        )
    last = target.shape[-1] if target.rank else None
    same_lead = target.rank == prediction.rank and may_equal(target.shape[:-1], labels)
    return ShapeError(
        "prediction is {prediction}, target is {target}; need labels {labels} or {prediction}",
        port="prediction",
        remedies=set_units(last) if same_lead else as_row(prediction),
        prediction=str(prediction),
        target=str(target),
        labels=str(Spec(labels)),
    )


def need_scores(prediction: Spec, target: Spec, weight: Spec | None) -> None:
    """One score against yes or no, or several against labels or as many. Raises: ShapeError."""
    need_float(prediction, "prediction")
    is_single = prediction.shape[-1:] in ((), (1,))
    if is_single and not (target.classes and target.classes > 2):
        need_same(prediction, target)
    elif is_single or not meets(prediction, target):
        need_classes(prediction, target)
    need_sample_weight(weight, prediction.shape[:-1])


def meets(prediction: Spec, target: Spec) -> bool:
    """Whether shapes may be equal, where a last dimension of 1 may be left out."""
    mine, theirs = prediction.shape, target.shape
    pairs = ((mine, theirs), (mine, (*theirs, 1)), ((*mine, 1), theirs))
    return any(may_equal(a, b) for a, b in pairs)


def need_same(prediction: Spec, target: Spec) -> None:
    """Equal shapes, where [] meets [1] and a last dimension of 1 may be left out.

    Raises: ShapeError.
    """
    if meets(prediction, target):
        return
    mine, theirs = prediction.shape, target.shape
    remedies: list[Remedy] = []
    if prediction.rank == target.rank and may_equal(mine[:-1], theirs[:-1]):
        remedies = set_units(theirs[-1])
    elif prediction.rank > 1 and target.rank <= 1:
        remedies = as_row(prediction)
    elif prediction.rank == 1 and product(mine) == product(theirs):
        remedies = as_shape(theirs)
    raise ShapeError(
        "prediction is {prediction}, target is {target}; need equal shapes",
        port="prediction",
        remedies=remedies,
        prediction=str(prediction),
        target=str(target),
    )


def need_sample_weight(weight: Spec | None, values: Shape) -> None:
    """One weight a sample, or one for each value. Raises: ShapeError."""
    if weight is None or any(may_equal(weight.shape, s) for s in ((), (1,), values, (*values, 1))):
        return
    raise ShapeError(
        "sample_weight is {numbers} for each sample; need one number",
        port="sample_weight",
        numbers=numbers_text(weight.shape),
    )


def may_equal(one: Shape, other: Shape) -> bool:
    """Whether two shapes can be the same; what is unknown may turn out to be anything."""
    if len(one) != len(other):
        return False
    pairs = zip(one, other, strict=True)
    return all(a == b or isinstance(a, str) or isinstance(b, str) for a, b in pairs)


def _may_be_single(x: Spec) -> bool:
    """Whether there can be one number a sample."""
    return may_equal(x.shape, ()) or may_equal(x.shape, (1,))


def without(shape: Shape, place: int) -> Shape:
    """A shape that lacks one dimension."""
    return (*shape[:place], *shape[place + 1 :])


def _one_score(prediction: Spec, target: Spec, instead: str) -> ShapeError:
    """The error for several scores where there is one label a sample.

    One score stays a way out where a label can say yes or no: it does not tell ten classes apart.
    """
    remedies = [replace_by(instead)]
    if prediction.rank == 1 and (target.classes or 2) <= 2:
        remedies += set_units(1)
    return ShapeError(
        "prediction is {prediction} for one label a sample; need one score",
        port="prediction",
        remedies=remedies,
        prediction=str(prediction),
    )


def replace_by(kind: str) -> Remedy:
    """The remedy of another kind of module."""
    return Remedy(Text("Replace by {kind}", kind=kind), Replace(kind))


def set_units(count: Dim | None) -> list[Remedy]:
    """The remedy of another number of outputs, where that is known."""
    if not isinstance(count, int):
        return []
    return [set_to("units", count, UPSTREAM)]


def as_row(prediction: Spec) -> list[Remedy]:
    """Ways from a picture or sequence to one row."""
    row = str(Spec((product(prediction.shape),)))
    remedies = [Remedy(Text("Insert Flatten"), Insert("flatten"), row)]
    if prediction.rank == 3:
        pooled = str(Spec(prediction.shape[-1:]))
        pooling = Insert("global_average_pooling2d")
        remedies.append(Remedy(Text("Insert Global average pooling 2D"), pooling, pooled))
    return remedies


def as_shape(shape: Shape) -> list[Remedy]:
    """The way from a row to a shape of as many numbers, such as a picture's."""
    text = shape_text(shape)
    label = Text("Insert Reshape to {shape}", shape=text)
    return [Remedy(label, Insert("reshape", {"target_shape": list(shape)}), text)]
