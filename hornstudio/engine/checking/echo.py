"""Faults that only follow from a file that cannot be read: that file is told of, they are not."""

from collections.abc import Mapping, Sequence

from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.graph import Graph
from hornstudio.engine.modules.axis import LENGTH_UNKNOWN, LETTER_UNKNOWN
from hornstudio.engine.problem import Problem

_FOLLOWS = (LENGTH_UNKNOWN, LETTER_UNKNOWN)


def unread_sources(facts: Mapping[str, NodeFacts], found: Sequence[Problem]) -> set[str]:
    """Data nodes whose file or folder cannot be read, by what was found of them."""
    return {p.node for p in found if p.severity == "error" and _is_of_file(facts.get(p.node), p)}


def _is_of_file(facts: NodeFacts | None, problem: Problem) -> bool:
    own = facts.module.own if facts else None
    return own is not None and own.param == problem.param


def without_echoes(
    graph: Graph, facts: Mapping[str, NodeFacts], found: Sequence[Problem]
) -> Sequence[Problem]:
    """What was found, but lengths that would be known if a file could be read."""
    echoes = [p for p in found if getattr(p.reason, "template", "") in _FOLLOWS]
    unread = unread_sources(facts, found) if echoes else set()
    if not unread:
        return found
    behind = set(unread)
    ahead = list(unread)
    while ahead:
        followers = {wire.target_node for wire in graph.wires_from(ahead.pop())} - behind
        behind |= followers
        ahead += followers
    return [p for p in found if p not in echoes or p.node not in behind]
