"""What a field's edit does to the document: a step of one name, wherever the field stands."""

from collections.abc import Mapping
from typing import Any

from hornstudio.engine.editing import edits
from hornstudio.ui.document import Document
from hornstudio.ui.form.fields.field import Edit
from hornstudio.ui.words.translate import tr


def set_param(document: Document, node_id: str, name: str, raw: Any, done: Edit) -> None:
    """Set a param of a node to a JSON value; steps of one burst become one."""
    what = tr("Set {param} of {node} to {value}", param=done.path, node=node_id, value=done.shown)
    merge = f"{node_id}.{done.path}#{done.burst}" if done.burst else ""
    document.edit(what, edits.set_param(document.graph, node_id, name, raw), merge)


def set_params(document: Document, name: str, values: Mapping[str, Any], done: Edit) -> None:
    """Set a param of several nodes, as one step. values: JSON by node."""
    count = len(values)
    what = tr(
        "Set {param} of {count} modules to {value}", param=done.path, count=count, value=done.shown
    )
    merge = f"{count} modules.{done.path}#{done.burst}" if done.burst else ""
    document.edit(what, edits.set_params(document.graph, name, values), merge)


def reset_params(document: Document, name: str, ids: list[str]) -> None:
    """Return a param of several nodes to the default of each, as one step."""
    what = tr("Reset {param} of {count} modules", param=name, count=len(ids))
    document.edit(what, edits.reset_params(document.graph, name, ids))
