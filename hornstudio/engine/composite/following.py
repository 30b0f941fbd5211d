"""Settings of a composite that follow what they set, when that is grouped or taken apart inside."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from hornstudio.engine.graph import Exposed, Graph, Group, Node

Groups = Mapping[str, Group]


def followed(
    old: Group, new: Group, renamed: Mapping[str, str], before: Groups, after: Groups
) -> tuple[tuple[Exposed, ...], dict[str, Group]]:
    """Settings of nodes that are still there, and all composites with what they hand on for that.

    renamed: new ids of nodes by old ones. before, after: the composites of the graph.
    """
    kept: list[Exposed] = []
    groups = dict(after)
    for exposed in old.params:
        was = old.body.nodes.get(exposed.node)
        if was is None:
            continue
        node = renamed.get(exposed.node, exposed.node)
        now = new.body.nodes.get(node)
        if now is not None and _is_same(was, now, before, after):
            kept.append(replace(exposed, node=node))
        elif use := _new_use_around(exposed.node, was, new.body, before, after):
            kind = new.body.nodes[use].kind
            inner = groups[kind]
            groups[kind] = replace(inner, params=(*inner.params, exposed))
            kept.append(Exposed(exposed.name, use, exposed.name))
        elif was.kind in before:
            kept += _of_parts(exposed, before[was.kind], old.body, new.body)
    return tuple(dict.fromkeys(kept)), groups


def _is_same(was: Node, now: Node, before: Groups, after: Groups) -> bool:
    """Whether a node is of the kind that it was, which may have another name by now."""
    is_renamed = was.kind in before and was.kind not in after
    return was.kind == now.kind or (is_renamed and now.kind in after and now.kind not in before)


def _new_use_around(node_id: str, was: Node, body: Graph, before: Groups, after: Groups) -> str:
    """The use of a composite that has just been made, and into which a node went; "" for none."""
    for use, node in body:
        if node.kind in after and node.kind not in before:
            held = after[node.kind].body.nodes.get(node_id)
            if held is not None and held.kind == was.kind:
                return use
    return ""


def _of_parts(exposed: Exposed, inner: Group, was: Graph, now: Graph) -> Iterator[Exposed]:
    """What a setting of a use that was taken apart sets among its parts."""
    for each in inner.params:
        part, held = now.nodes.get(each.node), inner.body.nodes.get(each.node)
        is_new = part is not None and each.node not in was.nodes
        if each.name == exposed.param and is_new and part and held and part.kind == held.kind:
            yield Exposed(exposed.name, each.node, each.param)
