"""Names in generated code: legal, stable, and never two things under one name."""

import builtins
import keyword

from hornstudio.engine.compile.call import mask_name
from hornstudio.engine.compile.plan import Plan

# fmt: off
LOCALS = frozenset((
    "weights", "state", "batch", "training", "key", "carry", "sums", "total", "step",
    "measure", "forward", "init", "main", "results", "jax", "jnp", "np", "lax", "optax",
    "partial", "data", "seed", "keras", "layers", "model", "samples", "nnx", "rngs", "self",
    "over_time", "count", "value",
))
# fmt: on
"""Names that the script's own functions use; a node of that name gets a `_` behind it."""


def variables(plan: Plan) -> dict[str, str]:
    """Variable of each tensor, by `node.port`: the node's id where it has one output.

    A data node has several, so its variables are `node_port`.
    """
    ports = list(plan.data)
    for layer in plan.layers:
        ports += [f"{layer.node}.{p.name}" for p in layer.module.outputs]
    single = {layer.node for layer in plan.layers if len(layer.module.outputs) == 1}
    names: dict[str, str] = {}
    for port in ports:
        node, _, output = port.partition(".")
        wish = node if node in single else f"{node}_{output}"
        names[port] = _free(wish, set(names.values()))
    for layer in plan.layers:
        if layer.makes_mask:
            wish = f"{layer.node}_mask"
            names[mask_name(layer.node)] = _free(wish, set(names.values()))
    return names


def legal(wish: str) -> str:
    """The name, with a `_` behind it where Python or the script uses it for something else."""
    bad = wish in LOCALS or keyword.iskeyword(wish) or hasattr(builtins, wish)
    return f"{wish}_" if bad else wish


def _free(wish: str, taken: set[str]) -> str:
    name = legal(wish)
    while name in taken:
        name += "_"
    return name
