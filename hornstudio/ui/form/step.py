"""What a field's edit does to the document: a step of one name, wherever the field stands."""

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
