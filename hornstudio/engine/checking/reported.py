"""What a run reports: the names of its figures, and which way each of them is better."""

from collections.abc import Mapping, Sequence

from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.graph import Graph
from hornstudio.engine.watch.figure import HELD_BACK, TOTAL


def figures(graph: Graph, facts: Mapping[str, NodeFacts]) -> dict[str, str]:
    """Which way each figure of a run is better: `higher`, `lower`, or empty where none is.

    Those of the training by name, then, where samples are held back, those of the validation.
    """
    trained = _trained_losses(graph, facts)
    judges = [i for i, known in facts.items() if known.module.role in ("loss", "metric")]
    names = names_of_judges(judges, trained)
    found = {TOTAL: "lower"} if trained else {}
    for node, name in names.items():
        module = facts[node].module
        found[name] = "lower" if module.role == "loss" else module.better
    if holds_back(graph, facts):
        found |= {HELD_BACK + name: better for name, better in found.items()}
    return found


def _trained_losses(graph: Graph, facts: Mapping[str, NodeFacts]) -> list[str]:
    """Losses that the optimizer takes with some weight."""
    found = []
    for node, known in facts.items():
        if known.module.role == "loss" and graph.wires_from(node):
            weight = known.values.get("weight", 1.0) if known.values else 1.0
            found += [node] if weight else []
    return found


def holds_back(graph: Graph, facts: Mapping[str, NodeFacts]) -> bool:
    """Whether samples are held back for validation."""
    return any(
        known.module.role == "data" and graph.wires_from(node) and known.holds_back
        for node, known in facts.items()
    )


def names_of_judges(judges: Sequence[str], trained: Sequence[str]) -> dict[str, str]:
    """Under which name each loss and metric is reported.

    The only trained loss is the total; several are reported beside it by their ids.
    """
    names = _report_names([node for node in judges if list(trained) != [node]])
    if len(trained) == 1:
        names[trained[0]] = TOTAL
    return names


def _report_names(nodes: list[str]) -> dict[str, str]:
    """A name for each node: its id, with a number behind it where that would mean another thing.

    What is measured in validation and test is reported with these prefixes.
    """
    wishes = {TOTAL, *nodes}
    taken = {TOTAL} | {f"{prefix}_{wish}" for prefix in ("val", "test") for wish in wishes}
    names: dict[str, str] = {}
    for node in nodes:
        name, number = node, 0
        while name in taken or (number and name in wishes):
            number += 1
            name = f"{node}_{number}"
        names[node] = name
    return names
