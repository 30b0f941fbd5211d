"""The model section of a script: init, forward, losses and metrics, one line a node."""

from hornstudio.engine.codegen.expression import Writer, assign, call
from hornstudio.engine.compile.binding import signature_of
from hornstudio.engine.compile.loop import key_of, node_key
from hornstudio.engine.compile.plan import TOTAL, Call, Plan, Start


def model_section(plan: Plan, names: dict[str, str], writer: Writer) -> str:
    """Text of init, forward and judge."""
    parts = [_init(plan, writer), _forward(plan, names, writer), _judge(plan, names, writer)]
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
    places = [f'{key}(seed, "{start.purpose}")', repr(start.array.shape)]
    name = f'"{start.array.name}"'
    return assign(name, function, places, params, indent=12, opening=": ", closing=",")


def _forward(plan: Plan, names: dict[str, str], writer: Writer) -> str:
    has_state = any(s.is_state for s in plan.starts)
    needed = {s for c in plan.layers for sources in c.sources for s in sources}
    lines = [
        "def forward(weights, state, batch, *, training, key=None):",
        '    """Every layer in turn: the tensors that the model gives, and the new state."""',
    ]
    if has_state:
        lines.append("    state = dict(state)")
    lines += [f'    {names[p]} = batch["{p}"]' for p in plan.data if p in needed]
    lines += [_layer(layer, names, writer) for layer in plan.layers]
    given = ", ".join(f'"{port}": {names[port]}' for port in _given(plan))
    return "\n".join([*lines, f"    return {{{given}}}, state"])


def _given(plan: Plan) -> list[str]:
    """Tensors that leave `forward`: what is judged, and the outputs."""
    judged = [s for c in (*plan.losses, *plan.metrics) for sources in c.sources for s in sources]
    return [p for p in dict.fromkeys([*judged, *plan.outputs]) if p not in plan.data]


def _layer(layer: Call, names: dict[str, str], writer: Writer) -> str:
    ports = [f"{layer.node}.{p.name}" for p in layer.module.outputs]
    target = ", ".join(names[p] for p in ports)
    if layer.is_bypassed:
        return f"    {target} = {names[layer.sources[0][0]]}  # {layer.module.kind}, bypassed"
    assert layer.module.apply is not None
    asks = signature_of(layer.module.apply)
    places = []
    if asks.takes_weights:
        places.append(f'weights["{layer.owner}"]' if _has(layer, writer) else "{}")
    if asks.takes_state:
        places.append(f'state["{layer.owner}"]')
        target = f'{target}, state["{layer.owner}"]'
    places += _tensors(layer, names)
    keywords = writer.params(layer.module, layer.values)
    if "training" in asks.run_time:
        keywords["training"] = "False" if layer.is_at_rest else "training"
    if "key" in asks.run_time:
        keywords["key"] = call(writer.quoter.name(node_key), ["key", f'"{layer.node}"'], {})
    return assign(target, writer.quoter.name(layer.module.apply, "apply_"), places, keywords)


def _has(layer: Call, writer: Writer) -> bool:
    """Whether the node has weights at all; params may switch all of them off."""
    return layer.owner in writer.owners


def _tensors(item: Call, names: dict[str, str]) -> list[str]:
    """Tensors as the function takes them; open optional ports at the end are left out."""
    texts = []
    for port, sources in zip(item.module.inputs, item.sources, strict=True):
        found = [names[s] for s in sources]
        texts.append(f"[{', '.join(found)}]" if port.many else found[0] if found else "None")
    while texts and texts[-1] == "None":
        texts.pop()
    return texts


def _judge(plan: Plan, names: dict[str, str], writer: Writer) -> str:
    """Losses, penalties and metrics: the total, and the sums that are reported."""
    judged = {s for c in (*plan.losses, *plan.metrics) for sources in c.sources for s in sources}
    count = names[plan.trained_losses[0].sources[0][0]]
    lines = [
        "def judge(weights, tensors, batch):",
        '    """The total that training lowers, and the sums of everything that is reported."""',
    ]
    for port in sorted(judged, key=list(names).index):
        source = "batch" if port in plan.data else "tensors"
        lines.append(f'    {names[port]} = {source}["{port}"]')
    lines += [f"    count = jnp.asarray({count}.shape[0], jnp.float32)", "    sums = {}"]
    lines.append("    total = jnp.zeros(())")
    for loss in plan.losses:
        lines += _loss(loss, names, writer)
    for penalty in plan.penalties:
        function, params = writer.function("regularizer", penalty.regularizer)
        array = f'weights["{penalty.owner}"]["{penalty.array}"]'
        lines.append(f"    total = total + {call(function, [array], params)}")
    lines.append(f'    sums["{TOTAL}"] = {{"total": total * count, "count": count}}')
    for metric in plan.metrics:
        lines.append(_metric(metric, names, writer))
    return "\n".join([*lines, "    return total, sums"])


def _loss(loss: Call, names: dict[str, str], writer: Writer) -> list[str]:
    assert loss.module.apply is not None
    function = writer.quoter.name(loss.module.apply, "apply_")
    keywords = writer.params(loss.module, loss.values)
    lines = [assign("value", function, _tensors(loss, names), keywords)]
    if loss.weight:
        share = "" if loss.weight == 1.0 else f"{loss.weight!r} * "
        lines.append(f"    total = total + {share}value")
    if loss.name != TOTAL:
        lines.append(f'    sums["{loss.name}"] = {{"total": value * count, "count": count}}')
    return lines


def _metric(metric: Call, names: dict[str, str], writer: Writer) -> str:
    assert metric.module.apply is not None
    function = writer.quoter.name(metric.module.apply, "apply_")
    keywords = writer.params(metric.module, metric.values)
    return assign(f'sums["{metric.name}"]', function, _tensors(metric, names), keywords)
