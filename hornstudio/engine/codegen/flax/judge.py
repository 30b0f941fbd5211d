"""What the model is judged by: losses, penalties and metrics as one function."""

from hornstudio.engine.codegen.expression import assign, call
from hornstudio.engine.codegen.flax.model import Model
from hornstudio.engine.codegen.model_text import (
    counted_lines,
    judged_ports,
    loss_lines,
    metric_line,
    output_penalty_lines,
)
from hornstudio.engine.compile.call import Call
from hornstudio.engine.watch.figure import TOTAL


def judge_text(model: Model) -> str:
    """`predict` and `judge`."""
    return f"{_predict(model)}\n\n\n{_judge(model)}"


def run_text(model: Model, function: str) -> str:
    """The model, or a method of it, on a batch."""
    return call(function, [f'batch["{port}"]' for port in model.inputs], {})


def _run(model: Model) -> str:
    given = ", ".join(model.names[port] for port in judged_ports(model.plan))
    return assign(given, "model", [f'batch["{port}"]' for port in model.inputs], {})


def _predict(model: Model) -> str:
    outputs = "".join(f'        "{port}": {_output(model, port)},\n' for port in model.plan.outputs)
    return (
        "def predict(model, batch):\n"
        '    """What the model says of new samples, by "node.port"; batch: arrays by the same."""\n'
        f"{_run(model)}\n"
        f"    return {{\n{outputs}    }}"
    )


def _output(model: Model, port: str) -> str:
    return f'batch["{port}"]' if port in model.plan.data else model.names[port]


def _judge(model: Model) -> str:
    plan, names, writer = model.plan, model.names, model.writer
    judged = {s for c in (*plan.losses, *plan.metrics) for sources in c.sources for s in sources}
    count = names[plan.trained_losses[0].sources[0][0]]
    lines = [
        "def judge(model, batch):",
        '    """The total that training lowers, and the sums of everything that is reported."""',
        _run(model),
        *(f'    {names[p]} = batch["{p}"]' for p in plan.data if p in judged),
        f"    count = jnp.asarray({count}.shape[0], jnp.float32)",
        "    total, sums = jnp.zeros(()), {}",
    ]
    for loss in plan.losses:
        lines += _loss(model, loss)
    for penalty in plan.penalties:
        function, params = writer.function("regularizer", penalty.regularizer)
        array = f"model.{model.weight(penalty.owner, penalty.array)}[...]"
        lines.append(f"    total = total + {call(function, [array], params)}")
    for output in plan.output_penalties:
        lines += output_penalty_lines(output, names, writer)
    lines.append(f'    sums["{TOTAL}"] = {{"total": total * count, "count": count}}')
    for metric in plan.metrics:
        lines.append(metric_line(metric, names, writer))
    return "\n".join([*lines, "    return total, sums"])


def _loss(model: Model, loss: Call) -> list[str]:
    """A loss of optax where it is the same one, else the engine's."""
    text = _same_loss(model, loss)
    if text is None:
        return loss_lines(loss, model.names, model.writer)
    return [assign("value", *text, {}), *counted_lines(loss)]


def _same_loss(model: Model, loss: Call) -> tuple[str, list[str]] | None:
    """A function that gives the mean loss, and what it is given."""
    (prediction,), (target,), *weight = loss.sources
    specs, values = (model.specs[prediction], model.specs[target]), loss.values
    names = (model.names[prediction], model.names[target])
    is_plain = not any(weight) and not any(m for port in loss.masks for m in port)
    if not is_plain or values.get("reduction", "mean") not in ("mean", "sum_over_batch_size"):
        return None
    if loss.module.kind == "mean_squared_error" and specs[0].shape == specs[1].shape:
        return "jnp.mean", [f"jnp.square({names[0]} - {names[1]})"]
    if loss.module.kind != "categorical_crossentropy" or not values.from_logits:
        return None
    is_labels = specs[1].dtype.startswith("int") and specs[1].rank == specs[0].rank - 1
    if not is_labels or values.label_smoothing or values.axis != -1:
        return None
    cross = "optax.softmax_cross_entropy_with_integer_labels"
    return "jnp.mean", [call(cross, list(names), {})]
