"""The text of `main`: compile, fit and evaluate."""

from hornstudio.engine.codegen.expression import indented
from hornstudio.engine.codegen.keras.callback import callback_texts, classes, fit_argument
from hornstudio.engine.codegen.keras.judge import Output
from hornstudio.engine.codegen.keras.model import Model, node_of
from hornstudio.engine.codegen.keras.thing import Thing, short_name, text_of_thing
from hornstudio.engine.codegen.quote import text_of
from hornstudio.engine.compile.plan import Plan
from hornstudio.engine.graph import Training
from hornstudio.engine.training_settings import ALL_DEVICES


def main_text(model: Model, outputs: list[Output], optimizer: Thing, plan: Plan) -> str:
    """The whole training."""
    parts = [_samples(model, outputs), *classes(plan)]
    lines = [
        "def main():",
        '    """Train on the data, and print how it went."""',
        "    keras.utils.set_random_seed(SEED)",
        "    train, validation, test = load_data(SEED)",
        *_built(plan.graph.training),
        *_adapt(plan),
        "    model.summary()",
        *_compile(outputs, optimizer),
        *_fit(outputs, fit_argument(callback_texts(plan, outputs))),
    ]
    return "\n\n\n".join([*parts, "\n".join(lines)])


def _built(training: Training) -> list[str]:
    lines = []
    if training.devices == ALL_DEVICES:
        parallel = "keras.distribution.DataParallel()"
        lines = [f"    keras.distribution.set_distribution({parallel})"]
    if not training.rematerialize:
        return [*lines, "    model = build_model()"]
    return [*lines, '    with keras.RematScope(mode="full"):', "        model = build_model()"]


def _samples(model: Model, outputs: list[Output]) -> str:
    """`samples`: arrays of a part of the data as the model takes and is judged by them."""
    inputs = [f'data["{port}"]' for port in model.inputs]
    weights = [f'data["{output.weight}"]' for output in outputs if output.weight]
    lines = [
        "def samples(data):",
        '    """Inputs and targets of the model'
        + (', and sample weights."""' if weights else '."""'),
        f"    x = {_one_or_all(inputs)}",
        f"    y = {_targets(outputs)}",
    ]
    if not weights:
        return "\n".join([*lines, "    return x, y"])
    if len(outputs) == 1:
        return "\n".join([*lines, f"    return x, y, {weights[0]}"])
    every = [f'data["{o.weight}"]' if o.weight else f"np.ones(len({inputs[0]}))" for o in outputs]
    return "\n".join([*lines, f"    return x, y, [{', '.join(every)}]"])


def _targets(outputs: list[Output]) -> str:
    """Targets in the order of the outputs; by name where some have none."""
    if all(output.target for output in outputs):
        return _one_or_all([_target(output) for output in outputs])
    named = (f'"{o.name}": {_target(o) if o.target else None}' for o in outputs)
    return f"{{{', '.join(named)}}}"


def _target(output: Output) -> str:
    array = f'data["{output.target}"]'
    return f"keras.utils.to_categorical({array}, {output.classes})" if output.classes else array


def _one_or_all(texts: list[str]) -> str:
    return texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"


def _adapt(plan: Plan) -> list[str]:
    """Lines that fit layers to the training data, in order."""
    lines = []
    for call in plan.adapting:
        source = call.sources[0][0]
        if source in plan.data:
            seen = f'train["{source}"]'
        else:
            before = f'keras.Model(model.inputs, model.get_layer("{node_of(source)}").output)'
            lines.append(f"    before = {before}")
            seen = "before.predict(samples(train)[0])"
        lines.append(f'    model.get_layer("{call.owner}").adapt({seen})')
    return lines


def _compile(outputs: list[Output], optimizer: Thing) -> list[str]:
    lines = [
        "    model.compile(",
        f"        optimizer={indented(text_of_thing(optimizer, 18), ' ' * 8)},",
    ]
    losses = [_judge(output.loss) for output in outputs]
    if len(outputs) == 1:
        lines.append(f"        loss={losses[0]},")
        if outputs[0].share != 1.0:
            lines.append(f"        loss_weights={outputs[0].share!r},")
    else:
        named = {o.name: text for o, text in zip(outputs, losses, strict=True)}
        lines.append(f"        loss={_by_name(named)},")
        if any(output.share != 1.0 for output in outputs):
            shares = {o.name: repr(o.share) for o in outputs if o.loss}
            lines.append(f"        loss_weights={_by_name(shares)},")
    if any(output.metrics for output in outputs):
        lines.append(f"        {_metrics(outputs)},")
    return [*lines, "    )"]


def _metrics(outputs: list[Output]) -> str:
    """`metrics=` of one output or of each; those that count sample weights where there are any."""
    texts = [f"[{', '.join(_judge(metric) for metric in o.metrics)}]" for o in outputs]
    name = "weighted_metrics" if any(o.weight for o in outputs) else "metrics"
    if len(outputs) == 1:
        return f"{name}={texts[0]}"
    named = {o.name: text for o, text in zip(outputs, texts, strict=True) if o.metrics}
    return f"{name}={_by_name(named)}"


def _by_name(texts: dict[str, str]) -> str:
    """A dict by the names of outputs, a line each."""
    lines = [f"            {text_of(name)}: {indented(t, '    ')},\n" for name, t in texts.items()]
    return "{\n" + "".join(lines) + "        }"


def _judge(thing: Thing | str | None) -> str:
    """A loss or metric; its name alone where it has all its defaults."""
    if thing is None or isinstance(thing, str):
        return text_of(thing)
    if thing.path.startswith("losses.") and not thing.settings:
        return text_of(short_name(thing))
    return indented(text_of_thing(thing, 16), " " * 8)


def _fit(outputs: list[Output], callbacks: list[str]) -> list[str]:
    has_weights = any(output.weight for output in outputs)
    given = "x, y, sample_weight = samples(train)" if has_weights else "x, y = samples(train)"
    more = ["        sample_weight=sample_weight,"] if has_weights else []
    tested = "x, y, sample_weight = samples(test)" if has_weights else "x, y = samples(test)"
    weight = "sample_weight=sample_weight, " if has_weights else ""
    return [
        f"    {given}",
        "    model.fit(",
        "        x,",
        "        y,",
        *more,
        "        batch_size=BATCH_SIZE,",
        "        epochs=EPOCHS,",
        "        validation_data=samples(validation) if validation else None,",
        "        verbose=1 if sys.stdout.isatty() else 2,  # bar, or lines",
        *callbacks,
        "    )",
        "    if test:",
        f"        {tested}",
        f"        print(model.evaluate(x, y, {weight}verbose=0, return_dict=True))",
        "    return model",
    ]
