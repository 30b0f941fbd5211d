"""Faults that only follow from a file that cannot be read: that file is told of, they are not."""

from collections.abc import Mapping, Sequence

from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.graph import Graph
from hornstudio.engine.modules.axis import LENGTH_UNKNOWN, LETTER_UNKNOWN
from hornstudio.engine.problem import Problem
from hornstudio.engine.text import Text

_FOLLOWS = (LENGTH_UNKNOWN, LETTER_UNKNOWN)


def unread_sources(facts: Mapping[str, NodeFacts], found: Sequence[Problem]) -> set[str]:
    """Data nodes whose file or folder cannot be read, by what was found of them."""
    return {p.node for p in found if p.severity == "error" and _is_of_file(facts.get(p.node), p)}


def _is_of_file(facts: NodeFacts | None, problem: Problem) -> bool:
    own = facts.module.own if facts else None
    return own is not None and own.param == problem.param


def _asks_for_length(reason: object) -> bool:
    """Whether it is an unknown length that is told, perhaps of what lies in a composite."""
    if not isinstance(reason, Text):
        return False
    return reason.template in _FOLLOWS or _asks_for_length(reason.values.get("reason"))


def without_echoes(
    graph: Graph, facts: Mapping[str, NodeFacts], found: Sequence[Problem]
) -> Sequence[Problem]:
    """What was found, but lengths that would be known if a file could be read."""
    echoes = [p for p in found if _asks_for_length(p.reason)]
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
