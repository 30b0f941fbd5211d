"""The model section of a script: init, forward, losses and metrics, one line a node."""

from collections.abc import Callable
from typing import Any, NamedTuple

from hornstudio.engine.codegen.expression import WIDTH, Writer, assign, call, folded
from hornstudio.engine.compile.call import Call, mask_name
from hornstudio.engine.compile.loop import (
    at_every_step,
    at_every_step_randomly,
    key_of,
    node_key,
    tensor_of_all,
)
from hornstudio.engine.compile.plan import OutputPenalty, Plan, Start
from hornstudio.engine.signature import signature_of
from hornstudio.engine.watch.figure import TOTAL


class Body(NamedTuple):
    """Functions of composites, and the lines of `forward`, one for each layer or composite."""

    functions: list[str]
    lines: list[str]


def model_section(plan: Plan, names: dict[str, str], writer: Writer, body: Body) -> str:
    """Text of init, forward and judge."""
    parts = [
        _init(plan, writer),
        *body.functions,
        _forward(plan, names, body),
        *([_adapt(plan, names, writer)] if plan.adapting else []),
        _judge(plan, names, writer),
    ]
    return "\n\n\n".join([*writer.quoter.section(), *parts])


def _init(plan: Plan, writer: Writer) -> str:
    key = writer.quoter.name(key_of)
    lines = [
        "def init(seed):",
        '    """Weights and state at the start: {node: {name: array}}."""',
    ]
    for tree, is_state in (("weights", False), ("state", True)):
        starts = [s for s in plan.starts if s.is_state == is_state]
        lines += _tree(tree, starts, key, writer)
    return "\n".join([*lines, "    return weights, state"])


def _tree(tree: str, starts: list[Start], key: str, writer: Writer) -> list[str]:
    if not starts:
        return [f"    {tree} = {{}}"]
    lines = [f"    {tree} = {{"]
    for owner in dict.fromkeys(s.owner for s in starts):
        lines.append(f'        "{owner}": {{')
        for start in starts:
            if start.owner == owner:
                lines.append(_start(start, key, writer))
        lines.append("        },")
    return [*lines, "    }"]


def _start(start: Start, key: str, writer: Writer) -> str:
    function, params = writer.function("initializer", start.initializer)
    array = start.array
    places = [f'{key}(seed, "{start.purpose}")', repr(array.drawn_as or array.shape)]
    closing = f".reshape({array.shape!r})" if array.drawn_as else ""
    if array.ones:
        closing += ".at[{}:{}].set(1.0)".format(*array.ones)
    return assign(f'"{array.name}"', function, places, params, 12, ": ", f"{closing},")


def _forward(plan: Plan, names: dict[str, str], body: Body) -> str:
    has_state = any(s.is_state for s in plan.starts)
    needed = {s for c in plan.layers for sources in c.sources for s in sources}
    lines = [
        "def forward(weights, state, batch, *, training, key=None):",
        '    """Every layer in turn: the tensors that the model gives, and the new state."""',
    ]
    if has_state:
        lines.append("    state = dict(state)")
    lines += [f'    {names[p]} = batch["{p}"]' for p in plan.data if p in needed]
    return "\n".join([*lines, *body.lines, _giving(plan, names)])


def layer_lines(layer: Call, names: dict[str, str], writer: Writer) -> list[str]:
    """The line of a layer, and that of the mask that it makes."""
    mask = [mask_line(layer, names, writer)] if layer.makes_mask else []
    return [_layer(layer, names, writer), *mask]


def _giving(plan: Plan, names: dict[str, str]) -> str:
    """The line that returns the tensors, or a line each where they are many."""
    given = [f'"{port}": {names[port]}' for port in given_ports(plan)]
    line = f"    return {{{', '.join(given)}}}, state"
    if len(line) <= WIDTH:
        return line
    inner = "".join(f"        {each},\n" for each in given)
    return f"    return {{\n{inner}    }}, state"


def given_ports(plan: Plan) -> list[str]:
    """Tensors that leave `forward`: what is judged or fitted to, and the outputs."""
    looked_at = [call.sources[0][0] for call in plan.adapting]
    return [p for p in dict.fromkeys((*judged_ports(plan), *looked_at)) if p not in plan.data]


def judged_ports(plan: Plan) -> list[str]:
    """Tensors of layers that are judged, masks included, and the outputs."""
    judged = [s for c in (*plan.losses, *plan.metrics) for sources in c.sources for s in sources]
    penalised = [port for p in plan.output_penalties for port in p.ports]
    given = dict.fromkeys([*judged, *penalised, *judging_masks(plan), *plan.outputs])
    return [p for p in given if p not in plan.data]


def judging_masks(plan: Plan) -> list[str]:
    """Masks that losses and metrics ask for."""
    return list(
        dict.fromkeys(
            mask_name(mask)
            for call in (*plan.losses, *plan.metrics)
            if "mask" in signature_of(function_of(call)).run_time
            for mask in call.masks[0]
            if mask
        )
    )


def _layer(layer: Call, names: dict[str, str], writer: Writer) -> str:
    target = ", ".join(names[p] for p in layer.ports)
    if layer.is_bypassed:
        return f"    {target} = {names[layer.sources[0][0]]}  # {layer.module.kind}, bypassed"
    asks = signature_of(function_of(layer))
    places = []
    if asks.takes_weights:
        places.append(f'weights["{layer.owner}"]' if _has(layer, writer) else "{}")
    if asks.takes_state:
        places.append(f'state["{layer.owner}"]')
        target = f'{target}, state["{layer.owner}"]'
    places += tensor_texts(layer, names)
    keywords = writer.params(layer.module, layer.values)
    if "training" in asks.run_time:
        keywords["training"] = "False" if layer.is_at_rest else "training"
    if "key" in asks.run_time:
        keywords["key"] = call(writer.quoter.name(node_key), ["key", f'"{layer.node}"'], {})
    if "taken" in asks.run_time:
        keywords["taken"] = repr(layer.taken)
    keywords |= mask_texts(layer, names, function_of(layer))
    function = writer.quoter.name(function_of(layer), "apply_")
    if layer.is_over_time:
        writer.quoter.stdlib.setdefault("functools", set()).add("partial")
        key = [keywords.pop("key")] if "key" in keywords else []
        step = folded("partial", [function, *places[:-1]], keywords)
        places, keywords = [step, places[-1], *key], {}
        function = writer.quoter.name(at_every_step_randomly if key else at_every_step)
    return assign(target, function, places, keywords)


def mask_line(layer: Call, names: dict[str, str], writer: Writer) -> str:
    """The line that makes a new mask."""
    make = layer.module.mask.make
    assert make is not None, layer.module.kind
    asks = signature_of(make)
    keywords = {n: writer.value(layer.module, n, layer.values[n]) for n in asks.params}
    keywords |= mask_texts(layer, names, make)
    places = tensor_texts(layer, names)[: asks.ports]
    return assign(names[mask_name(layer.node)], writer.quoter.name(make), places, keywords)


def mask_texts(item: Call, names: dict[str, str], function: Callable[..., Any]) -> dict[str, str]:
    """Text of `mask` and `masks`, as far as the function asks for them and they are there.

    What has a default is left out where no mask comes.
    """
    texts = []
    for port, masks in zip(item.module.inputs, item.masks, strict=True):
        found = [names[mask_name(m)] if m else "None" for m in masks]
        texts.append(f"[{', '.join(found)}]" if port.many else found[0] if found else "None")
    given = {"mask": texts[0] if texts else "None", "masks": f"[{', '.join(texts)}]"}
    absent = {"mask": texts[:1] in ([], ["None"]), "masks": not any(map(any, item.masks))}
    asked, spare = signature_of(function).run_time, function.__kwdefaults__ or {}
    return {n: t for n, t in given.items() if n in asked and not (absent[n] and n in spare)}


def function_of(item: Call) -> Callable[..., Any]:
    """The maths of a node."""
    assert item.module.apply is not None, item.module.kind
    return item.module.apply


def _has(layer: Call, writer: Writer) -> bool:
    """Whether the node has weights at all; params may switch all of them off."""
    return layer.owner in writer.owners


def tensor_texts(item: Call, names: dict[str, str]) -> list[str]:
    """Tensors as the function takes them; open optional ports at the end are left out."""
    texts = []
    for port, sources in zip(item.module.inputs, item.sources, strict=True):
        found = [names[s] for s in sources]
        texts.append(f"[{', '.join(found)}]" if port.many else found[0] if found else "None")
    while texts and texts[-1] == "None":
        texts.pop()
    return texts


def _adapt(plan: Plan, names: dict[str, str], writer: Writer) -> str:
    """State that is fitted to the training data."""
    gather = writer.quoter.name(tensor_of_all)
    lines = [
        "def adapt(weights, state, data):",
        '    """The state, as far as it is fitted to the training data before the first step."""',
        "    state = dict(state)",
    ]
    for layer in plan.adapting:
        source, adapt = layer.sources[0][0], layer.module.adapt
        assert adapt is not None
        keywords = {
            n: writer.value(layer.module, n, layer.values[n]) for n in signature_of(adapt).params
        }
        if source in plan.data:
            lines.append(f'    x = {gather}(lambda batch: batch["{source}"], data)')
        else:
            lines += [
                "    run = jax.jit(functools.partial(forward, weights, state, training=False))",
                f'    x = {gather}(lambda batch: run(batch)[0]["{source}"], data)',
            ]
        owner = f'state["{layer.owner}"]'
        places = [f'state.get("{layer.owner}", {{}})', "x"]
        lines.append(assign(owner, writer.quoter.name(adapt), places, keywords))
    return "\n".join([*lines, "    return state"])


def _judge(plan: Plan, names: dict[str, str], writer: Writer) -> str:
    """Losses, penalties and metrics: the total, and the sums that are reported."""
    judged = {s for c in (*plan.losses, *plan.metrics) for sources in c.sources for s in sources}
    judged |= {port for p in plan.output_penalties for port in p.ports}
    count = names[plan.trained_losses[0].sources[0][0]]
    lines = [
        "def judge(weights, tensors, batch):",
        '    """The total that training lowers, and the sums of everything that is reported."""',
    ]
    for port in sorted(judged, key=list(names).index):
        source = "batch" if port in plan.data else "tensors"
        lines.append(f'    {names[port]} = {source}["{port}"]')
    lines += [f'    {names[m]} = tensors["{m}"]' for m in judging_masks(plan)]
    lines += [f"    count = jnp.asarray({count}.shape[0], jnp.float32)", "    sums = {}"]
    lines.append("    total = jnp.zeros(())")
    for loss in plan.losses:
        lines += loss_lines(loss, names, writer)
    for penalty in plan.penalties:
        function, params = writer.function("regularizer", penalty.regularizer)
        array = f'weights["{penalty.owner}"]["{penalty.array}"]'
        lines.append(f"    total = total + {call(function, [array], params)}")
    for output in plan.output_penalties:
        lines += output_penalty_lines(output, names, writer)
    lines.append(f'    sums["{TOTAL}"] = {{"total": total * count, "count": count}}')
    for metric in plan.metrics:
        lines.append(metric_line(metric, names, writer))
    return "\n".join([*lines, "    return total, sums"])


def output_penalty_lines(output: OutputPenalty, names: dict[str, str], writer: Writer) -> list[str]:
    """Lines that add to the total what outputs are penalised by."""
    module, values = output.call.module, output.call.values
    if output.regularizer is not None:
        function, params = writer.function("regularizer", output.regularizer)
    else:
        assert module.penalty is not None
        function = writer.quoter.name(module.penalty)
        params = {
            n: writer.value(module, n, values[n]) for n in signature_of(module.penalty).params
        }
    return [
        f"    total = total + {call(function, [names[port]], params)} / {names[port]}.shape[0]"
        for port in output.ports
    ]


def loss_lines(loss: Call, names: dict[str, str], writer: Writer) -> list[str]:
    """Lines that compute a loss, add its share to the total, and report it."""
    function = writer.quoter.name(function_of(loss), "apply_")
    keywords = writer.params(loss.module, loss.values)
    keywords |= mask_texts(loss, names, function_of(loss))
    line = assign("value", function, tensor_texts(loss, names), keywords)
    return [line, *counted_lines(loss)]


def counted_lines(loss: Call) -> list[str]:
    """Lines that add a loss, which is `value`, to the total and to the sums."""
    lines = []
    if loss.weight:
        share = "" if loss.weight == 1.0 else f"{loss.weight!r} * "
        lines.append(f"    total = total + {share}value")
    if loss.name != TOTAL:
        lines.append(f'    sums["{loss.name}"] = {{"total": value * count, "count": count}}')
    return lines


def metric_line(metric: Call, names: dict[str, str], writer: Writer) -> str:
    """The line that keeps the sums of a metric."""
    function = writer.quoter.name(function_of(metric), "apply_")
    keywords = writer.params(metric.module, metric.values)
    keywords |= mask_texts(metric, names, function_of(metric))
    return assign(f'sums["{metric.name}"]', function, tensor_texts(metric, names), keywords)
