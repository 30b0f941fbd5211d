"""What is known of a graph without running it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hornstudio.engine.catalog import Catalog, catalog
from hornstudio.engine.checking.alike import Alike, alike
from hornstudio.engine.checking.sharing import has_sharing, models_of_owners
from hornstudio.engine.composite.declaration import Specs
from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.graph import Graph
from hornstudio.engine.problem import Problem
from hornstudio.engine.shapes import Spec


@dataclass(frozen=True, slots=True)
class Report:
    """All facts and problems of one graph; `facts` has every node.

    `order` is that of computing, of every node that is not on or behind a cycle. modules: what
    its nodes can be, composites of the graph among them. given: what came into the ports of the
    composite whose body the graph is. own: the problems of nodes that say nothing of other nodes,
    by node; loose: those of wires without an end. Both are among `problems`, and tell the next
    check what it has to look at again. live: the report on what is left without disabled nodes
    and what needs them; None where nothing is left out. What is has settings, and no more is known.
    """

    graph: Graph
    facts: Mapping[str, NodeFacts]
    problems: tuple[Problem, ...]
    order: tuple[str, ...]
    modules: Catalog = field(default_factory=catalog)
    given: Specs = field(default_factory=dict)
    own: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict, compare=False, repr=False)
    loose: tuple[Problem, ...] = field(default=(), compare=False, repr=False)
    live: "Report | None" = field(default=None, compare=False, repr=False)
    _weight_count: int = field(default=-1, init=False, compare=False, repr=False)
    _alike: tuple[Alike, ...] | None = field(default=None, init=False, compare=False, repr=False)

    @property
    def alive(self) -> "Report":
        """The report on what is computed."""
        return self.live or self

    def is_absent(self, node: str) -> bool:
        """Whether a node is left out: disabled, or in need of one that is."""
        return self.live is not None and node not in self.live.graph.nodes

    @property
    def errors(self) -> list[Problem]:
        """Problems that keep the graph from training."""
        return [p for p in self.problems if p.severity == "error"]

    def spec(self, end: str) -> Spec | None:
        """What leaves an output port, or None while unknown."""
        node, _, port = end.partition(".")
        facts = self.facts.get(node)
        return facts.outputs.get(port) if facts else None

    def problems_of(self, node: str) -> list[Problem]:
        """Problems at a node."""
        return [p for p in self.problems if p.node == node]

    @property
    def weight_count(self) -> int:
        """Numbers in all weights, shared ones counted once."""
        if self._weight_count < 0:
            object.__setattr__(self, "_weight_count", self._count_weights())
        return self._weight_count

    def _count_weights(self) -> int:
        if has_sharing(self.graph):
            models = models_of_owners(self.graph, self.facts)
            return sum(self.facts[model].weight_count for model in models.values())
        counted = (a for a in self.alike if a.facts.is_settled and not a.is_bypassed)
        return sum(a.number * a.facts.weight_count for a in counted)

    @property
    def alike(self) -> tuple[Alike, ...]:
        """All nodes, in groups of which the same is known; gathered once."""
        if self._alike is None:
            object.__setattr__(self, "_alike", alike(self.graph, self.facts))
        assert self._alike is not None
        return self._alike
