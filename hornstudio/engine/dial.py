"""What can be turned while training goes on, and between which bounds. No JAX is needed for that.

A dial goes by `node.name`; in a graph with composites the node is that of the unfolded graph. The
name is that of a param, `learning_rate.factor` where a schedule gives the rate, or `frozen`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.check import check
from hornstudio.engine.checking.disabling import living
from hornstudio.engine.checking.report import Report
from hornstudio.engine.composite.flatten import flatten
from hornstudio.engine.composite.way import way_text
from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.graph import Graph
from hornstudio.engine.params import Flag, Float, Nested, Param, Setting
from hornstudio.engine.text import Text

FROZEN = "frozen"
FACTOR = "factor"
_FROZEN = Flag(
    name=FROZEN,
    default=False,
    help="Whether the weights stay as they are, and what the optimizer remembers of them too.",
)
_FACTOR = Float(
    name=FACTOR, default=1.0, above=0.0, live=True, help="What the schedule is multiplied with."
)


@dataclass(frozen=True, slots=True)
class Dial:
    """One thing that can be turned. param: its declaration. value: as the graph has it.

    rests: what it freezes keeps running figures, too, which are used in another way then: another
    program is compiled for that.
    """

    node: str
    name: str
    param: Param
    value: Any
    rests: bool = False

    @property
    def thaws(self) -> bool:
        """Whether it is of weights that are not learned at all until it is turned."""
        return self.name == FROZEN and bool(self.value)

    @property
    def key(self) -> str:
        """Its place, as `node.name`."""
        return f"{self.node}.{self.name}"


def dials(graph: Graph, modules: Catalog | None = None) -> dict[str, Dial]:
    """Everything that can be turned, by `node.name`, in the graph's order.

    Nothing has to be compiled again, but to thaw what is frozen in the graph, and to freeze what
    keeps running figures. A loss that counts nothing, and what is set to none, are no part of what
    is compiled.
    """
    report = _unfolded(graph, modules)
    found = [dial for node in report.graph.nodes for dial in _dials_of(node, report)]
    return {dial.key: dial for dial in found}


def _unfolded(graph: Graph, modules: Catalog | None) -> Report:
    graph = living(graph, modules)
    return check(flatten(graph).graph if graph.groups else graph, modules)


def _dials_of(node: str, report: Report) -> Iterator[Dial]:
    facts = report.facts.get(node)
    if facts is None or facts.values is None or not _counts(node, facts, report.graph):
        return
    for param in facts.module.params:
        value = facts.values[param.name]
        if isinstance(param, Float) and param.live and value is not None:
            yield Dial(node, param.name, param, value)
        elif isinstance(param, Nested) and param.number is not None and param.number.live:
            if isinstance(value, Setting):
                yield Dial(node, f"{param.name}.{FACTOR}", _FACTOR, 1.0)
            else:
                yield Dial(node, param.name, param.number, value)
    if why_not_freeze(node, report) is None:
        is_frozen = node in report.graph.frozen_owners()
        yield Dial(node, FROZEN, _FROZEN, is_frozen, rests=bool(facts.state))


def _counts(node: str, facts: NodeFacts, graph: Graph) -> bool:
    """Whether a node is computed at all, and a loss lowered."""
    if graph.nodes[node].bypassed:
        return False
    if facts.module.role != "loss":
        return True
    return bool(graph.wires_from(node) and facts.values and facts.values.get("weight", 1.0))


def why_not_freeze(node: str, report: Report) -> Text | None:
    """Why a node cannot be frozen or thawed while training goes on; None where it can."""
    graph, facts = report.graph, report.facts[node]
    owner = graph.weights_owner(node)
    named = way_text(node)
    if not facts.weights:
        return Text("{node} has no weights to freeze", node=named)
    if owner != node:
        other = way_text(owner)
        return Text("{node} has the weights of {owner}; freeze that one", node=named, owner=other)
    return None


def numbers_of(found: Mapping[str, Dial]) -> dict[str, float]:
    """The values of dials as numbers, in which a dial that is on is 1.

    What is not learned is part of no program, and neither is whether it is.
    """
    return {key: float(dial.value) for key, dial in found.items() if not dial.thaws}
