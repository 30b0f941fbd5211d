"""What an import has taken over, and what it could not."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from hornstudio.ui.window.incoming.drop import is_keras
from hornstudio.ui.window.problem_list import ReasonList
from hornstudio.ui.words.translate import tr


class ImportReport(ReasonList):
    """Modules that stand for what HornStudio does not have come first, then what is different."""

    def __init__(self, path: Path, facts: dict[str, Any], parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Imported"),
            tr("{name} was imported", name=path.name),
            summary(facts),
            lines(path, facts),
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


def lines(path: Path, facts: dict[str, Any]) -> list[str]:
    """One thing to know a line."""
    remarks = sorted(facts["remarks"], key=lambda remark: not remark["placeholder"])
    found = [_line(remark) for remark in remarks]
    if is_keras(path) and path.suffix.lower() != ".json":
        command = f"hornstudio import {path.name} -o FILE --run FOLDER"
        found.append(tr("Its weights stay in the file; {command} takes them.", command=command))
    return found or [tr("Everything was taken over.")]


def _line(remark: dict[str, Any]) -> str:
    name, kind = remark["node"], remark["class"]
    place = f"{name} ({kind})" if name else kind
    return f"{place}: {tr(remark['reason'])}"
