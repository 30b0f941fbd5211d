"""The training section: the optimizer, the step, evaluation and `main`."""

from hornstudio.engine.codegen import callback_text
from hornstudio.engine.codegen.expression import assign, call
from hornstudio.engine.codegen.flax.judge import judge_text, run_text
from hornstudio.engine.codegen.flax.model import Model, look_name
from hornstudio.engine.codegen.model_text import function_of
from hornstudio.engine.codegen.page import ACCUMULATION
from hornstudio.engine.codegen.training_text import asked_texts, results_text
from hornstudio.engine.compile.call import Call
from hornstudio.engine.compile.loop import tensor_of_all
from hornstudio.engine.errors import ExportError
from hornstudio.engine.module import Module
from hornstudio.engine.signature import signature_of

# fmt: off
RESERVED = frozenset((
    "EPOCHS", "BATCH_SIZE", "SEED", "GRADIENT_ACCUMULATION", "FILES", "OWN_DATA", "FROZEN",
    "TRAINED", "EVALUATION_BATCH", "Held",
    "Model", "adapt", "batches", "chosen", "evaluate", "find", "functools", "is_trained", "judge",
    "judged", "load_data", "make_optimizer", "measure", "nnx", "over_time", "pathlib", "predict",
    "results", "self", "show", "train_step", "value", "count", "tensors",
    *callback_text.RESERVED,
))
# fmt: on
"""Names that the script's own functions have."""

_FROZEN = '''

def is_trained(path, variable):
    """Whether a weight is not one of a frozen layer."""
    return path[0] not in FROZEN


TRAINED = nnx.All(nnx.Param, is_trained)'''

_STEP = '''@nnx.jit
def train_step(model, optimizer, batch):
    """One step down the slope of the total; returns the sums of what is reported."""
    wrt = nnx.DiffState(0, TRAINED)
    slope = nnx.value_and_grad(judge, argnums=wrt, has_aux=True)
    (_, sums), gradients = slope(model, batch)
    optimizer.update(model, gradients)
{bounds}    return sums


@nnx.jit
def measure(model, batch):
    """Sums of losses and metrics over one batch."""
    return judge(model, batch)[1]


def batches(data, order, size):
    """Samples in that order, as many at a time."""
    for first in range(0, len(order), size):
        rows = order[first : first + size]
        yield {{name: array[rows] for name, array in data.items()}}


def evaluate(model, data):
    """Figures over all samples, as in use."""
    model.eval()
    count = len(next(iter(data.values())))
    return figures([measure(model, batch) for batch in batches(data, range(count), 500)])


def figures(parts):
    """Numbers for people, from the sums of every batch."""
    total = jax.tree.map(lambda *values: sum(np.asarray(v, np.float64) for v in values), *parts)
    return results(total)


def show(title, numbers):
    """One line of figures."""
    print(title, *(f"{{name}} {{value:.9g}}" for name, value in numbers.items()), flush=True)


def main():
    """Train on the data, and print how it went."""
    train, validation, test = load_data(SEED)
    model = Model(nnx.Rngs(SEED))
{adapted}    optimizer = nnx.Optimizer(model, {optimizer}, wrt=TRAINED)
    rng = np.random.default_rng(SEED)
    count = len(next(iter(train.values())))
    for epoch in range(1, EPOCHS + 1):
        model.train()
        parts = [
            train_step(model, optimizer, batch)
            for batch in batches(train, rng.permutation(count), BATCH_SIZE)
        ]
        show(f"epoch {{epoch}}", figures(parts))
        if validation:
            show(f"epoch {{epoch}} validation", evaluate({judged}, validation))
{finished}    if test:
        show("test", evaluate(model, test))
    return model'''


_WATCHED = {
    "    for epoch in range": "{watches}    for epoch in range",
    '        show(f"epoch {{epoch}}", figures(parts))\n': """\
        numbers = figures(parts)
        show(f"epoch {{epoch}}", numbers)
""",
    '            show(f"epoch {{epoch}} validation", evaluate({judged}, validation))\n': """\
            held_back = evaluate({judged}, validation)
            show(f"epoch {{epoch}} validation", held_back)
            numbers |= {{f"val_{{name}}": value for name, value in held_back.items()}}
        if any([watch.stops(epoch, numbers, model) for watch in watches]):
            break
    for watch in watches:
        model = watch.restored(model)
""",
}


def training_section(model: Model) -> str:
    """Text from `predict` to `main`."""
    optimizer = model.plan.optimizer
    assert optimizer is not None
    adapting = [_adapt(model)] if model.plan.adapting else []
    parts = [judge_text(model), *adapting, _trained(model), _optimizer(model, optimizer)]
    given = {"bounds": _bounds(model), "judged": "model", "finished": "", "adapted": ""}
    given["optimizer"] = "make_optimizer()"
    if model.plan.graph.training.gradient_accumulation > 1:
        given["optimizer"] = f"optax.MultiSteps(make_optimizer(), {ACCUMULATION})"
    if adapting:
        given["adapted"] = "    model.eval()\n    adapt(model, train)\n"
    if optimizer.module.judged is not None:
        parts.append(_choice(model, optimizer, "judged"))
        given["judged"] = "judged(model, optimizer)"
    if optimizer.module.result is not None:
        parts.append(_choice(model, optimizer, "finished"))
        given["finished"] = "    model = finished(model, optimizer)\n"
    text = _STEP
    if callback_text.watching(model.plan):
        parts += callback_text.watch_texts(callback_text.FLAX)
        given["watches"] = callback_text.watches_text(model.plan)
        text = callback_text.with_watches(text, _WATCHED)
    parts += [results_text(model.plan, model.writer), text.format(**given)]
    return "\n\n\n".join([*model.writer.quoter.section(), *parts])


def _trained(model: Model) -> str:
    if not model.plan.frozen:
        return "TRAINED = nnx.Param"
    names = tuple(model.attributes[o] for o in model.plan.frozen if o in model.attributes)
    return f"FROZEN = {names!r}\n{_FROZEN}"


def _optimizer(model: Model, optimizer: Call) -> str:
    if optimizer.module.needs_loss:
        raise ExportError(
            "{node}: {title} asks for the loss again at each step, which Flax's optimizer cannot "
            "be given; choose another one",
            node=optimizer.node,
            title=optimizer.module.title,
        )
    function = model.writer.quoter.name(function_of(optimizer))
    keywords = model.writer.params(optimizer.module, optimizer.values)
    return 'def make_optimizer():\n    """How gradients change the weights."""\n' + assign(
        "", function, [], keywords, opening="return "
    )


def _choice(model: Model, optimizer: Call, name: str) -> str:
    """A function that gives a model with other weights than those that are trained."""
    module: Module = optimizer.module
    choose = module.judged if name == "judged" else module.result
    assert choose is not None
    state = "nnx.as_pure(optimizer.opt_state)"
    if model.plan.graph.training.gradient_accumulation > 1:
        state += ".inner_opt_state"
    asked = asked_texts(optimizer, choose, model.writer)
    when = "while training" if name == "judged" else "when it ends"
    return "\n".join(
        [
            f"def {name}(model, optimizer):",
            f'    """The model with the weights that its optimizer means {when}."""',
            "    weights = nnx.as_pure(nnx.state(model, TRAINED))",
            assign("weights", model.writer.quoter.name(choose), ["weights", state], asked),
            "    model = nnx.clone(model)",
            "    nnx.update(model, weights)",
            "    return model",
        ]
    )


def _bounds(model: Model) -> str:
    """Lines that bring weights back to where their constraints allow them."""
    lines = []
    for each in model.plan.constraints:
        if each.owner in model.plan.frozen:
            continue
        function, params = model.writer.function("constraint", each.constraint)
        array = f"model.{model.weight(each.owner, each.array)}[...]"
        lines.append(assign(array, function, [array], params) + "\n")
    return "".join(lines)


def _adapt(model: Model) -> str:
    lines = [
        "def adapt(model, data):",
        '    """Fit layers to the training data before the first step."""',
    ]
    for item in model.plan.adapting:
        source, adapt = item.sources[0][0], item.module.adapt
        if item.owner not in model.attributes:
            continue
        assert adapt is not None
        keywords = {
            n: model.writer.value(item.module, n, item.values[n])
            for n in signature_of(adapt).params
        }
        if source in model.plan.data:
            lines.append(f'    x = data["{source}"]')
        else:
            gather = model.writer.quoter.name(tensor_of_all)
            look = run_text(model, f"model.{look_name(item)}")
            lines.append(f"    x = {gather}(lambda batch: {look}, data)")
        held = f"model.{model.attributes[item.owner]}"
        text = call(model.writer.quoter.name(adapt), [f"{held}.state_arrays()", "x"], keywords)
        lines.append(f"    {held}.remember({text})")
    return "\n".join(lines)
