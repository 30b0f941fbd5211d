"""What an import has taken over, and what it could not."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from hornstudio.engine.train.kept.encoding import sentence_from_json
from hornstudio.ui.window.problem_list import ReasonList
from hornstudio.ui.words.translate import tr, tr_engine


class ImportReport(ReasonList):
    """Modules that stand for what HornStudio does not have come first, then what is different."""

    def __init__(self, path: Path, facts: dict[str, Any], parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Imported"),
            tr("{name} was imported", name=path.name),
            summary(facts),
            lines(facts),
            "warning" if facts["placeholders"] else "info",
            parent,
        )


def summary(facts: dict[str, Any]) -> str:
    """How much was taken over."""
    count, missing = facts["nodes"], facts["placeholders"]
    if not missing:
        return tr("{count} modules. It is not saved yet.", count=count)
    return tr(
        "{count} modules. Placeholders, which keep the settings of what HornStudio does not have "
        "and are to be replaced before training: {missing}. It is not saved yet.",
        count=count,
        missing=missing,
    )


def lines(facts: dict[str, Any]) -> list[str]:
    """One thing to know a line; what became of the weights comes last."""
    remarks = sorted(facts["remarks"], key=lambda remark: not remark["placeholder"])
    whole = tr("Everything was taken over.") if facts["run"] else tr("All modules were taken over.")
    return [*(map(_line, remarks) if remarks else [whole]), *_about_weights(facts)]


def _about_weights(facts: dict[str, Any]) -> list[str]:
    """Where they are now and what is done with them, or why they were not taken."""
    if not facts["run"]:
        reason = tr_engine(sentence_from_json(facts["why_no_run_parts"], facts["why_no_run"]))
        return [tr("It has come without weights: {reason}.", reason=reason)]
    where = tr("Its weights are in the run {run}, listed under Runs.", run=Path(facts["run"]).name)
    return [where, _what_next(facts)]


def _what_next(facts: dict[str, Any]) -> str:
    """What it takes for training to go on from the weights."""
    if facts["placeholders"]:
        return tr("Once the placeholders are replaced and data is wired in, Train begins in them.")
    return {
        "kept": tr(
            "Once data is wired in, Train goes on from them, and from what the optimizer remembers."
        ),
        "new": tr("Once data is wired in, Train goes on from them; the optimizer begins anew."),
        "none": tr("Once data, a loss and an optimizer are wired in, Train goes on from them."),
    }[facts["optimizer"]]


def _line(remark: dict[str, Any]) -> str:
    name, kind = remark["node"], remark["class"]
    place = f"{name} ({kind})" if name else kind
    reason = sentence_from_json(remark["reason_parts"], remark["reason"])
    return f"{place}: {tr_engine(reason)}"
