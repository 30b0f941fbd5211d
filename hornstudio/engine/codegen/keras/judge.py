"""Losses, metrics and the optimizer as Keras' `compile` and `fit` take them."""

from collections.abc import Container
from dataclasses import dataclass, field

from hornstudio.engine.check import check
from hornstudio.engine.codegen.callback_plan import watched_figures
from hornstudio.engine.codegen.keras.model import Model, node_of
from hornstudio.engine.codegen.keras.thing import Thing, snake, thing_of
from hornstudio.engine.compile.call import Call
from hornstudio.engine.compile.plan import Plan
from hornstudio.engine.composite.way import way_text
from hornstudio.engine.errors import ExportError

SPARSE = {
    "losses.CategoricalCrossentropy": "losses.SparseCategoricalCrossentropy",
    "metrics.TopKCategoricalAccuracy": "metrics.SparseTopKCategoricalAccuracy",
}
"""What Keras uses for integer labels, where we have one module for both."""
CLASS_WEIGHT = "class_weight"
WEIGHED = "losses.CategoricalFocalCrossentropy"
"""Keras' loss that is the crossentropy with a weight for each class where its gamma is 0."""
MAPS = ("metrics.IoU", "metrics.MeanIoU")
"""What takes labels or shares, and must be told which."""
ONLY_SHARES = ("label_smoothing", "axis", "alpha", "gamma")
"""Settings that Keras only has for targets which are shares of classes."""
NEED_SHARES = (
    *SPARSE,
    WEIGHED,
    "losses.CategoricalHinge",
    "losses.Dice",
    "losses.Tversky",
    "metrics.AUC",
    "metrics.F1Score",
    "metrics.FBetaScore",
    "metrics.FalseNegatives",
    "metrics.FalsePositives",
    "metrics.Precision",
    "metrics.PrecisionAtRecall",
    "metrics.Recall",
    "metrics.RecallAtPrecision",
    "metrics.SensitivityAtSpecificity",
    "metrics.SpecificityAtSensitivity",
    "metrics.TrueNegatives",
    "metrics.TruePositives",
)
"""What takes no labels where there are several scores."""


@dataclass
class Output:
    """What is asked of one output: its target, loss and metrics.

    has_labels: whether the target is integer labels. classes: how many columns these become, 0
    where they stay. weight: port of the sample weights, or "". figures: what Keras calls what is
    reported of it, by our name.
    """

    port: str
    target: str = ""
    loss: Thing | None = None
    share: float = 1.0
    metrics: list[Thing | str] = field(default_factory=list)
    has_labels: bool = False
    classes: int = 0
    weight: str = ""
    figures: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Name of the layer that gives it."""
        return node_of(self.port)

    @property
    def title(self) -> str:
        """The same for people."""
        return way_text(self.name)


def outputs_of(plan: Plan, model: Model) -> list[Output]:
    """What is asked of each output. Raises: ExportError that names all that cannot be said."""
    found = {port: Output(port) for port in model.outputs}
    _encode(plan, model, found)
    missing: list[str] = []
    named = watched_figures(plan)
    for call in (*plan.losses, *plan.metrics):
        try:
            _judge(call, found, plan, named)
        except ExportError as error:
            missing.append(f"{call.node}: {error}")
    if missing:
        raise ExportError("{reasons}", reasons="; ".join(missing))
    return list(found.values())


def _judge(call: Call, found: dict[str, Output], plan: Plan, named: Container[str]) -> None:
    places = dict(zip((p.name for p in call.module.inputs), call.sources, strict=True))
    output = found.get(places["prediction"][0])
    if output is None:
        raise ExportError("judges no output of the model; Keras judges outputs only")
    (target,) = places["target"]
    if target not in plan.data:
        raise ExportError("compares with what a layer gives; Keras compares with data only")
    if output.target not in ("", target):
        raise ExportError("has another target than what else judges {node}", node=output.title)
    output.target = target
    _take_weight(output, places.get("sample_weight", ()), plan)
    thing = _with_labels(_thing_of(call, plan), output)
    if call.weight and call.module.role == "loss":
        if output.loss is not None:
            raise ExportError("is a second loss of {node}; Keras takes one", node=output.title)
        output.loss, output.share = thing, call.weight
        output.figures[call.name] = "loss"
    elif call.module.role == "loss":
        output.metrics.append(_reported(thing, call.name))
        output.figures[call.name] = call.name
    elif call.module.kind == "accuracy":
        output.metrics.append("accuracy")
        output.figures[call.name] = "accuracy"
    else:
        output.metrics.append(thing.with_settings(name=call.name) if call.name in named else thing)
        output.figures[call.name] = call.name


def _thing_of(call: Call, plan: Plan) -> Thing:
    """What Keras calls a loss or metric; with class weights its focal loss, which has them, too."""
    thing = thing_of(call.module, call.values, plan.modules)
    settings = dict(thing.settings)
    weights = settings.pop(CLASS_WEIGHT, None)
    if weights is None:
        return thing
    if call.module.kind == "binary_crossentropy":  # its focal loss weighs by shares of 1 alone
        raise ExportError(
            "weighs a no and a yes, which no loss of Keras can; a script for JAX or Flax can have "
            "it, or use categorical_crossentropy with two classes"
        )
    if call.values["axis"] != -1:
        raise ExportError("weighs classes along another axis than the last; Keras does not")
    if call.values["from_logits"]:  # it keeps probabilities from 0, and so the loss from growing
        raise ExportError(
            "weighs classes of raw scores, which Keras cannot do alike; put a softmax before it "
            "and turn from_logits off"
        )
    return Thing(WEIGHED, {"alpha": weights, "gamma": 0.0, **settings})


def _reported(loss: Thing, name: str) -> Thing:
    """A loss that is only reported. Keras' metrics of the same names may be something else."""
    function = Thing(f"losses.{snake(loss.name)}", is_function=True)
    settings = {n: v for n, v in loss.settings.items() if n != "reduction"}
    return Thing("metrics.MeanMetricWrapper", {"fn": function, "name": name, **settings})


def _take_weight(output: Output, source: tuple[str, ...], plan: Plan) -> None:
    weight = source[0] if source else ""
    if weight and weight not in plan.data:
        raise ExportError("takes its sample weights from a layer; Keras takes them from data only")
    if output.weight not in ("", weight):
        raise ExportError(
            "has other sample weights than what else judges {node}", node=output.title
        )
    output.weight = weight


def _with_labels(thing: Thing, output: Output) -> Thing:
    """The loss or metric as it takes the labels: as they are, or as shares of classes."""
    if output.has_labels and not output.classes and thing.path in SPARSE:
        return Thing(SPARSE[thing.path], thing.settings)
    if output.classes and thing.path in MAPS:
        return thing.with_settings(sparse_y_true=False)
    return thing


def _encode(plan: Plan, model: Model, found: dict[str, Output]) -> None:
    """Labels become shares where some loss or metric of Keras takes no others."""
    report = check(plan.graph, plan.modules)
    for call in (*plan.losses, *plan.metrics):
        places = dict(zip((p.name for p in call.module.inputs), call.sources, strict=True))
        output = found.get(places["prediction"][0])
        target, scores = report.spec(places["target"][0]), report.spec(places["prediction"][0])
        if output is None or target is None or scores is None:
            continue
        output.has_labels = target.dtype.startswith("int")
        try:
            thing = _thing_of(call, plan)
        except ExportError:
            continue  # it is told with all else that cannot be said
        has_sparse = thing.path in SPARSE and not set(thing.settings) & set(ONLY_SHARES)
        is_single = scores.shape[-1:] in ((), (1,))
        if output.has_labels and thing.path in NEED_SHARES and not (has_sparse or is_single):
            output.classes = int(scores.shape[-1])


def optimizer_of(plan: Plan) -> Thing:
    """The optimizer. Raises: ExportError where Keras has none like it."""
    assert plan.optimizer is not None
    call = plan.optimizer
    try:
        thing = thing_of(call.module, call.values, plan.modules)
    except ExportError as error:
        raise ExportError("{node}: {reason}", node=call.node, reason=error.text) from None
    steps = plan.graph.training.gradient_accumulation
    steps *= thing.settings.get("gradient_accumulation_steps") or 1  # it gets means of means
    return thing.with_settings(gradient_accumulation_steps=steps) if steps > 1 else thing
