"""The modules that a graph knows: those of the catalog, and its own composites."""

from collections.abc import Mapping

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.composite.declaration import ENTRY, EXIT, declare
from hornstudio.engine.graph import Graph, Group
from hornstudio.engine.module import Module
from hornstudio.engine.nesting import holders, inner_first, nesting_faults, used_kinds

_KEPT = 512


class Scope(Catalog):
    """A catalog that also knows composites. `hidden` ones are known, but not offered.

    Composites of the name of a module of the catalog are left out, as are those that cannot be
    unfolded; `hornstudio.engine.check` says so.
    """

    def __init__(self, known: Catalog, composites: Mapping[str, Module], hidden: set[str]) -> None:
        super().__init__(())
        self.known = known
        self.modules = dict(known.modules)
        self._nodes = {m.kind: m for m in known.nodes()}
        self.broken = known.broken
        self.composites = dict(composites)
        self._hidden = hidden
        for module in (ENTRY, EXIT, *composites.values()):
            self.modules[(module.category, module.kind)] = module
            self._nodes[module.kind] = module

    def nodes(self) -> list[Module]:
        """Every module that can be placed here, in the order of the list."""
        return [m for m in super().nodes() if m.kind not in self._hidden]

    def category(self, category: str) -> list[Module]:
        """Every module of a category that can be placed here."""
        return [m for m in super().category(category) if m.kind not in self._hidden]


def scope(graph: Graph, known: Catalog) -> Catalog:
    """What the nodes of a graph can be: the catalog itself where the graph has no composites."""
    if isinstance(known, Scope):
        known = known.known
    if not (graph.groups or graph.inside):
        return known
    key = (id(graph.groups), graph.inside, id(known))
    found = _scopes.get(key)
    if found is None or found[0] is not graph.groups or found[1] is not known:
        if len(_scopes) >= _KEPT:
            _scopes.clear()
        found = _scopes[key] = (graph.groups, known, _make(graph, known))
    return found[2]


_scopes: dict[tuple[int, str, int], tuple[object, Catalog, Scope]] = {}
_declared: dict[int, tuple[Group, tuple[Module, ...], Catalog, str, Module]] = {}


def _make(graph: Graph, known: Catalog) -> Scope:
    groups = graph.groups
    hidden = holders(graph.inside, groups) if graph.inside in groups else {ENTRY.kind, EXIT.kind}
    if any(True for _ in nesting_faults(Graph(groups=groups))):
        return Scope(known, {}, hidden)
    made: dict[str, Module] = {}
    for kind in inner_first(groups):
        if known.get(kind) is None and kind not in (ENTRY.kind, EXIT.kind):
            made[kind] = _declaration(kind, groups, made, known)
    return Scope(known, {kind: made[kind] for kind in groups if kind in made}, hidden)


def _declaration(
    kind: str, groups: Mapping[str, Group], made: Mapping[str, Module], known: Catalog
) -> Module:
    """The same object again while neither the composite nor what it holds has changed."""
    group = groups[kind]
    inner = {k: made[k] for k in used_kinds(group.body, groups) if k in made}
    held = tuple(inner.values())
    old = _declared.get(id(group))
    if old and old[0] is group and old[2] is known and old[3] == kind and _same(old[1], held):
        return old[4]
    if len(_declared) >= _KEPT:
        _declared.clear()
    module = declare(kind, group, Scope(known, inner, set()))
    _declared[id(group)] = (group, held, known, kind, module)
    return module


def changed_kinds(old: Catalog, new: Catalog) -> set[str] | None:
    """Kinds of composites that are declared otherwise by now; None for unrelated catalogs."""
    if old is new:
        return set()
    if (old.known if isinstance(old, Scope) else old) is not (
        new.known if isinstance(new, Scope) else new
    ):
        return None
    were = old.composites if isinstance(old, Scope) else {}
    are = new.composites if isinstance(new, Scope) else {}
    return {kind for kind in {*were, *are} if were.get(kind) is not are.get(kind)}


def _same(one: tuple[Module, ...], other: tuple[Module, ...]) -> bool:
    return len(one) == len(other) and all(a is b for a, b in zip(one, other, strict=True))
