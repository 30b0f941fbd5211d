"""Facts found before: a large graph has few different layers, and asks for them at each edit."""

from collections.abc import Mapping
from typing import Any

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.composite.scope import Scope
from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.graph import Node
from hornstudio.engine.module import Module
from hornstudio.engine.shapes import Spec

_KEPT = 8192

Key = tuple[int, int, str, bool, tuple[tuple[Spec | None, ...], ...]]
_known: dict[Key, tuple[Catalog, NodeFacts]] = {}
_written: dict[int, tuple[Mapping[str, Any], str]] = {}


class KeptFacts:
    """Facts of nodes without faults.

    modules: what their params can hold; composites are not among that.
    """

    def __init__(self, modules: Catalog) -> None:
        self._held = modules.known if isinstance(modules, Scope) else modules

    def key_of(
        self, module: Module, node: Node, inputs: Mapping[str, tuple[Spec | None, ...]]
    ) -> Key:
        """All that the facts of a node without faults depend on."""
        params = _as_text(node.params) if node.params else ""
        return (id(module), id(self._held), params, node.bypassed, tuple(inputs.values()))

    def find(self, key: Key, module: Module) -> NodeFacts | None:
        """Facts that are kept, of that very module."""
        catalog, facts = _known.get(key, (None, None))
        is_same = facts is not None and facts.module is module and catalog is self._held
        return facts if is_same else None

    def keep(self, key: Key, facts: NodeFacts) -> None:
        """Keep the facts of a node without faults."""
        if len(_known) >= _KEPT:
            _known.clear()
        _known[key] = (self._held, facts)


def _as_text(params: Mapping[str, Any]) -> str:
    """Params written out, once where they stay the same; 1 is neither True nor 1.0 then."""
    kept, text = _written.get(id(params), (None, ""))
    if kept is not params:
        if len(_written) >= _KEPT:
            _written.clear()
        text = repr(dict(params))
        _written[id(params)] = (params, text)
    return text
