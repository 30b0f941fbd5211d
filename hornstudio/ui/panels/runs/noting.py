"""What a person adds to runs, and deleting them: asked here, carried out in the reader's thread."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from hornstudio.engine.runs.notes import Notes, change_notes, read_notes
from hornstudio.engine.runs.record import RunRecord
from hornstudio.engine.runs.removal import delete_run
from hornstudio.ui.panels.runs.question import ask_words, may_delete
from hornstudio.ui.panels.runs.reader import RunReader
from hornstudio.ui.words.title import run_text
from hornstudio.ui.words.translate import tr


class Noting(QObject):
    """said(text): what was done.  deleted(paths): of runs that are gone."""

    said = Signal(str)
    deleted = Signal(list)

    def __init__(self, panel: QWidget, reader: RunReader) -> None:
        super().__init__(panel)
        self._panel = panel
        self._reader = reader

    def note(self, run: RunRecord) -> None:
        """Write the note of a run."""
        label = tr("Note on {name}", name=run_text(run.name))
        text = ask_words(self._panel, tr("Note"), label, run.note, is_long=True)
        if text is not None:
            said = tr("Noted on {name}.", name=run_text(run.name))
            self._change([run], lambda _notes: {"note": text.strip()}, said)

    def rename(self, run: RunRecord) -> None:
        """Call a run something; its folder keeps its name."""
        label = tr("Name of the run; empty: {folder}", folder=run_text(run.folder))
        text = ask_words(self._panel, tr("Rename"), label, run_text(run.name))
        if text is not None:
            title = "" if text.strip() in (run.folder, run_text(run.folder)) else text
            self._change([run], lambda _notes: {"title": title})

    def tag(self, runs: Sequence[RunRecord]) -> None:
        """Change the tags that all the runs have; those of one alone stay."""
        if not runs:
            return
        shared = [tag for tag in runs[0].tags if all(tag in r.tags for r in runs)]
        label = tr("Tags, with commas or spaces between them")
        text = ask_words(self._panel, tr("Tags"), label, ", ".join(shared))
        if text is None:
            return
        wanted = text.replace(",", " ").split()
        said = tr("Tags: {tags}", tags=", ".join(wanted) or tr("none"))
        self._change(
            runs,
            lambda notes: {"tags": [*(t for t in notes.tags if t not in shared), *wanted]},
            said,
        )

    def hide(self, runs: Sequence[RunRecord]) -> None:
        """Leave runs out of the list; bring them back where all are hidden."""
        is_hidden = not all(r.is_hidden for r in runs)
        said = ""
        if is_hidden:
            said = tr("Hid {count} runs. The eye beside the filter shows them.", count=len(runs))
            if len(runs) == 1:
                said = tr("Hid 1 run. The eye beside the filter shows it.")
        self._change(runs, lambda _notes: {"is_hidden": is_hidden}, said)

    def delete(self, runs: Sequence[RunRecord]) -> None:
        """Delete runs, once a person is sure."""
        if not runs or not may_delete(self._panel, runs):
            return

        def carry_out() -> int:
            for run in runs:
                delete_run(Path(run.path))
            return len(runs)

        def tell(count: int) -> str:
            self.deleted.emit([run.path for run in runs])
            return tr("Deleted 1 run.") if count == 1 else tr("Deleted {count} runs.", count=count)

        self._carry_out(carry_out, tell)

    def _change(
        self, runs: Sequence[RunRecord], wishes: Callable[[Notes], dict[str, Any]], said: str = ""
    ) -> None:
        def carry_out() -> int:
            for run in runs:
                path = Path(run.path)
                change_notes(path, **wishes(read_notes(path)))
            return len(runs)

        self._carry_out(carry_out, lambda _count: said)

    def _carry_out(self, work: Callable[[], int], words: Callable[[int], str]) -> None:
        """The list is looked at again, whether or not all of it could be done."""

        def then(count: int) -> None:
            if text := words(count):
                self.said.emit(text)

        self._reader.do(work, then)
        self._reader.refresh()
