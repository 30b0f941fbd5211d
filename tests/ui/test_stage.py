"""Another language is chosen: a window that speaks it takes the place of the one that did not."""

import pytest
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QMenu,
    QMessageBox,
)

from hornstudio.engine.catalog import catalog
from hornstudio.engine.composite.grouping import group_nodes
from hornstudio.engine.disk.lock import lock_of
from hornstudio.engine.storage import files
from hornstudio.engine.storage.journal import read
from hornstudio.engine.text import Text
from hornstudio.language.catalogue import words_of
from hornstudio.paths import journal_dir
from hornstudio.ui import settings as settings_file
from hornstudio.ui.canvas.highlight.heat import Measure
from hornstudio.ui.window import frame
from hornstudio.ui.window.frame import frame_in
from hornstudio.ui.window.safekeeping.guard import Standing
from hornstudio.ui.words import language
from tests.ending import forget_work


def first_menu(window) -> str:
    return window.menuBar().actions()[0].text()


def steps_of(window) -> list[str]:
    stack = window.document.undo_stack
    return [stack.command(place).text() for place in range(stack.count())]


def test_the_start_page_speaks_it_at_once(stage, choose):
    former = stage.window
    assert first_menu(former) == "&File"
    window = choose("ko")
    assert first_menu(window).startswith("파일")
    assert window.welcome.rail.language.text() == "한국어"
    assert window.status.language.text() == "한국어"
    assert window.status.hint.whole_text == "이제 HornStudio를 한국어로 표시합니다."
    assert window.table["language_ko"].isChecked()
    assert not window.is_working
    assert not window.has_document
    assert settings_file.load().language == "ko"
    assert first_menu(choose("en")) == "&File"
    assert [type(w) for w in QApplication.topLevelWidgets() if hasattr(w, "filing")] == [
        type(window)
    ]


def test_what_is_open_comes_along_saved_or_not(stage, choose, mlp, tmp_path):
    path = tmp_path / "saved.horn"
    files.save(mlp, path)
    former = stage.window
    former.filing.load(path)
    for kind in ("dense", "dropout"):
        former.filing.new()
        former.workspace.canvas.add_module(kind)
    former.tabbing.step(-1)
    before = [(t.document.graph, t.document.path, t.document.is_modified) for t in former.tabs]
    window = choose("ko")
    assert before == [
        (t.document.graph, t.document.path, t.document.is_modified) for t in window.tabs
    ]
    assert window.tabs.current is window.tabs.tabs[1]
    assert window.is_working
    row = window.tabbing.row
    assert [row.tabText(i) for i in range(row.count())] == [
        "saved.horn",
        "제목 없음 •",
        "제목 없음 2 •",
    ]
    window.tabbing.step(-1)
    assert (window.document.path, window.guard.standing) == (path, Standing.OURS)
    window.workspace.canvas.add_module("relu")
    assert window.filing.save()
    assert "relu" in files.load(path).nodes


def test_it_is_not_taken_for_a_crash(stage, choose, mlp, tmp_path, qtbot):
    path = tmp_path / "net.horn"
    files.save(mlp, path)
    stage.window.filing.load(path)
    stage.window.workspace.canvas.add_module("relu")
    qtbot.waitUntil(lambda: len(list(journal_dir().glob("*.journal"))) == 1)
    window = choose("ko")
    (place,) = journal_dir().glob("*.journal")
    assert read(place).work.graph == window.document.graph
    assert lock_of(path).exists()
    window.show_home()
    qtbot.waitUntil(lambda: not window.recovery.is_searching)
    assert window.recovery.found == []
    assert not window.welcome.offer.isVisible()
    window.show_work()
    window.workspace.canvas.add_module("dropout")  # the journal goes on with what is done now
    qtbot.waitUntil(lambda: read(place).work.graph == window.document.graph)
    forget_work(window)
    qtbot.waitUntil(lambda: not list(journal_dir().glob("*.journal")))


def test_the_history_is_there_in_the_new_words(stage, choose, mlp):
    former = stage.window
    former.filing.open_copy(mlp)
    canvas = former.workspace.canvas
    canvas.add_module("relu")
    former.document.select(["hidden"])
    canvas.delete_selection()
    former.document.undo_stack.undo()
    assert steps_of(former) == ["Add ReLU", "Delete Dense hidden"]
    stack, after = former.document.undo_stack, former.document.graph
    window = choose("ko")
    assert steps_of(window) == ["ReLU 추가", "Dense hidden 삭제"]
    assert window.document.undo_stack is stack
    assert window.table["undo"].text().endswith("ReLU 추가")
    assert window.table["redo"].text().endswith("Dense hidden 삭제")
    buttons = window.workspace.tool_bar.findChildren(QAbstractButton)
    assert window.table.name("undo") in {button.accessibleName() for button in buttons}
    window.table["undo"].trigger()
    assert window.document.graph is mlp
    window.table["redo"].trigger()
    assert window.document.graph is after
    assert steps_of(choose("en")) == ["Add ReLU", "Delete Dense hidden"]


def test_the_view_the_selection_and_the_open_composite_stay(stage, choose, mlp, qtbot):
    former = stage.window
    graph, use = group_nodes(mlp, ["hidden", "relu"], "Block", catalog())
    former.filing.open_copy(graph)
    QTest.qWait(50)
    former.workspace.canvas.sight.look(1.3, QPointF(700, 40))
    former.document.select(["loss"])
    seen = former.workspace.canvas.view.visible_area().center()
    window = choose("ko")
    view = window.workspace.canvas.view
    assert view.hasFocus()
    assert view.zoom == pytest.approx(1.3)
    assert view.visible_area().center().x() == pytest.approx(seen.x(), abs=2)
    assert view.visible_area().center().y() == pytest.approx(seen.y(), abs=2)
    assert window.document.selection == ("loss",)
    assert window.workspace.inspector.node_page.isVisible()
    level = window.workspace.level
    level.enter(use)
    level.select(["relu"])
    window.workspace.canvas.sight.look(0.8, QPointF(200, 30))
    again = choose("en")
    qtbot.waitUntil(lambda: again.workspace.level.trail == (use,))
    qtbot.waitUntil(lambda: again.workspace.canvas.view.zoom == pytest.approx(0.8))
    assert again.workspace.level.selection == ("relu",)
    again.workspace.level.leave()
    assert again.workspace.canvas.view.zoom == pytest.approx(1.3)


def test_panels_stand_as_they_stood(stage, choose, mlp, monkeypatch):
    room = QRect(0, 24, 1920, 1056)  # the screen of the offscreen platform is small
    monkeypatch.setattr(frame, "frame_in", lambda _, saved: frame_in([room], saved))
    former = stage.window
    former.filing.open_copy(mlp)
    former.workspace._columns.setSizes([200, 720, 280])
    former.table["inspector"].trigger()
    former.workspace.bottom.show_page("outline")
    former.workspace.canvas.colour_by(Measure.WEIGHTS)
    former.workspace.training.chart_settings.slider.setValue(30)
    choices = former.workspace.training.chart_settings.choices
    choices.axes["logarithmic"].setChecked(True)
    choices.points["means"].setChecked(True)
    former.workspace.training.chart_settings.eye.setChecked(False)
    former.workspace.training.log_view.add("error", "line 1\nline 2")
    former.workspace.runs.filter.field.setText("state:failed")
    former.table["code"].trigger()
    place, width = former.geometry(), former.workspace.palette_panel.width()
    window = choose("ko")
    shown = window.workspace
    assert window.geometry() == place
    assert shown.palette_panel.width() == width
    assert shown.inspector.isHidden()
    assert shown.bottom.page == "outline"
    assert shown.canvas.heat.measure is Measure.WEIGHTS
    assert shown.training.chart_settings.slider.value() == 30
    style = shown.training.chart_settings.style_of_curves
    assert (style.axis, style.means) == ("logarithmic", True)
    assert not shown.training.chart_settings.eye.isChecked()
    assert shown.training.log_view.text.toPlainText() == "line 1\nline 2"
    assert shown.runs.filter.field.text() == "state:failed"
    assert shown.is_code_shown
    window.table["bottom"].trigger()
    window.table["full_screen"].trigger()
    again = choose("en")
    assert again.isFullScreen()
    assert again.workspace.bottom.is_folded
    again.table["full_screen"].trigger()
    assert not again.isFullScreen()


def test_what_is_being_typed_is_taken_over(stage, choose, mlp):
    stage.window.filing.open_copy(mlp)
    stage.window.document.select(["hidden"])
    line = stage.window.workspace.inspector.node_page.traits.rows["note"].field.line
    line.setFocus()
    QTest.keyClicks(line, "wider")
    window = choose("ko")
    assert window.document.graph.nodes["hidden"].note == "wider"


def test_a_file_of_another_window_stays_read_only(stage, choose, mlp, tmp_path, make_window):
    path = tmp_path / "net.horn"
    files.save(mlp, path)
    other = make_window()
    other.filing.load(path)
    stage.window.filing.load(path)
    assert stage.window.guard.standing is Standing.HELD
    window = choose("ko")
    assert window.guard.standing is Standing.HELD
    assert other.guard.standing is Standing.OURS


def test_the_same_language_by_another_name_changes_nothing(stage, qtbot, monkeypatch):
    monkeypatch.setattr(language, "system_language", lambda: "en")
    monkeypatch.setattr("hornstudio.ui.action.language_rows.system_language", lambda: "en")
    former = stage.window
    former.table["language_system"].trigger()
    QTest.qWait(50)
    assert stage.window is former
    assert former.settings.language == "system"
    assert former.table["language_system"].isChecked()


def test_a_window_that_is_at_work_says_so_and_does_that_first(stage, mlp, qtbot, monkeypatch):
    former, is_drawing = stage.window, [True]
    former.filing.open_copy(mlp)
    monkeypatch.setattr(type(former), "is_occupied", property(lambda _: bool(is_drawing)))
    former.table["language_ko"].trigger()
    words = "이 일이 끝나면 HornStudio를 한국어로 표시합니다."
    qtbot.waitUntil(lambda: former.status.hint.whole_text == words)
    former.table["language_en"].trigger()  # that again, before it was done
    is_drawing.clear()
    QTest.qWait(250)
    assert stage.window is former
    is_drawing.append(True)
    former.table["language_ko"].trigger()
    QTest.qWait(250)
    assert stage.window is former
    is_drawing.clear()
    qtbot.waitUntil(lambda: stage.window is not former)
    assert language.spoken() == "ko"


def test_what_a_window_does_besides_keeps_it_there(stage, mlp, tmp_path):
    window = stage.window
    window.filing.open_copy(mlp)
    assert not window.is_occupied
    window.slots.picturing.draw(window.document.report, tmp_path / "net.png")
    assert window.is_occupied
    assert window.slots.picturing.finish()
    assert not window.is_occupied
    table = tmp_path / "table.csv"
    table.write_text("a,b\n1,2\n", encoding="utf-8")
    window.incoming.take([table])
    assert window.is_occupied
    window.incoming.stop()
    assert not window.is_occupied


@pytest.mark.qt_log_ignore("does not support")  # menus, on the offscreen platform
def test_a_dialog_and_an_open_menu_come_first(stage, mlp, qtbot):
    former = stage.window
    box, menu = QMessageBox(former), QMenu(former)
    menu.addAction("something")
    box.open()
    former.table["language_ko"].trigger()
    QTest.qWait(250)
    assert stage.window is former
    menu.popup(former.mapToGlobal(former.rect().center()))
    box.reject()
    QTest.qWait(250)
    assert stage.window is former
    menu.close()
    qtbot.waitUntil(lambda: stage.window is not former)


def test_what_is_in_the_hand_is_put_down_first(stage, mlp, qtbot, monkeypatch):
    former, is_drawing = stage.window, [True]
    former.filing.open_copy(mlp)
    monkeypatch.setattr(type(former), "is_occupied", property(lambda _: bool(is_drawing)))
    former.table["language_ko"].trigger()
    QTest.qWait(50)
    handle, left = former.windowHandle(), Qt.MouseButton.LeftButton
    view = former.workspace.canvas.view
    point = view.mapTo(former, view.rect().center())
    QTest.mousePress(handle, left, Qt.KeyboardModifier.NoModifier, point)
    is_drawing.clear()
    QTest.qWait(250)
    assert stage.window is former
    QTest.mouseRelease(handle, left, Qt.KeyboardModifier.NoModifier, point)
    qtbot.waitUntil(lambda: stage.window is not former)


def test_no_window_comes_for_one_that_was_closed(stage, monkeypatch):
    former, is_reading = stage.window, [True]
    monkeypatch.setattr(type(former), "is_occupied", property(lambda _: bool(is_reading)))
    former.table["language_ko"].trigger()
    QTest.qWait(50)
    stage.close()
    is_reading.clear()
    QTest.qWait(250)
    assert stage.window is former
    assert not former.isVisible()


def test_ctrl_c_closes_the_window_that_is_there(stage, choose):
    window = choose("ko")
    stage.close()
    assert not window.isVisible()
    assert window.client.pid == 0


def test_why_work_cannot_be_kept_is_said_anew(stage, choose, mlp):
    former = stage.window
    former.filing.open_copy(mlp)
    former.keeper._on_written(Text("No space left on device"))
    assert former.keeper.fault == "No space left on device"
    window = choose("ko")
    assert window.keeper.fault == words_of("ko")["No space left on device"]
