"""What is wrong with the callbacks of a graph's training."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.checking.reported import figures, holds_back
from hornstudio.engine.errors import ParamError
from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.graph import Graph, Held
from hornstudio.engine.module import CALLBACK, Module
from hornstudio.engine.modules.callbacks.early_stopping import BestWeights
from hornstudio.engine.modules.callbacks.monitor import why_not_auto
from hornstudio.engine.params import FigureName, complete, faults
from hornstudio.engine.problem import Problem, Remedy, RemoveCallback, SetCallbackParam, SetParam
from hornstudio.engine.spelling import closest
from hornstudio.engine.text import Text
from hornstudio.engine.watch.figure import HELD_BACK, TOTAL

Facts = Mapping[str, NodeFacts]

_SPLIT = 0.1


def callback_problems(graph: Graph, facts: Facts, modules: Catalog) -> Iterator[Problem]:
    """Kinds that are missing, bad params, and figures to watch that no run would report."""
    if not graph.training.callbacks or not graph.nodes:
        return
    known = figures(graph, facts)
    yield from _overruled(graph, modules)
    for place, held in enumerate(graph.training.callbacks):
        module = modules.modules.get((CALLBACK, held.kind))
        found = (
            _of_params(held, module, graph, facts, known, modules)
            if module
            else _unknown(held, modules)
        )
        yield from (replace(problem, callback=place) for problem in found)


def _overruled(graph: Graph, modules: Catalog) -> Iterator[Problem]:
    """Callbacks that choose the weights of the end, and another does so after them."""
    chosen = [
        (place, module, values)
        for place, held in enumerate(graph.training.callbacks)
        if (module := modules.modules.get((CALLBACK, held.kind)))
        and isinstance(module.watch, type)
        and issubclass(module.watch, BestWeights)
        and (values := _values(held, module, modules)).get("restore_best_weights", bool(values))
    ]
    for place, module, values in chosen[:-1]:
        _, last, others = chosen[-1]
        if any(values.get(name) != others.get(name) for name in ("monitor", "mode")):
            reason = Text(
                "{title} takes back the epoch where {name} was best, but so does {other} after it "
                "for {figure}, which has the last word",
                title=module.title,
                name=values["monitor"],
                other=last.title,
                figure=others["monitor"],
            )
            yield Problem("warning", reason, callback=place, remedies=(_removal(module.title),))


def _values(held: Held, module: Module, modules: Catalog) -> dict[str, Any]:
    """All settings; none where some are bad, which is told by itself."""
    try:
        return dict(complete(module.params, held.params, modules.find))
    except ParamError:
        return {}


def _unknown(held: Held, modules: Catalog) -> Iterator[Problem]:
    reason = Text(
        "{kind} is not a known kind of callback; known are {known}",
        kind=held.kind,
        known=", ".join(m.kind for m in modules.category(CALLBACK)),
    )
    yield Problem("error", reason, remedies=(_removal(held.kind),))


def _removal(title: str) -> Remedy:
    return Remedy(Text("Remove {title}", title=title), RemoveCallback())


def _of_params(
    held: Held,
    module: Module,
    graph: Graph,
    facts: Facts,
    known: Mapping[str, str],
    modules: Catalog,
) -> Iterator[Problem]:
    try:
        values = complete(module.params, held.params, modules.find)
    except ParamError as first:
        for error in faults(module.params, held.params, modules.find) or [first]:
            name = str(error.text.values.get("name", "")).partition(".")[0]
            yield Problem("error", error.text, param=name, remedies=(_removal(module.title),))
        return
    for param in module.params:
        if not isinstance(param, FigureName) or not values.get(param.only_with, True):
            continue
        if values[param.name] not in known:
            yield _unreported(values[param.name], param.name, module, graph, facts, known)
        elif not known[values[param.name]] and values.get("mode") == "auto":
            yield _undirected(values[param.name])


def _unreported(
    name: str, param: str, module: Module, graph: Graph, facts: Facts, known: Mapping[str, str]
) -> Problem:
    bare = name.removeprefix(HELD_BACK)
    remedies: list[Remedy] = []
    if name.startswith(HELD_BACK) and bare in known and not holds_back(graph, facts):
        reason = Text(
            "{title} watches {name}, but no samples are held back for validation",
            title=module.title,
            name=name,
        )
        remedies += _splits(graph, facts)
        remedies.append(_watch(param, bare))
    else:
        reason = Text(
            "{title} watches {name}, which is not reported; reported are {known}",
            title=module.title,
            name=name,
            known=", ".join(known) or Text("none"),
        )
        remedies += [_watch(param, other) for other in _likeliest(name, known)]
    remedies.append(_removal(module.title))
    return Problem("error", reason, param=param, remedies=tuple(remedies))


def _splits(graph: Graph, facts: Facts) -> Iterator[Remedy]:
    """Hold samples back, where there is one node that can do so."""
    nodes = [
        i
        for i, known in facts.items()
        if known.module.role == "data"
        and graph.wires_from(i)
        and any(p.name == "validation_split" for p in known.module.params)
    ]
    if len(nodes) == 1:
        label = Text("Hold back {share:.0%} of {node}", share=_SPLIT, node=nodes[0])
        yield Remedy(label, SetParam("validation_split", _SPLIT, nodes[0]))


def _watch(param: str, name: str) -> Remedy:
    return Remedy(Text("Watch {name}", name=name), SetCallbackParam(param, name))


def _likeliest(name: str, known: Mapping[str, str]) -> list[str]:
    """What may have been meant, or else the loss."""
    alike = closest(name, known)
    fallback = [other for other in (HELD_BACK + TOTAL, TOTAL) if other in known]
    return [alike] if alike else fallback[:1]


def _undirected(name: str) -> Problem:
    remedies = tuple(
        Remedy(label, SetCallbackParam("mode", mode))
        for label, mode in ((Text("More is better"), "max"), (Text("Less is better"), "min"))
    )
    return Problem("error", why_not_auto(name), param="mode", remedies=remedies)
