"""The training section of a script: the step, the loop over epochs, and `main`."""

from collections.abc import Callable
from typing import Any

from hornstudio.engine.codegen import callback_text
from hornstudio.engine.codegen.expression import Writer, assign, call
from hornstudio.engine.codegen.page import ACCUMULATION
from hornstudio.engine.compile import loop
from hornstudio.engine.compile.accumulation import in_turns
from hornstudio.engine.compile.call import Call
from hornstudio.engine.compile.options import compiler_options
from hornstudio.engine.compile.plan import Plan
from hornstudio.engine.signature import signature_of
from hornstudio.engine.watch.figure import TOTAL

# fmt: off
RESERVED = frozenset((
    "EPOCHS", "BATCH_SIZE", "SEED", "GRADIENT_ACCUMULATION", "FILES", "OWN_DATA", "find",
    "load_data", "judge",
    "make_optimizer", "optimizer", "split_weights", "constrain", "adapt", "start", "train",
    "predict", "show", "take", "options", "functools", "pathlib", "value", "count", "tensors",
    "over_all",
    *callback_text.RESERVED,
))
# fmt: on
"""Names that the script's own functions and variables have."""

MAIN = '''def main():
    """Train on the data, and print how it went."""
    train(EPOCHS, BATCH_SIZE, SEED)


if __name__ == "__main__":
    main()
'''

_STEP = '''def step(carry, batch, key):
    """One training step: the new weights, state and optimizer state, and what is reported."""
    trained, frozen = split_weights(carry["weights"])

    def total_loss(trained):
        weights = {**trained, **frozen}
        tensors, state = forward(weights, carry["state"], batch, training=True, key=key)
        total, sums = judge(weights, tensors, batch)
        return total, (state, sums)

    gradients, (state, sums) = jax.grad(total_loss, has_aux=True)(trained)
    updates, optimizer_state = optimizer.update(gradients, carry["optimizer"], trained)
    trained = optax.apply_updates(trained, updates)
    weights = {**trained, **frozen}
    return {"weights": weights, "state": state, "optimizer": optimizer_state}, sums


def measure(weights, state, batch):
    """Sums of losses and metrics over one batch, as in use."""
    tensors, _ = forward(weights, state, batch, training=False)
    return judge(weights, tensors, batch)[1]


def predict(weights, state, batch):
    """What the model says of new samples; batch: arrays by "node.port"."""
    return forward(weights, state, batch, training=False)[0]'''

_UPDATE = 'optimizer.update(gradients, carry["optimizer"], trained)'
_UPDATE_BY_LOSS = """optimizer.update(
        gradients, carry["optimizer"], trained, obj_fn=lambda trained: total_loss(trained)[0]
    )"""
_ACCUMULATING = {
    "total_loss(trained):": "total_loss(trained, state, batch, key):",
    'carry["state"], batch, training': "state, batch, training",
    "    gradients, (state, sums) = jax.grad(total_loss, has_aux=True)(trained)": """\
    def over_all(take, trained):
        part = functools.partial(take, trained)
        return {in_turns}(part, carry["state"], batch, BATCH_SIZE, key)

    gradients, (state, sums) = over_all(jax.grad(total_loss, has_aux=True), trained)""",
}
_UPDATE_BY_ALL_LOSSES = _UPDATE_BY_LOSS.replace(
    "total_loss(trained)[0]", "over_all(total_loss, trained)[0]"
)
_UPDATED = "optax.apply_updates(trained, updates)"

_TRAIN = '''def train(epochs, batch_size, seed):
    """Train, printing the figures of each epoch; returns the weights and the state."""
    train_data, validation_data, test_data = load_data(seed)
    data = {{name: jax.device_put(array) for name, array in train_data.items()}}
    count = len(next(iter(data.values())))
    weights, state = jax.jit(init)(seed){adapted}
    opening = optimizer.init(split_weights(weights)[0])
    carry = {{"weights": weights, "state": state, "optimizer": opening}}
    take = functools.partial({run_steps}, step)
    options = {options}()
    run = jax.jit(take, donate_argnums=(0, 1), compiler_options=options)
    measured = jax.jit(measure, compiler_options=options)
    for epoch in range(1, epochs + 1):
        key = {key_of}(seed, f"epoch/{{epoch}}")
        logs = []
        for rows in {epoch_rows}(count, {size}, seed, epoch):
            part_key = jax.random.fold_in(key, len(logs))
            log = {empty_log}(step, carry, data, rows, key)
            carry, log = run(carry, log, data, rows, part_key, 0, len(rows))
            logs.append(log)
        show(f"epoch {{epoch}}", results({add_up}(logs)))
        if validation_data:
{judged}
            sums = {evaluate}(measured, weights, carry["state"], validation_data)
            show(f"epoch {{epoch}} validation", results(sums))
{finished}
    if test_data:
        sums = {evaluate}(measured, weights, carry["state"], test_data)
        show("test", results(sums))
    return weights, carry["state"]


def show(title, figures):
    """One line of figures."""
    print(title, *(f"{{name}} {{value:.9g}}" for name, value in figures.items()), flush=True)'''


_WATCHED = {
    "    for epoch in range": "{watches}    for epoch in range",
    '        show(f"epoch {{epoch}}", results({add_up}(logs)))\n': """\
        figures = results({add_up}(logs))
        show(f"epoch {{epoch}}", figures)
""",
    '            show(f"epoch {{epoch}} validation", results(sums))\n': """\
            held_back = results(sums)
            show(f"epoch {{epoch}} validation", held_back)
            figures |= {{f"val_{{name}}": value for name, value in held_back.items()}}
        if any([watch.stops(epoch, figures, carry) for watch in watches]):
            break
    for watch in watches:
        carry = watch.restored(carry)
""",
}


def training_section(plan: Plan, writer: Writer) -> str:
    """Text of the optimizer, step, results and train."""
    names = {
        function.__name__: writer.quoter.name(function)
        for function in (
            loop.run_steps,
            loop.key_of,
            loop.epoch_rows,
            loop.empty_log,
            loop.add_up,
            loop.evaluate,
        )
    }
    parts = [
        _optimizer(plan, writer),
        _split(plan),
        _step(plan, writer),
        results_text(plan, writer),
    ]
    assert plan.optimizer is not None
    module = plan.optimizer.module
    names["finished"] = _chosen_weights(plan.optimizer, module.result, writer, 4)
    names["judged"] = _chosen_weights(plan.optimizer, module.judged, writer, 12)
    names["options"] = writer.quoter.name(compiler_options)
    names["size"] = f"batch_size * {ACCUMULATION}" if _accumulates(plan) else "batch_size"
    names["adapted"] = "\n    state = adapt(weights, state, train_data)" if plan.adapting else ""
    text = _TRAIN
    if callback_text.watching(plan):
        writer.quoter.imports.add("import numpy as np")
        parts += callback_text.watch_texts(callback_text.JAX)
        names["watches"] = callback_text.watches_text(plan)
        text = callback_text.with_watches(text, _WATCHED)
    return "\n\n\n".join([*writer.quoter.section(), *parts, text.format(**names)])


def _optimizer(plan: Plan, writer: Writer) -> str:
    assert plan.optimizer is not None
    assert plan.optimizer.module.apply is not None
    module = plan.optimizer.module
    keywords = writer.params(module, plan.optimizer.values)
    return assign(
        "optimizer", writer.quoter.name(plan.optimizer.module.apply), [], keywords, indent=0
    )


def _chosen_weights(
    optimizer: Call, choose: Callable[..., Any] | None, writer: Writer, indent: int
) -> str:
    """The weights to judge; an optimizer may have averaged them, or mean others than it trains."""
    space = " " * indent
    if choose is None:
        return f'{space}weights = carry["weights"]'
    chosen = call(
        writer.quoter.name(choose),
        ["trained", 'carry["optimizer"]'],
        asked_texts(optimizer, choose, writer),
    )
    return (
        f'{space}trained, frozen = split_weights(carry["weights"])\n'
        f"{space}weights = {{**{chosen}, **frozen}}"
    )


def asked_texts(node: Call, function: Callable[..., Any], writer: Writer) -> dict[str, str]:
    """Text of the params that a node's function asks for."""
    names = signature_of(function).params
    return {name: writer.value(node.module, name, node.values[name]) for name in names}


def _step(plan: Plan, writer: Writer) -> str:
    """The step, and before it what brings weights back to their constraints, if any have one."""
    assert plan.optimizer is not None
    step = _in_turns(writer) if _accumulates(plan) else _STEP
    if plan.optimizer.module.needs_loss:
        by_loss = _UPDATE_BY_ALL_LOSSES if _accumulates(plan) else _UPDATE_BY_LOSS
        step = step.replace(_UPDATE, by_loss)
    if not plan.constraints:
        return step
    lines = [
        "def constrain(weights):",
        '    """The weights, brought back to where their constraints allow them."""',
        "    weights = {owner: dict(arrays) for owner, arrays in weights.items()}",
    ]
    for each in plan.constraints:
        function, params = writer.function("constraint", each.constraint)
        array = f'weights["{each.owner}"]["{each.array}"]'
        lines.append(assign(array, function, [array], params))
    bounded = step.replace(_UPDATED, f"constrain({_UPDATED})")
    return "\n".join([*lines, "    return weights", "", "", bounded])


def _accumulates(plan: Plan) -> bool:
    return plan.graph.training.gradient_accumulation > 1


def _in_turns(writer: Writer) -> str:
    """The step that works off a batch at a time what it is given."""
    step = _STEP
    for plain, text in _ACCUMULATING.items():
        step = step.replace(plain, text.format(in_turns=writer.quoter.name(in_turns)))
    return step


def _split(plan: Plan) -> str:
    lines = [
        "def split_weights(weights):",
        '    """Weights that are trained, and weights of frozen nodes."""',
    ]
    if not plan.frozen:
        return "\n".join([*lines, "    return weights, {}"])
    return "\n".join(
        [
            *lines,
            f"    frozen = {plan.frozen!r}",
            "    trained = {name: weights[name] for name in weights if name not in frozen}",
            "    return trained, {name: weights[name] for name in weights if name in frozen}",
        ]
    )


def results_text(plan: Plan, writer: Writer) -> str:
    """How numbers are made of sums over many batches."""
    reported = [TOTAL, *(c.name for c in plan.losses if c.name != TOTAL)]
    lines = [
        "def results(sums):",
        '    """Numbers for people, from sums over many batches."""',
        "    return {",
    ]
    lines += [
        f'        "{name}": sums["{name}"]["total"] / sums["{name}"]["count"],' for name in reported
    ]
    lines += [f'        "{m.name}": {_result(m, writer)},' for m in plan.metrics]
    return "\n".join([*lines, "    }"])


def _result(metric: Call, writer: Writer) -> str:
    assert metric.module.result is not None
    params = asked_texts(metric, metric.module.result, writer)
    return call(writer.quoter.name(metric.module.result), [f'sums["{metric.name}"]'], params)
