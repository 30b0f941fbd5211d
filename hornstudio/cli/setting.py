"""`--set NODE.PARAM=VALUE`: settings of a network from the command line, its file left as it is."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from hornstudio.cli.outcome import UsageError, did_you_mean
from hornstudio.cli.words import tr
from hornstudio.engine.catalog import Catalog, catalog
from hornstudio.engine.composite.scope import scope
from hornstudio.engine.editing import edits
from hornstudio.engine.errors import ParamError
from hornstudio.engine.graph import Graph
from hornstudio.engine.params import FilePath, FolderPath, Nested, Param
from hornstudio.engine.text import Text


def with_settings(graph: Graph, wishes: Sequence[str]) -> Graph:
    """The graph with settings as they were typed, one after the other. Raises: UsageError."""
    for wish in wishes:
        place, equals, text = wish.partition("=")
        node_id, dot, name = place.strip().partition(".")
        if not (equals and dot and name):
            raise UsageError(
                "--set is {wish}; need NODE.PARAM=VALUE, such as dense.units=64", wish=repr(wish)
            )
        graph = _with_setting(graph, node_id, name.split("."), text)
    return graph


def _with_setting(graph: Graph, node_id: str, names: list[str], text: str) -> Graph:
    if node_id not in graph.nodes:
        hint = _hint(node_id, graph.nodes)
        raise UsageError("--set: there is no node {name}; {hint}", name=node_id, hint=hint)
    node, known = graph.nodes[node_id], scope(graph, catalog())
    module = known.get(node.kind)
    if module is None:
        raise UsageError(
            "--set {node}: {kind} is not a known kind of module", node=node_id, kind=node.kind
        )
    try:
        value = _value(module.params, node.params, names, text, known)
    except ParamError as error:
        raise UsageError("--set {reason}", reason=_at(node_id, error.text)) from None
    return edits.set_param(graph, node_id, names[0], value)


def _at(node: str, reason: Text) -> Text:
    """What is wrong with a setting, of which the node is named, too."""
    if "name" not in reason.values:
        return Text("{path}: {reason}", path=node, reason=reason)
    return Text(reason.template, **{**reason.values, "name": f"{node}.{reason.values['name']}"})


def _value(
    params: Sequence[Param], given: Mapping[str, Any], names: list[str], text: str, known: Catalog
) -> Any:
    """The value of the first of the names, as JSON; the further ones lead into what it holds.

    Raises: ParamError, UsageError.
    """
    name, *inner = names
    param = next((param for param in params if param.name == name), None)
    if param is None:
        hint = _hint(name, [param.name for param in params])
        raise UsageError("--set: there is no param {name}; {hint}", name=name, hint=hint)
    if inner:
        return _held(param, given.get(name, param.describe()["default"]), inner, text, known)
    return param.to_json(param.read(_whole(param, text), known.find))


def _held(param: Param, value: Any, names: list[str], text: str, known: Catalog) -> Any:
    """The module that a param holds, with one of its own settings made."""
    kind = value.get("kind") if isinstance(value, Mapping) else value
    if not isinstance(param, Nested) or not isinstance(kind, str):
        raise UsageError(
            "--set {param} is {kind}, which has no {name}; need what has settings of its own, "
            "such as --set ...{param}=KIND first",
            param=param.name,
            kind=kind,
            name=names[0],
        )
    params = value.get("params", {}) if isinstance(value, Mapping) else {}
    inner = _value(known.find(param.category, kind).params, params, names, text, known)
    return {"kind": kind, "params": {**params, names[0]: inner}}


def _whole(param: Param, text: str) -> str:
    """What is named from here has to be found from elsewhere, too: a run remembers it."""
    named = text.strip()
    if isinstance(param, FilePath | FolderPath) and named and Path(named).exists():
        return str(Path(named).absolute())
    return text


def _hint(name: str, known: Iterable[str]) -> str:
    names = list(known)
    if not names:
        return tr("there are none")
    return did_you_mean(name, names, tr("need one of {names}", names=", ".join(names)))
