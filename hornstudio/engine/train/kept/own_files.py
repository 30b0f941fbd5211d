"""What a run keeps of the user's own files: enough to read further ones as those were, later.

A table may have changed, or be gone, when its network is asked about new rows; which words it had
and what its gaps were filled with is then still known.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from hornstudio.engine.check import check
from hornstudio.engine.checking.report import Report
from hornstudio.engine.disk.atomic import write_atomically
from hornstudio.engine.errors import RunError
from hornstudio.engine.graph import Graph
from hornstudio.engine.own_files import Content
from hornstudio.engine.params import Values
from hornstudio.engine.text import Text

FILE = "own_files.json"


def keep_own_files(run: Path, report: Report) -> None:
    """Write down what the files of a graph hold now, by data node. Raises: FileError."""
    seed = report.graph.training.seed
    kept = {node: content.keep(values, seed) for node, content, values in _contents(report)}
    if kept:
        write_atomically(run / FILE, json.dumps(kept, ensure_ascii=False).encode())


def recall_own_files(run: Path, report: Report) -> None:
    """Let all that this process does from now on go by what the files held at the training."""
    with suppress(ValueError):
        for _, content, values, kept in _kept(run, report):
            content.recall(values, kept)


def refuse_other_files(run: Path, report: Report) -> None:
    """Refuse to go on where files mean something else than what the weights have learned.

    Raises: RunError.
    """
    for node, why in other_files(run, report):
        raise RunError(
            "{why}. The weights would take one for another; bring back what was there, or begin a "
            "branch of the run",
            node=node,
            why=why,
        )


def other_files(run: Path, report: Report) -> list[tuple[str, Text]]:
    """Data nodes whose files mean something else than what the weights have learned, with why.

    Ask before they are recalled.
    """
    found = []
    with suppress(ValueError):
        for node, content, values, kept in _kept(run, report):
            if why := content.why_other(values, values, kept):
                found.append((node, why))
    return found


def words_on_other_files(
    run: Path, former: Graph, report: Report, names: Mapping[str, str]
) -> list[Text]:
    """A word for each data node of a branch that means something else than in the other run.

    run, former: the folder and the graph of that run. report: on the branch. names: those that
    nodes of that run have by now, where they were renamed.
    """
    found = []
    before = {names.get(node, node): facts.values for node, facts in check(former).facts.items()}
    with suppress(ValueError):
        for node, content, values, kept in _kept(run, report, names):
            then = before.get(node)
            if then and (why := content.why_other(values, then, kept)):
                found.append(_misread(node, why))
    return found


def _misread(node: str, why: Text) -> Text:
    return Text(
        "{node}: {why}. The weights that are kept have learned it as it was, and take one for "
        "another until they have learned anew; where that is not meant, bring back what was there",
        node=node,
        why=why,
    )


def _kept(
    run: Path, report: Report, names: Mapping[str, str] = {}
) -> Iterator[tuple[str, Content, Values, Any]]:
    """What was kept of each data node. Raises: ValueError where that cannot be read.

    names: those that nodes have by now, by those that they had.
    """
    try:
        kept = json.loads((run / FILE).read_text("utf-8"))
    except OSError:  # a run from before there was any such file
        return
    kept = {names.get(node, node): content for node, content in kept.items()}
    for node, content, values in _contents(report):
        if node in kept:
            yield node, content, values, kept[node]


def _contents(report: Report) -> Iterator[tuple[str, Content, Values]]:
    for node, facts in report.facts.items():
        own = facts.module.own
        if own is not None and own.content is not None and facts.values is not None:
            yield node, own.content, facts.values
