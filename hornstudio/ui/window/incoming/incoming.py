"""Leads files to where they are opened or imported, and says why others are not."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from hornstudio.engine.graph import Graph
from hornstudio.engine.modules.arrays.choosing import is_of_arrays, settings_for
from hornstudio.ui.settings import Settings
from hornstudio.ui.widgets import file_dialog
from hornstudio.ui.window.filing import Filing
from hornstudio.ui.window.incoming import drop
from hornstudio.ui.window.incoming.keras_import import KerasImport
from hornstudio.ui.window.incoming.measuring import Measuring
from hornstudio.ui.window.incoming.prediction import Answers, Prediction, file_names
from hornstudio.ui.window.incoming.report import ImportReport
from hornstudio.ui.window.incoming.table_look import TableLook
from hornstudio.ui.window.problem_list import ProblemList, ReasonList
from hornstudio.ui.window.tabs.tab import Tab
from hornstudio.ui.window.tabs.tab_set import TabSet
from hornstudio.ui.words.translate import tr


class Incoming(QObject):
    """What comes to the window from elsewhere.

    told(text)              what is being done, for the status line; an empty one when it is done
    data_dropped(kind, params, tab)   a data module that reads what was dropped, to be trained on,
                            and the network that was in front then
    samples_dropped(paths)  files of them, to ask a trained network about
    weights_taken(run)      the network in front has come with weights; the folder of their run
    """

    told = Signal(str)
    data_dropped = Signal(str, dict, object)
    samples_dropped = Signal(list)
    weights_taken = Signal(str)

    def __init__(self, window: QWidget, filing: Filing, tabs: TabSet, settings: Settings) -> None:
        super().__init__(window)
        self._window = window
        self._filing = filing
        self._tabs = tabs
        self._settings = settings
        self.keras = KerasImport(self)
        self.keras.finished.connect(self._on_imported)
        self.keras.failed.connect(self._on_failed)
        self.prediction = Prediction(self)
        self.prediction.finished.connect(self._on_predicted)
        self.prediction.failed.connect(self._on_not_predicted)
        self.measuring = Measuring(self)
        self.measuring.finished.connect(self._on_measured)
        self.measuring.failed.connect(self._on_not_measured)
        self._reading: list[TableLook] = []

    @property
    def is_reading(self) -> bool:
        """Whether something is being read, or a network is being asked."""
        errands = (self.keras, self.prediction, self.measuring)
        return any(each.is_running for each in errands) or bool(self._reading)

    def take(self, paths: list[Path]) -> None:
        """Open or import what was dropped, or say what could be dropped."""
        path, several, folder = drop.meant(paths), drop.networks(paths), drop.pictures(paths)
        if folder is not None:
            self._take_data([folder])
        elif data := drop.several_data(paths):
            self._take_data(data)
        elif samples := drop.single_pictures(paths):
            self.samples_dropped.emit(samples)
        elif table := drop.table(paths):
            self._take_data([table])
        elif arrays := drop.arrays(paths):
            self._take_data(arrays)
        elif several:
            self._filing.open_all(several)
        elif path is None:
            name = paths[0] if len(paths) == 1 else Path(tr("What was dropped"))
            self._run(ProblemList(name, [drop.why_none(paths)], self._window))
        elif drop.is_network(path):
            self._filing.open(path)
        else:
            self.import_keras(path)

    def _take_data(self, paths: list[Path]) -> None:
        """Folders and arrays at once; tables as they have been read, one after another."""
        tab = self._tabs.current
        for path in paths:
            if path.is_dir():
                self.data_dropped.emit("image_folder", {"directory": str(path)}, tab)
        for params in settings_for([path for path in paths if is_of_arrays(path)]):
            self.data_dropped.emit("arrays", params, tab)
        tables = [path for path in paths if drop.table([path])]
        if not tables:
            return
        look = TableLook(self)  # of its own: a disk that hangs holds up no later drop
        self._reading.append(look)
        look.finished.connect(lambda path: self._on_table_read(look, path, tables, tab))
        self._read_first(look, tables)

    def _read_first(self, look: TableLook, tables: list[Path]) -> None:
        self.told.emit(tr("Reading {name}…", name=tables[0].name))
        look.start(str(tables[0]))

    def open(self, path: Path) -> None:
        """Open or import what was chosen, or given at the start; other names are networks'."""
        if path.is_dir() or drop.is_keras(path) or drop.table([path]) or is_of_arrays(path):
            self.take([path])
        else:
            self._filing.load(path)

    def ask_and_import(self) -> None:
        """Let the person choose a model of Keras, and import it."""
        patterns = " ".join(f"*{suffix}" for suffix in drop.KERAS_SUFFIXES)
        models = tr("Models of Keras ({patterns})", patterns=patterns)
        filters = (models, tr("All files (*)"))
        dialog = file_dialog.to_open(self._window, tr("Import a model of Keras"), filters)
        dialog.setDirectory(self._settings.folder or str(Path.home()))
        for path in file_dialog.chosen(dialog):
            self.import_keras(path)

    def import_keras(self, path: Path) -> None:
        """Read a model of Keras, and show it when that is done."""
        self.told.emit(tr("Reading {name}…", name=path.name))
        self.keras.start(path)

    def predict(self, files: Mapping[str, Sequence[Path]], run: str) -> None:
        """Ask a run of which this is the folder about samples, by input."""
        self.told.emit(tr("Asking the network about {name}…", name=file_names(files)))
        self.prediction.start(files, run)

    def measure(self, files: Mapping[str, Sequence[Path]], run: str, graph: Graph) -> None:
        """Measure a run of which this is the folder and the graph with data, by data node."""
        self.told.emit(tr("Measuring the network on {name}…", name=file_names(files)))
        self.measuring.start(files, run, graph)

    def refuse(self, path: Path, reason: str) -> None:
        """Say why nothing can be done with a file."""
        self._on_failed(path, reason)

    def stop(self) -> None:
        """End what goes on in other processes, and take nothing any more that is being read."""
        self.keras.stop()
        self.prediction.stop()
        self.measuring.stop()
        for look in self._reading:
            look.stop()
        self._reading = []

    def _on_table_read(self, look: TableLook, path: str, tables: list[Path], tab: Tab) -> None:
        if look not in self._reading:
            return
        del tables[:1]
        self.told.emit("")
        self.data_dropped.emit("table", {"path": path}, tab)
        if tables:
            self._read_first(look, tables)
        else:
            self._reading.remove(look)
            look.deleteLater()

    def _on_predicted(
        self, heading: str, run: str, lines: list[str], table: Callable[[], bytes]
    ) -> None:
        self.told.emit("")
        self._run(Answers(heading, run, lines, table, self._window))

    def _on_not_predicted(self, names: str, reason: str) -> None:
        self.told.emit("")
        heading = tr("The network has no answer for {name}", name=names)
        self._run(ReasonList(tr("Not predicted"), heading, "", [reason], "error", self._window))

    def _on_measured(self, names: str, run: str, lines: list[str]) -> None:
        self.told.emit("")
        heading = tr("How good the network is on {name}", name=names)
        line = tr("Measured with the best checkpoint of the run {run}.", run=Path(run).name)
        self._run(ReasonList(tr("Measured"), heading, line, lines, "info", self._window))

    def _on_not_measured(self, names: str, reason: str) -> None:
        self.told.emit("")
        heading = tr("The network cannot be measured on {name}", name=names)
        self._run(ReasonList(tr("Not measured"), heading, "", [reason], "error", self._window))

    def _on_imported(self, path: Path, graph: Graph, facts: dict[str, Any]) -> None:
        self.told.emit("")
        self._filing.show_import(graph)
        if facts["run"]:
            self.weights_taken.emit(facts["run"])
        self._run(ImportReport(path, facts, self._window))

    def _on_failed(self, path: Path, reason: str) -> None:
        self.told.emit("")
        self._run(ProblemList(path, [reason], self._window))

    def _run(self, dialog: QDialog) -> None:
        dialog.exec()
        dialog.deleteLater()
