"""Another loss or metric in the place of one: what it needs besides, so that one click mends all.

A yes/no loss for ten classes gives way to one that compares classes; that one takes ten scores
instead of one, and raw scores or shares that sum to 1 instead of a yes for each.
"""

from collections.abc import Mapping

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.checking.ending import ending
from hornstudio.engine.checking.prediction import PROBABILITIES, SQUASHING, UNBOUND, wants_shares
from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.graph import Graph, Wire
from hornstudio.engine.params import Values
from hornstudio.engine.problem import Action, Remedy, Replace, SetParam, Together, setting_text
from hornstudio.engine.text import Text, joined


class Exchange:
    """Of one judge for another.

    other: facts of the new judge, with what comes into the former one. wire: the one that brings
    its prediction.
    """

    def __init__(
        self,
        graph: Graph,
        facts: Mapping[str, NodeFacts],
        modules: Catalog,
        other: NodeFacts,
        wire: Wire,
    ) -> None:
        self.graph = graph
        self.facts = facts
        self.modules = modules
        self.other = other
        self.wire = wire

    def completed(self, remedy: Remedy, action: Replace, resized: Remedy | None) -> Remedy:
        """The exchange and all that it needs as one remedy; the plain one where it needs nothing.

        resized: what gives the prediction as many numbers as the new judge needs.
        """
        others = [r for r in (resized, self._other_activation()) if r is not None]
        labels: list[Text] = [remedy.label, *(r.label for r in others)]
        if self._takes_raw_scores():
            action = Replace(action.kind, {"from_logits": True})
            labels.append(Text("Turn from_logits on"))
        if not others and not action.params:
            return remedy
        # The exchange comes last: it may give the node another name, which the others would miss.
        actions: list[Action] = [*(r.action for r in others), action]
        return Remedy(joined(labels), Together(tuple(actions)))

    def _ending(self) -> str | None:
        return ending(self.graph, self.wire, self.modules)

    def _takes_raw_scores(self) -> bool:
        """Whether it gets raw scores, expects shares, and can be told of it."""
        values = self.other.values or Values({})
        spec = self.other.inputs["prediction"][-1]
        takes_shares = wants_shares(self.other.module.kind, values, spec)
        return "from_logits" in values and takes_shares and self._ending() == ""

    def _other_activation(self) -> Remedy | None:
        """Shares that sum to 1 where several classes are compared; a yes for each elsewhere."""
        wanted = PROBABILITIES.get(self.other.module.kind)
        is_loss = self.other.module.role == "loss"
        exchanged = (*SQUASHING, *UNBOUND) if is_loss else SQUASHING
        if not wanted or self._ending() not in exchanged or self._ending() == wanted:
            return None
        node = self.wire.source_node
        facts = self.facts[node]
        if facts.module.category == "activation":
            what: Text = Text("Replace by {kind}", kind=wanted)
            action: Action = Replace(wanted, node=node)
        elif facts.module.category != "composite" and "activation" in (facts.values or {}):
            what, action = setting_text("activation", wanted), SetParam("activation", wanted, node)
        else:
            return None
        return Remedy(Text("{node}: {what}", node=node, what=what), action)
