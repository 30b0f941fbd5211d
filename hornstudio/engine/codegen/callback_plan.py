"""The callbacks of a graph as a script carries them out: what they watch, and which way."""

from collections.abc import Iterator
from dataclasses import dataclass

from hornstudio.engine.check import check
from hornstudio.engine.checking.reported import figures
from hornstudio.engine.compile.plan import Plan
from hornstudio.engine.module import CALLBACK, Module
from hornstudio.engine.params import FigureName, Values, complete
from hornstudio.engine.watch.figure import HELD_BACK


@dataclass(frozen=True, slots=True)
class Acting:
    """One callback. is_higher_better: of the figure that it watches; None where it watches none."""

    module: Module
    values: Values
    is_higher_better: bool | None


def callbacks_in(plan: Plan) -> list[Acting]:
    """The callbacks of a graph that checks without errors, in their order."""
    return list(_callbacks(plan))


def _callbacks(plan: Plan) -> Iterator[Acting]:
    report = check(plan.graph, plan.modules)
    known = figures(report.graph, report.facts)
    for held in plan.graph.training.callbacks:
        module = plan.modules.find(CALLBACK, held.kind)
        values = complete(module.params, held.params, plan.modules.find)
        way: bool | None = None
        if name := watched(module, values):
            mode = values.get("mode", "auto")
            way = known[name] == "higher" if mode == "auto" else mode == "max"
        yield Acting(module, values, way)


def watched(module: Module, values: Values) -> str:
    """The figure that a callback watches; empty where it watches none."""
    for param in module.params:
        if isinstance(param, FigureName) and values.get(param.only_with, True):
            return str(values[param.name])
    return ""


def watched_figures(plan: Plan) -> set[str]:
    """Figures that some callback watches, of training and validation alike."""
    names = {watched(each.module, each.values) for each in callbacks_in(plan)}
    return {name.removeprefix(HELD_BACK) for name in names if name}
