"""Facts found before: a large graph has few different layers, and asks for them at each edit."""

from collections.abc import Mapping

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.composite.scope import Scope
from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.graph import Node
from hornstudio.engine.module import Module
from hornstudio.engine.shapes import Spec

_KEPT = 8192

Key = tuple[int, int, str, bool, tuple[tuple[Spec | None, ...], ...]]
_known: dict[Key, tuple[Catalog, NodeFacts]] = {}


def key_of(
    module: Module, node: Node, inputs: Mapping[str, tuple[Spec | None, ...]], modules: Catalog
) -> Key:
    """All that the facts of a node without faults depend on.

    modules: what its params can hold; composites are not among that.
    """
    # Written out, 1 is neither True nor 1.0.
    params = repr(dict(node.params)) if node.params else ""
    return (id(module), id(_held(modules)), params, node.bypassed, tuple(inputs.values()))


def find_facts(key: Key, module: Module, modules: Catalog) -> NodeFacts | None:
    """Facts that are kept, of that very module."""
    catalog, facts = _known.get(key, (None, None))
    is_same = facts is not None and facts.module is module and catalog is _held(modules)
    return facts if is_same else None


def keep_facts(key: Key, facts: NodeFacts, modules: Catalog) -> None:
    """Keep the facts of a node without faults."""
    if len(_known) >= _KEPT:
        _known.clear()
    _known[key] = (_held(modules), facts)


def _held(modules: Catalog) -> Catalog:
    return modules.known if isinstance(modules, Scope) else modules
