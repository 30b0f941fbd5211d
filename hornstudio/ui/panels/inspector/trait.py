"""What any node may carry beside its params, declared as params, so that forms show it too."""

from typing import Any

from hornstudio.engine.check import can_bypass
from hornstudio.engine.graph import PORT_KINDS, Graph, Node
from hornstudio.engine.inference.over_time import can_go_over_time
from hornstudio.engine.module import Module, no_arrays
from hornstudio.engine.params import Choice, Flag, Param, Words
from hornstudio.engine.text import Given
from hornstudio.ui.words.translate import tr


def traits_of(graph: Graph, node_id: str, module: Module) -> tuple[Param, ...]:
    """The attributes that make sense for a node: only what has weights can be frozen."""
    found: list[Param] = []
    if has_weights(module):
        found.append(frozen())
    if can_bypass(module):
        found.append(bypassed())
    if can_disable(module):
        found.append(disabled())
    if can_go_over_time(module):
        found.append(over_time())
    owners = possible_owners(graph, node_id) if has_weights(module) else ()
    if owners:
        found.append(
            Choice(
                name="weights_of",
                title=tr("Weights of"),
                optional=True,
                options=tuple(map(Given, owners)),  # a name, though it may be a word, too
                help=tr("The module whose weights this one uses too; None gives it its own."),
            )
        )
    note = tr("A remark of yours; it is kept in the file.")
    found.append(Words(name="note", title=tr("Note"), default="", help=note))
    return tuple(found)


def frozen() -> Flag:
    """Whether training leaves the weights alone."""
    help_text = tr("Training leaves the weights as they are.")
    return Flag(name="frozen", title=tr("Frozen"), default=False, help=help_text)


def bypassed() -> Flag:
    """Whether the input passes the node by."""
    help_text = tr("The input passes by, as if the module were not there.")
    return Flag(name="bypassed", title=tr("Bypassed"), default=False, help=help_text)


def disabled() -> Flag:
    """Whether the node is left out, with all that needs it."""
    help_text = tr("The module is left out, with all that needs it, as if it had been deleted.")
    return Flag(name="disabled", title=tr("Disabled"), default=False, help=help_text)


def over_time() -> Flag:
    """Whether the module works on every step of a sequence by itself."""
    help_text = tr(
        "The module works on every step of a sequence by itself, with the same weights: steps come "
        "first in the shape."
    )
    return Flag(name="over_time", title=tr("Over time"), default=False, help=help_text)


def has_weights(module: Module) -> bool:
    """Whether a module may have something to learn."""
    return module.weights is not no_arrays


def can_disable(module: Module) -> bool:
    """Whether a module may be left out; the ports of a composite may not."""
    return module.kind not in PORT_KINDS


def possible_owners(graph: Graph, node_id: str) -> tuple[str, ...]:
    """Nodes of the same kind whose weights a node could share, and the one that it names now."""
    node = graph.nodes[node_id]
    fit = [
        other
        for other, its in graph.nodes.items()
        if other != node_id and its.kind == node.kind and graph.weights_owner(other) != node_id
    ]
    if node.weights_of and node.weights_of not in fit:
        fit.append(node.weights_of)
    return tuple(fit)


def given_traits(node: Node) -> dict[str, Any]:
    """Attributes that are set, as a form takes them."""
    every = {
        "frozen": node.frozen,
        "bypassed": node.bypassed,
        "disabled": node.disabled,
        "over_time": node.over_time,
        "weights_of": node.weights_of,
        "note": node.note,
    }
    return {name: value for name, value in every.items() if value}


def trait_value(name: str, raw: Any) -> Any:
    """What the graph holds for what a form gives: an empty text or False where nothing is set."""
    if name in ("frozen", "bypassed", "disabled", "over_time"):
        return bool(raw)
    return str(raw or "")
