"""What changed from one graph to another, as a person would say it.

`hidden.units 64 -> 128; + dropout; - relu`. Places, titles, notes and frames say nothing of what a
graph computes and are left out.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hornstudio.engine.catalog import Catalog, catalog
from hornstudio.engine.composite.scope import scope
from hornstudio.engine.editing.renaming import renamed
from hornstudio.engine.errors import ParamError
from hornstudio.engine.graph import EMPTY, Graph, Held, Node, Training, Wire
from hornstudio.engine.module import CALLBACK
from hornstudio.engine.params import Nested, Param, label_of
from hornstudio.engine.training_settings import TRAINING_PARAMS

ADDED = "+"
REMOVED = "-"
_TRAITS = ("weights_of", "frozen", "bypassed", "disabled", "over_time")
_MOST = 12


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. place: a node, `node.param`, a wire, or a setting of the training.

    before and after: the values; None where there was none, or is none any more. labels: what the
    form calls the settings that the place ends with, the innermost last.
    """

    place: str
    before: str | None
    after: str | None
    labels: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.before is None:
            return f"{ADDED} {_with_kind(self.place, self.after)}"
        if self.after is None:
            return f"{REMOVED} {_with_kind(self.place, self.before)}"
        return f"{self.place} {self.before} -> {self.after}"


def difference(old: Graph, new: Graph, known: Catalog | None = None) -> tuple[Change, ...]:
    """All that changed: values first, then what came, what went, and how it is wired.

    A param that is not set has its default, so that setting it to the default is no change. A
    node that has only another name is one.
    """
    known = known or catalog()
    return (*_training(old.training, new.training, known), *_contents(old, new, known, ""))


def in_words(changes: Iterable[Change]) -> str:
    """One line; of many changes the first, and how many more there are."""
    texts = [str(change) for change in changes]
    more = len(texts) - _MOST
    return "; ".join([*texts[:_MOST], *([f"... {more} more"] if more > 0 else [])])


def _with_kind(place: str, kind: str | None) -> str:
    return place if not kind or place.startswith(kind) else f"{place} ({kind})"


def _training(old: Training, new: Training, known: Catalog) -> Iterator[Change]:
    for param in TRAINING_PARAMS:
        before, after = (param.to_json(getattr(t, param.name)) for t in (old, new))
        if before != after:
            yield Change(param.name, _shown(before), _shown(after), (param.label,))
    befores, afters = _callbacks(old), _callbacks(new)
    for name, held in afters.items():
        if name in befores:
            module = known.modules.get((CALLBACK, held.kind))
            params = module.params if module else ()
            yield from _settings(name, params, befores[name].params, held.params, known)
    yield from (Change(n, None, held.kind) for n, held in afters.items() if n not in befores)
    yield from (Change(n, held.kind, None) for n, held in befores.items() if n not in afters)


def _callbacks(training: Training) -> dict[str, Held]:
    """By kind; further ones of a kind are numbered."""
    found: dict[str, Held] = {}
    for held in training.callbacks:
        number = sum(other.kind == held.kind for other in found.values()) + 1
        found[held.kind if number == 1 else f"{held.kind}_{number}"] = held
    return found


def _contents(old: Graph, new: Graph, known: Catalog, prefix: str) -> Iterator[Change]:
    names = renamed(old, new)
    kept = {i: names.get(i, i) for i in old.nodes if names.get(i, i) in new.nodes}
    known_old, known_new = scope(old, known), scope(new, known)
    for before, after in kept.items():
        if before != after:
            yield Change(f"{prefix}{before}.id", before, after)
        yield from _node(prefix + after, old.nodes[before], new.nodes[after], known_old, known_new)
    yield from _groups(old, new, known, prefix)
    came = [i for i in new.nodes if i not in kept.values()]
    went = [i for i in old.nodes if i not in kept]
    yield from (Change(prefix + i, None, new.nodes[i].kind) for i in came)
    yield from (Change(prefix + i, old.nodes[i].kind, None) for i in went)
    yield from _wires(old, new, kept, prefix)


def _node(place: str, old: Node, new: Node, before: Catalog, after: Catalog) -> Iterator[Change]:
    if old.kind != new.kind:
        yield Change(place, old.kind, new.kind)
    elif old.params != new.params:
        module = after.get(new.kind) or before.get(old.kind)
        params = module.params if module else ()
        yield from _settings(place, params, old.params, new.params, after)
    for name in _TRAITS:
        values = getattr(old, name), getattr(new, name)
        if values[0] != values[1]:
            before_text, after_text = map(_shown, values)
            yield Change(f"{place}.{name}", before_text, after_text, (label_of(name),))


def _settings(
    place: str,
    params: tuple[Param, ...],
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    known: Catalog,
    within: tuple[str, ...] = (),
) -> Iterator[Change]:
    """within: labels of the settings that hold these."""
    declared = {param.name: param for param in params}
    for name in dict.fromkeys((*declared, *old, *new)):
        if name not in old and name not in new:
            continue
        param = declared.get(name)
        before, after = _value(param, name, old), _value(param, name, new)
        if before == after:
            continue
        labels = (*within, param.label if param else label_of(name))
        if _is_module(before) and _is_module(after) and before["kind"] == after["kind"]:
            category = param.category if isinstance(param, Nested) else ""
            held = known.modules.get((category, after["kind"]))
            inner = before.get("params", EMPTY), after.get("params", EMPTY)
            declares = held.params if held else ()
            yield from _settings(f"{place}.{name}", declares, *inner, known, labels)
        else:
            words = _typed(param, before, known), _typed(param, after, known)
            if words[0] != words[1]:  # 3 and 3, 3 may be the same
                yield Change(f"{place}.{name}", *words, labels)


def _typed(param: Param | None, value: Any, known: Catalog) -> str:
    """A value as a person would type it into the form; as it stands where it would be refused."""
    if param is None or _is_module(value) or isinstance(value, bool):
        return _shown(value)
    try:
        parsed = param.parse(value, known.find)
    except ParamError:
        return _shown(value)
    return _shown(None) if parsed in (None, "") else param.show(parsed)


def _value(param: Param | None, name: str, given: Mapping[str, Any]) -> Any:
    """The value as JSON, the default where it is not set; a held module always as an object."""
    value = given.get(name) if name in given or not param else param.describe()["default"]
    is_kind = isinstance(param, Nested) and isinstance(value, str)
    return {"kind": value} if is_kind else value


def _is_module(value: Any) -> bool:
    return isinstance(value, Mapping) and isinstance(value.get("kind"), str)


def _shown(value: Any) -> str:
    if _is_module(value):
        return str(value["kind"])
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or value == "":
        return "none"
    if isinstance(value, list | tuple):
        return ", ".join(map(_shown, value))
    return str(value)


def _groups(old: Graph, new: Graph, known: Catalog, prefix: str) -> Iterator[Change]:
    """Composites that both graphs have; what came or went shows in the nodes made of it."""
    for kind in old.groups:
        if kind in new.groups and old.groups[kind] != new.groups[kind]:
            bodies = old.groups[kind].body, new.groups[kind].body
            yield from _contents(*bodies, known, f"{prefix}{kind}/")


def _wires(old: Graph, new: Graph, kept: Mapping[str, str], prefix: str) -> Iterator[Change]:
    """Wires between nodes that stayed. Those that follow from what came or went go unsaid."""
    before = {
        _moved(w, kept): w for w in old.wires if {w.source_node, w.target_node} <= kept.keys()
    }
    stayed = set(kept.values())
    after = {w for w in new.wires if {w.source_node, w.target_node} <= stayed}
    fed_anew = {w.target for w in new.wires if w.source_node not in stayed}
    fed_once = {_end(w.target, kept) for w in old.wires if w.source_node not in kept}
    for wire in new.wires:
        if wire in after and wire not in before and wire.target not in fed_once:
            yield Change(f"{prefix}{wire.source} > {wire.target}", None, "")
    for wire in before:
        if wire not in after and wire.target not in fed_anew:
            yield Change(f"{prefix}{wire.source} > {wire.target}", "", None)
    yield from _orders([*before], [w for w in new.wires if w in after], prefix)


def _orders(old: list[Wire], new: list[Wire], prefix: str) -> Iterator[Change]:
    """Ports that take the same wires in another order, which is the order of their inputs."""
    befores, afters = _sources(old), _sources(new)
    for target, after in afters.items():
        before = befores.get(target, [])
        if before != after and sorted(before) == sorted(after):
            yield Change(f"{prefix}{target}", _shown(before), _shown(after))


def _sources(wires: list[Wire]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for wire in wires:
        found.setdefault(wire.target, []).append(wire.source)
    return found


def _moved(wire: Wire, kept: Mapping[str, str]) -> Wire:
    return Wire(_end(wire.source, kept), _end(wire.target, kept))


def _end(end: str, kept: Mapping[str, str]) -> str:
    node, _, port = end.partition(".")
    return f"{kept.get(node, node)}.{port}"
