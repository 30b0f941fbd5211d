"""What a banner over the charts says, and what of it an edit can mend."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from hornstudio.engine.catalog import catalog
from hornstudio.engine.composite.way import way_text
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph
from hornstudio.engine.module import Module
from hornstudio.engine.remedies import replace_node_kind
from hornstudio.engine.text import Text
from hornstudio.engine.watch.events import Failed
from hornstudio.ui.document import Document
from hornstudio.ui.words.translate import sentence, told, tr, tr_engine

_LONGEST_WORDS = 180

OF_THE_PROCESS = ("lost", "silent")
"""Kinds of trouble that concern every network, not one network's run."""


@dataclass(frozen=True)
class Trouble:
    """What a banner says: words, and what can be done about it.

    node: where it went wrong, as the graph calls it. missing: kind of that node. module: how that
    was declared then. substitute: kind of data that could stand in for `missing`.
    resumable: there is a checkpoint. more: how many epochs more than planned it is to go on for.
    cause, remarks: what the run has told, where it has. source: what the words were made of.
    """

    kind: str  # "empty", "problems", "failed", "missing", "lost", "silent", "remark"
    words: str
    has_details: bool = False
    node: str = ""
    missing: str = ""
    module: Module | None = None
    substitute: str = ""
    resumable: bool = False
    more: int = 0
    cause: Failed | None = None
    remarks: tuple[str, ...] = ()
    source: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Keep what the words were made of, as long as that is known."""
        object.__setattr__(self, "source", told(self.words))


def why_not_train(document: Document) -> Trouble | None:
    """What forbids training the graph as it is, or None."""
    if not document.graph.nodes:
        return Trouble("empty", nothing_words())
    errors = document.report.errors
    if not errors:
        return None
    words = tr(
        "Training needs a graph without problems; {count} to mend. The first: {place}{reason}",
        count=len(errors),
        place=f"{errors[0].node}: " if errors[0].node else "",
        reason=tr_engine(errors[0].reason),
    )
    return Trouble("problems", words)


def failure(failed: Failed, graph: Graph) -> tuple[Trouble, str]:
    """Why a run of a graph broke off, and details for the log."""
    node = way_text(failed.node)
    if node and node not in failed.reason:
        reason = f"{node}: {tr_engine(failed.reason)}"
    else:
        reason = _said(failed.reason)
    words = headline(reason)
    details = failed.traceback or ("" if words == reason else reason)
    drawn = graph.nodes.get(failed.node)
    kind = failed.missing or (drawn.kind if drawn else "")
    trouble = Trouble(
        "missing" if failed.substitute else "failed",
        words,
        has_details=bool(details),
        node=_outermost(failed.node, graph),
        missing=kind,
        module=catalog().get(kind),
        substitute=failed.substitute,
        cause=failed,
    )
    return trouble, details


def _outermost(node: str, graph: Graph) -> str:
    """The node of the graph that is meant, or that holds it; empty where there is none."""
    use = node if node in graph.nodes else node.split("__")[0]
    return use if use in graph.nodes else ""


def said_again(trouble: Trouble, graph: Graph) -> Trouble:
    """The same in the language that is spoken now. graph: that of the run."""
    if trouble.cause is not None:
        words = failure(trouble.cause, graph)[0].words
    else:
        words = remark_words(trouble.remarks) or tr_engine(trouble.source)
    return replace(trouble, words=words)


def is_mended(trouble: Trouble, document: Document) -> bool:
    """Whether an edit has done what the banner asks for."""
    if trouble.kind == "empty":
        return bool(document.graph.nodes)
    if trouble.kind == "problems":
        return not document.report.errors
    if trouble.kind == "failed":  # by a module of one's own, whose file has been changed since
        return trouble.module is not None and catalog().get(trouble.missing) is not trouble.module
    kinds = {node.kind for _, node in document.graph}
    return trouble.kind == "missing" and trouble.missing not in kinds


def with_substitute(graph: Graph, trouble: Trouble) -> Graph:
    """The graph with the data that could not be found replaced by its substitute."""
    for node_id, node in graph:
        if node.kind == trouble.missing:
            graph = replace_node_kind(graph, node_id, trouble.substitute, catalog())
            if node_id == trouble.missing:  # named after its kind only
                graph = edits.rename_node(graph, node_id, graph.new_id(trouble.substitute))
    return graph


def nothing_words() -> str:
    """Why an empty graph cannot be trained."""
    return tr("There is nothing to train yet: drag data, layers, a loss and an optimizer in.")


def remarks_on(remarks: Sequence[str]) -> Trouble | None:
    """What is to be known about a run that goes on, or about the figures of one that ended well."""
    return Trouble("remark", remark_words(remarks), remarks=tuple(remarks)) if remarks else None


def remark_words(remarks: Sequence[str]) -> str:
    """The same in words; empty where there is nothing."""
    return " ".join(f"{_said(each)}." for each in remarks)


def _said(words: str) -> str:
    return sentence(words) if isinstance(words, Text) else tr_engine(words)


def silent_words() -> str:
    """What can be done where the computing process hangs."""
    return tr(
        "The computing process does not answer. Wait, or end it and go on from the last checkpoint."
    )


def halted_words(pid: int, is_busy: bool) -> str:
    """What can be done where a signal has stopped the computing process."""
    if is_busy:
        return tr(
            "The computing process was stopped by another program. Let it go on (in a terminal: "
            "kill -CONT {pid}), or end it and go on from the last checkpoint.",
            pid=pid,
        )
    return tr(
        "The computing process was stopped by another program. Let it go on (in a terminal: "
        "kill -CONT {pid}), or end it: another one is started.",
        pid=pid,
    )


def headline(words: str) -> str:
    """Of a text that is too long for a banner as many sentences as fit, the first at least."""
    if len(words) <= _LONGEST_WORDS:
        return words
    told, *more = words.split(". ")
    for each in more:
        if len(told) + len(each) + 3 > _LONGEST_WORDS:
            break
        told = f"{told}. {each}"
    return told.rstrip(".") + "."
