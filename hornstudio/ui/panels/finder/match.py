"""Which nodes and frames a text is found in, and where in them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from hornstudio.engine.check import Report
from hornstudio.engine.editing.frame import frames_of, titles_around
from hornstudio.engine.editing.order import topological_order
from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.graph import Node
from hornstudio.engine.module import Module
from hornstudio.engine.params import Param
from hornstudio.engine.problem import Severity
from hornstudio.engine.spelling import plain
from hornstudio.ui.level import report_inside
from hornstudio.ui.words.place import frame_name
from hornstudio.ui.words.translate import sentence, tr, tr_engine


@dataclass(frozen=True)
class Match:
    """A node that was found, or a frame, which has its place among all frames and no category.

    where: a node's id, and what of it fits: `hidden · units 64`. uses: of composites that lead to
    it from the level that is searched; none where it is there.
    """

    found: str | int
    title: str
    category: str
    where: str
    uses: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What tells it from all others: two composites may hold nodes of one name."""
        return "/".join((*self.uses, str(self.found)))

    @property
    def seen_at(self) -> str | int:
        """Where it is on the level that is searched: a frame, a node, or the use that holds it."""
        return self.uses[0] if self.uses else self.found


def find(report: Report, text: str) -> list[Match]:
    """Frames, nodes along the wires, notes, and nodes in composites in which a text is found.

    None for an empty text. What a composite holds is listed once, for the first of its uses.

    It is looked for in names, titles, kinds, notes, values (`64`, `units 64`, `relu`), in titles
    of frames around nodes and in what is wrong, all of which `problem` finds. The name of a
    setting counts by itself where the setting is not at its default.
    """
    query = plain(text)
    if not query:
        return []
    frames = list(_frames(query, report))
    found = [match for match in frames if not match.where]
    found += _nodes(query, report)
    found += [match for match in frames if match.where]
    return found + list(_inside(query, report, (), "", set()))


def _nodes(query: str, report: Report) -> Iterator[Match]:
    asked: dict[str, str] = {}
    for node_id in _along_wires(report):
        kind, facts = report.graph.nodes[node_id].kind, report.facts[node_id]
        if kind not in asked:
            asked[kind] = _fit_of(query, kind, facts.module)
        where = next(_places(query, node_id, report, asked[kind]), None)
        if where is not None:
            title = report.graph.nodes[node_id].title or tr_engine(facts.module.title)
            words = where if where == node_id else f"{node_id} · {where}"
            yield Match(node_id, title, facts.module.category, words)


def _inside(
    query: str, report: Report, uses: tuple[str, ...], within: str, seen: set[str]
) -> Iterator[Match]:
    """Nodes in the composites that are used. within: their names from the top; seen: kinds."""
    if not report.graph.groups:
        return
    for use in _along_wires(report):
        node = report.graph.nodes[use]
        if node.kind not in report.graph.groups or node.kind in seen:
            continue
        seen.add(node.kind)
        body, trail = report_inside(report, use), (*uses, use)
        name = within + (node.title or report.graph.groups[node.kind].title or node.kind)
        for match in _nodes(query, body):
            where = tr("in {composite}: {place}", composite=name, place=match.where)
            yield replace(match, where=where, uses=trail)
        yield from _inside(query, body, trail, f"{name} › ", seen)


def _frames(query: str, report: Report) -> Iterator[Match]:
    """Frames by their titles, and notes, which have no title, by their texts."""
    for place, frame in frames_of(report.graph).items():
        if query in plain(frame.text if frame.is_note else frame.title):
            where = " ".join(frame.text.split()) if frame.is_note else ""
            name = frame_name(frame)
            yield Match(place, name[:1].upper() + name[1:], "", where)


def _along_wires(report: Report) -> list[str]:
    """Ids from the data on; what hangs in a circle comes last."""
    order, _ = topological_order(report.graph)
    known = set(order)
    return order + [i for i in report.graph.nodes if i not in known]


def _fit_of(query: str, kind: str, module: Module) -> str:
    """Which words for all nodes of a kind have the query: their `title`, their `kind`, or none."""
    if any(query in plain(title) for title in (module.title, tr_engine(module.title))):
        return "title"
    kinds = (kind, *module.words)
    is_kind = query in plain(kind) or any(plain(word).startswith(query) for word in kinds)
    return "kind" if is_kind else ""


def _places(query: str, node_id: str, report: Report, fit: str) -> Iterator[str]:
    """Where a node has the query, the best place first. fit: what its kind has of it."""
    node, facts = report.graph.nodes[node_id], report.facts[node_id]
    if fit == "title" or query in plain(node_id) or query in plain(node.title):
        yield node_id
    if fit == "kind":
        yield node.kind
    yield from _settings(query, node, facts)
    if query in plain(node.note):
        yield node.note
    for title in titles_around(report.graph, node.at) if report.graph.frames else ():
        if query in plain(title):
            yield tr("in the frame {title}", title=title)
    for problem in report.problems_of(node_id):
        words = sentence(problem.reason)
        said = (words, str(problem.reason))
        if query in _names_of(problem.severity) or any(query in plain(each) for each in said):
            yield words


def _names_of(severity: Severity) -> set[str]:
    """What a person may call all problems of a severity, in English or in the window's language."""
    if severity == "info":
        return set()
    names = ("problem", "problems", severity, f"{severity}s", tr("Problems"), tr(severity))
    return {plain(name) for name in names}


def _settings(query: str, node: Node, facts: NodeFacts) -> Iterator[str]:
    for param in facts.module.params:
        shown = _shown(param, node, facts)
        label, value = plain(param.name), plain(shown)
        is_own = param.name in node.params and query in label
        # `units 64`, but not `units` alone: every Dense has some.
        at = (label + value).find(query)
        if is_own or query in value or (at >= 0 and at + len(query) > len(label)):
            yield f"{param.name} {shown}"


def _shown(param: Param, node: Node, facts: NodeFacts) -> str:
    """A value as a person would type it; among values that cannot be, as the file has it."""
    if facts.values is not None:
        return param.show(facts.values[param.name])
    return str(node.params.get(param.name, param.default))
