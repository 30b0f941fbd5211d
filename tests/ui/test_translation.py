"""Every text that a person sees has passed through the translation: it wears « ».

What stays as it is: names that a person or the field has given (ids, kinds, files), numbers with
their units, keys, and the name of the program.
"""

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)

from hornstudio import __version__
from hornstudio.engine.catalog import catalog
from hornstudio.engine.checking.report import Report
from hornstudio.engine.disk.owner import new_owner
from hornstudio.engine.graph import Graph, Node, freeze
from hornstudio.engine.storage import files
from hornstudio.engine.storage.journal import Journal, Work
from hornstudio.engine.storage.templates import TEMPLATES, find_template
from hornstudio.language.catalogue import NAMES
from hornstudio.paths import journal_dir
from hornstudio.ui import crash
from hornstudio.ui.document import Document
from hornstudio.ui.panels.command_palette import CommandPalette
from hornstudio.ui.panels.inspector import Inspector
from hornstudio.ui.panels.shortcuts.dialog import ShortcutsDialog
from hornstudio.ui.window.about import About
from hornstudio.ui.window.problem_list import ProblemList
from hornstudio.ui.window.safekeeping.bar import FileBar
from hornstudio.ui.window.safekeeping.guard import Standing
from hornstudio.ui.window.safekeeping.look import Look

_KEY = re.compile(r"\b(F\d+|[A-Z])\b")  # Qt itself looks up the longer ones
_NUMBER = r"[\d\s\u202f.,×·→<>?+\-−%/()=eE∞*:#…]*"
_UNIT = r"(B|KB|MB|GB|k?FLOP|MFLOP|GFLOP|kFLOP)?"
_PLAIN = re.compile(rf"{_NUMBER}{_UNIT}{_NUMBER}")
_OWN = {"HornStudio", f"HornStudio {__version__}", *NAMES.values()}


def untranslated(text: str, given: set[str]) -> bool:
    """Whether a text holds words that were never looked up."""
    rest = _without_looked_up(text)
    for name in sorted(given | _OWN, key=len, reverse=True):
        rest = rest.replace(name, "")
    return not _PLAIN.fullmatch(_KEY.sub("", rest).strip())


def _without_looked_up(text: str) -> str:
    """From the inside out, for sentences stand in sentences."""
    while (rest := re.sub(r"«[^«»]*»", "", text)) != text:
        text = rest
    return text


def texts_of(widget: QWidget):
    """Everything that a widget shows or says."""
    yield widget.toolTip()
    yield widget.accessibleName()
    yield widget.accessibleDescription()
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    elif isinstance(widget, QLineEdit | QPlainTextEdit):
        yield widget.placeholderText()
    elif isinstance(widget, QTabBar):
        yield from (widget.tabText(i) for i in range(widget.count()))
    elif isinstance(widget, QComboBox):
        yield from (widget.itemText(i) for i in range(widget.count()))
    elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
        yield from _items(widget.model(), QModelIndex())


def _items(model: QAbstractItemModel, parent: QModelIndex):
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            yield str(index.data(role) or "")
        yield from _items(model, index)


def faults(root: QWidget, given: set[str] = frozenset(), *, hidden: bool = False) -> list[str]:
    found = []
    for widget in [root, *root.findChildren(QWidget)]:
        if not hidden and not widget.isVisible():
            continue
        for text in texts_of(widget):
            plain = re.sub(r"<[^>]+>", "", text or "")
            if plain and untranslated(plain, given):
                found.append(f"{type(widget).__name__}: {text!r}")
    return sorted(set(found))


@pytest.fixture
def pseudo_window(pseudo_language, make_window):
    window = make_window()
    window.resize(1600, 1000)
    return window


def names_in(graph: Graph) -> set[str]:
    kinds = {node.kind for _, node in graph}
    ports = {end.partition(".")[2] for wire in graph.wires for end in wire}
    return {*graph.nodes, *kinds, *ports, graph.name}


def test_a_planted_text_is_noticed(pseudo_window):
    QLabel("Planted", pseudo_window).show()
    assert faults(pseudo_window) == ["QLabel: 'Planted'"]


def test_the_start_page(pseudo_window):
    assert faults(pseudo_window) == []
    for card, template in zip(pseudo_window.welcome.templates.cards, TEMPLATES, strict=True):
        assert card.title == f"«{template.title}»"
        assert card.line == f"«{template.description}»"


def test_the_menus(pseudo_window):
    pseudo_window.filing.new()
    for menu in pseudo_window.menuBar().findChildren(QMenu):
        menu.aboutToShow.emit()
        assert not untranslated(menu.title(), set()), menu.title()
        for action in menu.actions():
            for text in (action.text(), action.statusTip(), action.toolTip()):
                assert not untranslated(text.replace("&", ""), set()), text


@pytest.mark.parametrize("dialog", [About, ShortcutsDialog])
def test_the_small_dialogs(pseudo_window, dialog, qtbot):
    made = About(pseudo_window) if dialog is About else dialog(pseudo_window.keymap, pseudo_window)
    made.show()
    given = {"Apache License 2.0"}
    assert faults(made, given) == []
    made.close()


def test_the_dialogs_of_faults(pseudo_language, qtbot):
    path = Path("/somewhere/a.horn")
    for made in (ProblemList(path, ["nodes.a: wrong"]), crash.make_box("Traceback")):
        qtbot.addWidget(made)
        made.show()
        given = {"a.horn", "nodes.a: wrong", "Traceback", str(crash.log_path())}
        assert [f for f in faults(made, given) if "qt_msgbox" not in f] == []


def test_why_a_file_was_not_opened(pseudo_window, tmp_path, monkeypatch):
    path, shown = tmp_path / "a.horn", []
    path.write_text('{"hornstudio": 1, "nodes": {"a": {"kind": ""}}, "wires": [["a.x", "b.y"]]}')
    monkeypatch.setattr(ProblemList, "exec", lambda dialog: shown.extend(dialog.reasons))
    pseudo_window.filing.load(path)
    assert [reason.count("«") for reason in shown] == [2, 2]
    assert not any(untranslated(reason, set()) for reason in shown)


@pytest.mark.parametrize("page", ["training", "runs", "problems", "log", "history"])
def test_the_panels_around_a_network(pseudo_window, page):
    graph = find_template("mnist_mlp").graph()
    wires = tuple(w for w in graph.wires if w.target != "hidden.input")
    broken = Graph(name=graph.name, nodes=graph.nodes, wires=wires)
    pseudo_window.filing.open_copy(broken)
    pseudo_window.workspace.bottom.show_page(page)
    assert pseudo_window.document.report.errors
    assert faults(pseudo_window, names_in(broken)) == []


def test_what_floats_over_the_window(pseudo_window):
    graph = find_template("mnist_mlp").graph()
    pseudo_window.filing.open_copy(graph)
    workspace = pseudo_window.workspace
    pseudo_window.table["commands"].trigger()
    palette = pseudo_window.findChild(CommandPalette)
    assert faults(palette) == []
    palette.leave()
    workspace.finder.open()
    assert faults(workspace.finder) == []
    workspace.finder.field.setText("dense")
    assert faults(workspace.finder, names_in(graph)) == []
    workspace.finder.leave()
    workspace.canvas.valuing.edit("hidden", 0)
    assert faults(workspace.canvas.valuing.editor) == []
    workspace.canvas.valuing.editor.leave()


def test_the_code_page(pseudo_window):
    graph = find_template("mnist_mlp").graph()
    pseudo_window.filing.open_copy(graph)
    pseudo_window.table["code"].trigger()
    assert faults(pseudo_window, names_in(graph)) == []


def data_names_in(report: Report) -> set[str]:
    """How classes of the data, and sizes yet unknown, are called: in no language."""
    specs = [spec for facts in report.facts.values() for spec in facts.outputs.values()]
    sizes = {size for spec in specs for size in spec.shape or () if isinstance(size, str)}
    return {name for spec in specs for name in spec.names} | sizes


@pytest.mark.usefixtures("pseudo_language")
def test_the_inspector_of_each_module(qtbot):
    """One for all, without the window, which would follow at each of them."""
    document, found = Document(Graph()), {}
    inspector = Inspector(document)
    qtbot.addWidget(inspector)
    inspector.resize(320, 1000)
    inspector.show()
    for module in catalog().nodes():
        document.open(Graph(nodes=freeze({"it": Node(module.kind)})), None)
        document.select(["it"])
        assert inspector.node_page.isVisible()
        given = {"it", module.kind, *(port.name for port in (*module.inputs, *module.outputs))}
        given |= data_names_in(document.report)
        found[module.kind] = faults(inspector, given, hidden=False)
    assert {kind: texts for kind, texts in found.items() if texts} == {}


def test_what_is_told_of_files_and_of_lost_work(pseudo_window, tmp_path, qtbot):
    graph, path = find_template("mnist_mlp").graph(), tmp_path / "a.horn"
    work = Work(graph, path, "", 1.0)
    dead = Journal(journal_dir(), replace(new_owner(), birth="long ago"))
    dead.write(work)
    pseudo_window.recovery.search()
    qtbot.waitUntil(lambda: not pseudo_window.recovery.is_searching)
    given = {str(path), "a.horn", str(tmp_path)}
    assert pseudo_window.welcome.offer.isVisible()
    assert faults(pseudo_window.welcome.offer, given) == []
    look = Look(pseudo_window.recovery.found[0], pseudo_window)
    look.show()
    assert faults(look, given) == []
    look.close()
    files.save(graph, path)
    pseudo_window.filing.load(path)
    bar = pseudo_window.workspace.findChild(FileBar)
    pseudo_window.guard.holder = replace(new_owner(), user="", host="")
    for standing in Standing:
        pseudo_window.guard.standing = standing
        bar.renew()
        assert faults(bar, {*given, str(os.getpid()), "?@"}) == []


def test_what_the_status_line_says(pseudo_window):
    graph = find_template("mnist_mlp").graph()
    pseudo_window.filing.open_copy(graph)
    for chosen in ([], ["hidden"], ["hidden", "relu"]):
        pseudo_window.document.select(chosen)
        assert faults(pseudo_window.status, names_in(graph)) == []
