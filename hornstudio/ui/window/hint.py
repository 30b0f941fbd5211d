"""What can be done with what is selected, in a line at the foot of the window."""

from collections.abc import Callable

from hornstudio.ui.level import Level
from hornstudio.ui.words.translate import tr, tr_engine


def hint_of(level: Level, keys_text: Callable[[str], str] = lambda _action_id: "") -> str:
    """What is selected, and the next thing that a beginner would do with it.

    keys_text(action id): the keys for it, for who has no mouse; empty where it has none.
    """
    chosen = level.selection
    if not chosen:
        return tr("Drag a module onto the canvas, or press Tab there to search one")
    if len(chosen) > 1:
        return tr("{count} modules selected", count=len(chosen))
    name = _name_of(level, chosen[0])
    if level.graph.nodes[chosen[0]].kind in level.graph.groups:
        words = tr("{module} selected · double-click it to look inside", module=name)
        return _with_keys(words, keys_text("enter"))
    words = tr("{module} selected · drag a port to wire it", module=name)
    words = _with_keys(words, keys_text("wire"))
    return f"{words}, {tr('Tab on the canvas adds a module')}"


def _with_keys(words: str, keys: str) -> str:
    return f"{words} ({keys})" if keys else words


def _name_of(level: Level, node_id: str) -> str:
    node = level.graph.nodes[node_id]
    module = level.modules.get(node.kind)
    return node.title or (tr_engine(module.title) if module else node.kind)
