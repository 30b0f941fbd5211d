import gc
import weakref

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QMenu

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Node
from hornstudio.engine.storage.templates import find_template
from hornstudio.ui import settings as settings_file
from hornstudio.ui.settings import Settings
from hornstudio.ui.theme import Mode, current
from tests.ending import forget_work


def _edit(window):
    graph = edits.add_node(window.document.graph, "another", Node("relu"))
    window.document.edit("add ReLU", graph)


def test_it_begins_on_the_start_page(window):
    assert window.stack.currentWidget() is window.welcome
    assert window.welcome.new.hasFocus()
    assert window.windowTitle() == "HornStudio"


def test_nothing_else_flashes_up_while_it_is_made(make_window, qapp):
    class Watcher(QObject):
        shown: list = []

        def eventFilter(self, watched, event):
            if event.type() == QEvent.Type.Show and watched.isWidgetType() and watched.isWindow():
                self.shown.append(type(watched).__name__)
            return False

    watcher = Watcher()
    qapp.installEventFilter(watcher)
    window = make_window()
    window.filing.open_copy(find_template("mnist_mlp").graph())
    window.table["code"].trigger()
    qapp.removeEventFilter(watcher)
    assert watcher.shown == ["MainWindow"]


def test_new_network_shows_an_empty_canvas(window, qtbot):
    qtbot.mouseClick(window.welcome.new, Qt.MouseButton.LeftButton)
    assert window.is_working
    assert window.document.graph == Graph()


def test_the_title_names_the_file_and_its_state(working, tmp_path):
    assert working.windowTitle() == "mnist-mlp[*] — HornStudio"
    assert not working.isWindowModified()
    _edit(working)
    assert working.isWindowModified()
    working.document.save(tmp_path / "a [*] b.horn")
    assert not working.isWindowModified()
    assert working.windowTitle() == "a [*][*] b.horn[*] — HornStudio"
    working.document.undo_stack.undo()
    assert working.isWindowModified()


def test_home_keeps_the_open_network(working, qtbot):
    _edit(working)
    graph = working.document.graph
    working.table["home"].trigger()
    assert not working.is_working
    assert working.table["save"].isEnabled()
    assert not working.table["delete"].isEnabled()
    qtbot.mouseClick(working.welcome.rail.document, Qt.MouseButton.LeftButton)
    assert working.is_working
    assert working.document.graph is graph


def test_the_status_line_counts_problems_and_costs(working):
    status = working.status
    assert status.problems.text() == "No problems"
    assert status.weights.text == "50\u202f890 weights · 199 KB"
    assert status.flops.text.endswith("/ sample")
    _edit(working)
    assert status.problems.text() == "1 problem"
    working.workspace.bottom.show_page("log")
    status.problems.click()
    assert working.workspace.bottom.page == "problems"


def test_errors_are_counted_on_the_button_and_on_the_tab(working):
    button = working.workspace.tool_bar.train
    assert not button.is_blocked
    _edit(working)
    assert button.is_blocked
    assert working.workspace.bottom.tabs.tabText(2) == "Problems 1"
    working.document.undo_stack.undo()
    assert not button.is_blocked
    assert working.workspace.bottom.tabs.tabText(2) == "Problems"


def test_train_with_errors_shows_the_problems(working, qtbot):
    _edit(working)
    qtbot.mouseClick(working.workspace.tool_bar.train, Qt.MouseButton.LeftButton)
    assert working.workspace.bottom.page == "problems"
    assert not working.is_training


def test_undo_and_redo_are_named_after_the_step(working):
    _edit(working)
    assert working.table["undo"].text() == "&Undo add ReLU"
    working.table["undo"].trigger()
    assert working.table["redo"].text() == "&Redo add ReLU"
    working.table["redo"].trigger()
    assert "another" in working.document.graph.nodes


def test_build_and_code_share_the_centre(working):
    working.table["code"].trigger()
    assert working.workspace.is_code_shown
    assert not working.table["zoom_in"].isEnabled()
    working.table["build"].trigger()
    assert not working.workspace.is_code_shown
    assert working.table["zoom_in"].isEnabled()


def test_a_problem_is_shown_on_the_canvas_from_the_code_too(working):
    _edit(working)
    working.table["code"].trigger()
    working.table["next_problem"].trigger()
    assert not working.workspace.is_code_shown
    assert working.document.selection == ("another",)


def test_next_problem_goes_round(working):
    for name in ("one", "two"):
        graph = edits.add_node(working.document.graph, name, Node("relu"))
        working.document.edit("add", graph)
    shown = []
    working.document.place_requested.connect(lambda problem: shown.append(problem.node))
    for _ in range(3):
        working.table["next_problem"].trigger()
    assert shown[0] == shown[2]
    assert set(shown[:2]) == {"one", "two"}


def test_panels_are_put_away_and_brought_back(working):
    for name, panel in working.workspace.sides().items():
        working.table[name].trigger()
        assert panel.isHidden()
        assert not working.table[name].isChecked()
        working.table[name].trigger()
        assert panel.isVisible()
    working.table["bottom"].trigger()
    assert working.workspace.bottom.is_folded
    assert not working.table["bottom"].isChecked()


def test_the_theme_is_remembered(working):
    assert working.table[current().mode.value].isChecked()
    for mode in (Mode.LIGHT, Mode.DARK, Mode.SYSTEM):
        working.table[mode.value].trigger()
        assert current().mode is mode
        assert settings_file.load().theme == mode.value


def test_shapes_on_wires_at_rest_are_a_choice_that_is_remembered(working, make_window, mlp):
    painting = working.workspace.canvas.scene.painting
    working.table["shapes"].trigger()
    assert painting.shows_shapes
    assert settings_file.load().has_shapes
    working.table["shapes"].trigger()
    assert not painting.shows_shapes
    again = make_window(Settings(has_shapes=True))
    again.filing.open_copy(mlp)
    assert again.table["shapes"].isChecked()
    assert again.workspace.canvas.scene.painting.shows_shapes


def test_the_worker_is_started_after_the_first_paint_and_ends_with_the_window(window, qtbot):
    qtbot.waitUntil(lambda: window.client.pid > 0)
    window.close()
    assert window.client.pid == 0


@pytest.mark.parametrize("action", ["about", "shortcuts"])
def test_small_dialogs_open_and_close(working, answer, action):
    said = answer("Close")
    working.table[action].trigger()
    assert ("HornStudio" if action == "about" else "Save") in said[0]


def test_every_menu_has_something_to_offer(working):
    for menu in working.menuBar().findChildren(QMenu):
        menu.aboutToShow.emit()
        assert menu.actions(), menu.title()


def test_a_window_that_has_gone_leaves_nothing_behind(make_window, mlp):
    window = make_window()
    window.filing.open_copy(mlp)
    QApplication.processEvents()  # what is put off to then would hold it
    forget_work(window)
    known = weakref.ref(window)
    window.close()
    window.deleteLater()
    del window
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.unfreeze()  # opening a network puts what there is aside
    gc.collect()
    assert known() is None


def test_closing_while_it_trains_asks(working, answer, monkeypatch):
    monkeypatch.setattr(type(working.client), "is_busy", True)
    said = answer("Cancel", "End it and close")
    assert not working.close()
    assert "training is running" in said[0]
    assert working.close()


def test_tips_of_menus_stand_beside_the_problems(working):
    working.status.show_tip("a tip")
    assert working.status.hint.whole_text == "a tip"
    assert working.status.problems.isVisible()
    working.status.show_tip("")
    assert "Drag a module" in working.status.hint.whole_text
    working.document.select(["hidden"])
    assert "Dense selected" in working.status.hint.whole_text


def test_the_hint_follows_a_rename_and_keeps_a_notice(working):
    document = working.document
    document.select(["hidden"])
    graph = edits.set_attribute(document.graph, "hidden", "title", "Neck")
    document.edit("rename", graph)
    assert working.status.hint.whole_text.startswith("Neck selected")
    document.undo_stack.undo()
    assert working.status.hint.whole_text.startswith("Dense selected")
    working.status.show_notice("Something happened")
    document.undo_stack.redo()
    assert working.status.hint.whole_text == "Something happened"


def test_both_train_buttons_say_why_an_empty_canvas_cannot_be_trained(working, qtbot):
    bar, panel = working.workspace.tool_bar.train, working.workspace.training.controls.train
    qtbot.waitUntil(panel.isEnabled)
    assert [b.toolTip() for b in (bar, panel)] == ["Train the network (F5)"] * 2
    working.filing.new()
    qtbot.waitUntil(lambda: not panel.isEnabled())
    assert not bar.isEnabled()
    assert bar.toolTip() == panel.toolTip() == bar.accessibleDescription()
    assert bar.toolTip().startswith("There is nothing to train yet")
    _edit(working)
    qtbot.waitUntil(panel.isEnabled)
    assert bar.isEnabled()
    assert not bar.toolTip().startswith("There is nothing")


def test_a_selected_frame_can_be_renamed_and_duplicated(working):
    canvas = working.workspace.canvas
    working.document.select(())
    assert not working.table["rename"].isEnabled()
    canvas.framing.add()
    canvas.naming.editor.leave()
    assert working.table["rename"].isEnabled()
    working.table["duplicate"].trigger()
    assert len(working.workspace.level.graph.frames) == 2


def test_a_selected_composite_says_how_to_look_inside(working):
    working.document.select(["hidden", "relu"])
    working.workspace.canvas.composites.group()
    working.document.select(working.document.selection)
    assert "double-click it to look inside" in working.status.hint.whole_text


def test_an_edit_lays_the_menu_bar_out_only_where_its_words_change(working, qapp):
    class Watcher(QObject):
        paints = 0

        def eventFilter(self, watched, event):
            self.paints += event.type() == QEvent.Type.Paint
            return False

    watcher, bar = Watcher(), working.menuBar()
    _edit(working)
    qapp.processEvents()
    bar.installEventFilter(watcher)
    _rename(working, "once more")
    qapp.processEvents()
    assert watcher.paints == 0
    working.document.undo_stack.setClean()
    qapp.processEvents()
    assert watcher.paints > 0
    working.document.undo_stack.resetClean()


def _rename(window, title):
    graph = edits.set_attribute(window.document.graph, "another", "title", title)
    window.document.edit("rename", graph)


def test_the_list_of_modules_finds_first_what_follows_the_selected_node(working, qtbot):
    """As the search at the cursor does; the module is added behind that node."""
    palette, document = working.workspace.palette_panel, working.document
    firsts = []
    for chosen in ("hidden", "loss"):
        document.select([chosen])
        palette.search.setFocus()
        palette.search.clear()
        qtbot.keyClicks(palette.search, "ad")
        firsts.append(palette.tree.first_module().data())
    assert firsts == ["Add", "Adam"]
