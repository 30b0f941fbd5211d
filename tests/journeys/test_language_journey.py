"""Another language is chosen while much is going on: nothing ends, nothing is lost."""

import json
import os
import signal
import subprocess
import sys
import textwrap
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QRect
from PySide6.QtWidgets import QApplication

from hornstudio.engine.catalog import catalog
from hornstudio.engine.editing import edits
from hornstudio.engine.remedies import replace_node_kind
from hornstudio.engine.storage import files
from hornstudio.engine.storage.journal import lost_work
from hornstudio.engine.storage.templates import find_template
from hornstudio.paths import journal_dir, runs_dir
from hornstudio.ui import settings as settings_file
from hornstudio.ui.main_window import MainWindow
from hornstudio.ui.panels.training import State
from hornstudio.ui.settings import Settings
from hornstudio.ui.stage import Stage
from hornstudio.ui.window import frame
from hornstudio.ui.window.frame import frame_in
from hornstudio.ui.words import language
from tests.ending import forget_work


def digits(epochs: int):
    graph = replace_node_kind(find_template("mnist_mlp").graph(), "mnist", "digits", catalog())
    return edits.set_training(graph, replace(graph.training, epochs=epochs))


@pytest.fixture
def stage(qapp, qtbot, monkeypatch):
    """An English window with a real computing process, in whose place another one may come."""
    room = QRect(0, 24, 1920, 1056)  # the screen of the offscreen platform is small
    monkeypatch.setattr(frame, "frame_in", lambda _, saved: frame_in([room], saved))
    language.install(qapp, "en")
    stage = Stage(qapp, MainWindow(Settings(language="en", frame=[0, 0, 1600, 1000])))
    stage.window.show()
    qtbot.waitUntil(stage.window.isActiveWindow)
    yield stage
    forget_work(stage.window)
    stage.window.client.shutdown()
    stage.window.close()
    QApplication.processEvents()
    stage.window.deleteLater()
    stage.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    language.install(qapp, "en")


def choose(stage, qtbot, code: str) -> MainWindow:
    former = stage.window
    former.table[f"language_{code}"].trigger()
    qtbot.waitUntil(lambda: stage.window is not former)
    qtbot.waitUntil(stage.window.isActiveWindow)
    return stage.window


def test_a_training_goes_on_in_the_other_language(stage, qtbot):
    window = stage.window
    window.filing.open_copy(digits(epochs=2_000))
    assert window.workspace.training.train()
    trainer = window.workspace.training.trainer
    qtbot.waitUntil(lambda: trainer.step is not None, timeout=60_000)
    window.workspace.training.controls.knobs.turner.turn("sgd.learning_rate", 0.02)
    qtbot.waitUntil(lambda: bool(trainer.history.current.knobs), timeout=20_000)
    worker, run = window.client.pid, trainer.history.current
    points = len(run.train["loss"])

    window = choose(stage, qtbot, "ko")
    panel = window.workspace.training
    assert (window.client.pid, window.client.state) == (worker, State.TRAINING)
    assert panel.trainer.history.current is run
    assert panel.trainer.runner is window.tabs.current.document
    assert panel.controls.stop.isVisible()
    assert panel.controls.stop.text() == "중지"
    assert window.workspace.tool_bar.train.text() != "Train"
    assert panel.controls.knobs.turner.values["sgd.learning_rate"] == 0.02
    qtbot.waitUntil(lambda: len(run.train["loss"]) > points + 5, timeout=20_000)
    qtbot.waitUntil(lambda: "loss" in window.workspace.canvas.scene.live, timeout=5_000)
    panel.controls.knobs.turner.turn("sgd.learning_rate", 0.03)
    qtbot.waitUntil(lambda: len(run.knobs) == 2, timeout=20_000)
    assert [knob.new for knob in run.knobs] == [0.02, 0.03]
    panel.pause_or_resume()
    qtbot.waitUntil(lambda: window.client.state is State.PAUSED)

    window = choose(stage, qtbot, "en")
    panel = window.workspace.training
    assert panel.controls.resume.isVisible()
    assert window.table["pause"].text() == "&Go on"
    panel.pause_or_resume()
    panel.stop()
    qtbot.waitUntil(lambda: panel.trainer.finished is not None, timeout=60_000)
    assert window.client.pid == worker
    assert panel.trainer.results
    assert panel.trainer.was_stopped
    (folder,) = [path for path in runs_dir().iterdir() if (path / "run.json").is_file()]
    assert json.loads((folder / "run.json").read_text())["state"] == "stopped"
    assert str(folder) == panel.trainer.trained_run

    window = choose(stage, qtbot, "ko")
    panel = window.workspace.training
    assert panel.trainer.can_train_on
    assert panel.trainer.results[0][0].label == "손실"
    window.workspace.bottom.show_page("training")
    qtbot.waitUntil(lambda: any(view.isVisible() for view in panel.charts.views))
    assert panel.trainer.history.current is run
    panel.trainer.train_on()
    qtbot.waitUntil(lambda: panel.trainer.step is not None, timeout=60_000)
    assert panel.trainer.history.current is run
    panel.stop()
    qtbot.waitUntil(lambda: panel.trainer.finished is not None, timeout=60_000)


def test_a_run_of_a_network_behind_goes_on(stage, qtbot):
    window = stage.window
    window.filing.open_copy(digits(epochs=2_000))
    assert window.workspace.training.train()
    qtbot.waitUntil(lambda: window.workspace.training.trainer.step is not None, timeout=60_000)
    window.filing.new()
    window = choose(stage, qtbot, "ko")
    trainer = window.workspace.training.trainer
    assert trainer.is_busy
    assert trainer.runner is window.tabs.tabs[0].document
    assert trainer.other_name == "mnist-mlp"
    window.tabbing.step(-1)
    assert trainer.other_name == ""
    trainer.client.stop()
    qtbot.waitUntil(lambda: trainer.finished is not None, timeout=60_000)


# The program as it is started: opens what is named, edits that, begins another network, chooses
# Korean, edits once more, says what is there, and goes on.
SOMEBODY = """
import json, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from hornstudio.__main__ import main
from hornstudio.ui import stage as staging

stages, init = [], staging.Stage.__init__
def noted(self, *rest):
    init(self, *rest)
    stages.append(self)
    QTimer.singleShot(700, self, begin)
staging.Stage.__init__ = noted

def begin():
    window = stages[0].window
    window.workspace.canvas.add_module("relu")
    window.filing.new()
    window.workspace.canvas.add_module("dropout")
    window.table["language_ko"].trigger()
    QTimer.singleShot(1500, stages[0], tell)

def tell():
    window = stages[0].window
    window.workspace.canvas.add_module("dense")
    windows = [w for w in QApplication.topLevelWidgets() if hasattr(w, "filing")]
    facts = {
        "windows": len(windows),
        "file": window.menuBar().actions()[0].text(),
        "tabs": [[t.document.title, sorted(t.document.graph.nodes)] for t in window.tabs],
        "standing": [tab.guard.standing.value for tab in window.tabs],
        "found": len(window.recovery.found),
    }
    QTimer.singleShot(1000, lambda: print(json.dumps(facts), flush=True))

sys.argv[0] = "hornstudio"
sys.exit(main())
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
def test_the_program_goes_on_in_another_language_and_a_kill_then_loses_nothing(tmp_path):
    path = tmp_path / "그물.horn"
    files.save(digits(epochs=1), path)
    first = sorted(files.load(path).nodes)
    command = [sys.executable, "-c", textwrap.dedent(SOMEBODY), str(path)]
    child = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "LANGUAGE": "en"}
    )
    try:
        assert child.stdout is not None
        facts = json.loads(child.stdout.readline())
        assert facts == {
            "windows": 1,
            "file": facts["file"],
            "tabs": [
                ["그물.horn", sorted([*first, "relu_2"])],
                ["제목 없음", ["dense", "dropout"]],
            ],
            "standing": ["ours", "ours"],
            "found": 0,
        }
        assert facts["file"].startswith("파일")
        assert settings_file.load().language == "ko"
        assert lost_work(journal_dir()) == []
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
    works = [found.work for found in lost_work(journal_dir())]
    assert sorted([sorted(work.graph.nodes) for work in works]) == sorted(
        nodes for _, nodes in facts["tabs"]
    )
    assert {work.file for work in works} == {path, None}
