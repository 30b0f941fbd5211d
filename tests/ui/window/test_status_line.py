import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hornstudio.engine.check import check
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Node, Wire, with_nodes
from hornstudio.engine.storage.templates import find_template
from hornstudio.ui.theme import current, style_sheet
from hornstudio.ui.window.status_line import StatusLine


@pytest.fixture
def line(qtbot):
    line = StatusLine()
    qtbot.addWidget(line)
    line.resize(1200, 26)
    line.show()
    return line


def _with_loose_ends(count):
    """A good network with some modules beside it that nothing is wired to."""
    graph = find_template("mnist_mlp").graph()
    loose = {f"loose_{i}": Node("relu") for i in range(count)}
    return with_nodes(graph, {**graph.nodes, **loose})


@pytest.mark.parametrize(("count", "words"), [(1, "1 problem"), (2, "2 problems")])
def test_problems_are_counted_in_words(line, count, words):
    line.show_report(check(_with_loose_ends(count)))
    assert line.problems.text() == words


def test_warnings_are_counted_beside_problems_as_on_the_tab(line):
    graph = _with_loose_ends(1)
    loss = next(i for i, n in graph.nodes.items() if n.kind == "categorical_crossentropy")
    graph = edits.set_param(graph, loss, "from_logits", True)
    line.show_report(check(graph))
    assert line.problems.text() == "1 problem · 1 warning"


def test_a_good_network_has_its_costs(line):
    line.show_report(check(find_template("mnist_mlp").graph()))
    assert line.problems.text() == "No problems"
    assert line.weights.text == "50\u202f890 weights · 199 KB"
    assert line.flops.isVisible()


def test_problems_wear_the_colour_of_the_worst_of_them(line):
    good = check(find_template("mnist_mlp").graph())
    worn = []
    for report in (good, check(_with_loose_ends(1)), good):
        line.show_report(report)
        worn.append((line.problems.styleSheet(), line.problems.icon().cacheKey()))
    assert worn[0] == worn[2] != worn[1]
    assert current().color("error.default").name() in worn[1][0]


def test_an_unfinished_network_has_weights_so_far(line):
    graph = find_template("mnist_mlp").graph()
    wires = tuple(w for w in graph.wires if w.target != "scores.input")
    line.show_report(check(Graph(nodes=graph.nodes, wires=wires)))
    assert line.weights.text == "50\u202f240 weights so far"
    assert line.flops.text == "? / sample"


def test_an_empty_canvas_has_nothing_to_count(line):
    line.show_report(check(Graph()))
    assert not line.problems.isVisible()
    assert not line.weights.isVisible()


def test_a_notice_stays_until_the_next_hint_and_a_tip_only_for_a_while(line):
    line.show_hint("hint")
    line.show_notice("notice")
    line.show_tip("tip")
    assert line.hint.whole_text == "tip"
    line.show_tip("")
    assert line.hint.whole_text == "notice"
    line.show_hint("next")
    assert line.hint.whole_text == "next"


def test_a_click_on_the_problems_asks_for_them(line, qtbot):
    line.show_report(check(_with_loose_ends(1)))
    with qtbot.waitSignal(line.problems_clicked):
        line.problems.click()


@pytest.mark.qt_log_ignore("does not support")  # menus, on the offscreen platform
def test_the_language_opens_the_choice_of_languages_by_mouse_and_by_key(window):
    button = window.status.language
    assert button.text() == "English"
    assert button.accessibleName() == "Language of the window: English"
    menu = window.table.menus["language"]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert menu.isVisible()
    assert menu.geometry().bottom() <= button.mapToGlobal(button.rect().topLeft()).y()
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert menu.isVisible()
    while menu.activeAction() is not window.table["language_ko"]:
        QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert window.settings.language == "ko"


def test_a_long_notice_is_cut_and_pushes_nothing_out(line):
    line.resize(900, line.height())
    line.show()
    line.show_notice("Early stopping: " + "val_loss has not fallen in the last epoch; " * 6)
    QApplication.processEvents()
    assert line.hint.text().endswith("…")
    assert line.language.geometry().right() < line.width()


def test_all_words_stand_on_one_line(line):
    line.setStyleSheet(style_sheet.build(current()))
    line.show_report(check(find_template("mnist_mlp").graph()))
    line.device.show_text("CPU")
    line.show_hint("Drag a module")
    QApplication.processEvents()
    shown = (line.problems, line.hint, line.device, line.weights, line.flops, line.language)
    middles = {w.mapTo(line, w.rect().center()).y() for w in shown}
    assert max(middles) - min(middles) <= 1


def test_a_disabled_module_leaves_nothing_unknown(line):
    graph = find_template("mnist_mlp").graph()
    graph = edits.add_node(graph, "off", Node(kind="dense", disabled=True))
    line.show_report(check(edits.connect(graph, Wire("relu.output", "off.input"))))
    assert line.weights.text == "50\u202f890 weights · 199 KB"
    assert line.flops.text.startswith("102 kFLOP")
