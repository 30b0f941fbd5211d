"""A person in front of a screen at 300 %; `test_scaled_journey` runs it in a process of its own."""

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QToolButton, QWidget

from hornstudio.ui.panels.shortcuts.dialog import ShortcutsDialog
from hornstudio.ui.theme import Mode, install
from tests.journeys.test_first_journey import build, undo_all_and_redo_all


@pytest.fixture(autouse=True)
def look(qapp) -> None:
    """As a person sees it: in the theme, whose letters and margins decide what has room."""
    install(qapp, Mode.DARK)


def cut_off(window) -> list[str]:
    """Words in sight of the window that have less room than they need."""
    labels = [w for w in window.findChildren(QLabel) if w.isVisible() and w.text()]
    cut = [w for w in labels if not _has_room(w, _size_of(w))]
    buttons = [w for w in window.findChildren(QAbstractButton) if w.isVisible() and _writes(w)]
    cut += [w for w in buttons if not _has_room(w, _letters(w))]
    return [widget.text() for widget in cut]


def _has_room(widget: QWidget, size: QSize) -> bool:
    return widget.width() >= size.width() and widget.height() >= size.height()


def _size_of(label: QLabel) -> QSize:
    return label.minimumSizeHint() if label.wordWrap() else _letters(label)


def _letters(widget: QLabel | QAbstractButton) -> QSize:
    tight = widget.fontMetrics().tightBoundingRect(widget.text().replace("&", "")).size()
    return tight - QSize(1, 0)  # it is rounded up, where the widget's own size is rounded


def _writes(button: QAbstractButton) -> bool:
    is_icon = isinstance(button, QToolButton) and not button.icon().isNull()
    only_icon = is_icon and button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly
    return bool(button.text()) and not only_icon


def test_a_network_is_built_changed_and_trained_by_mouse(person):
    assert person.window.devicePixelRatioF() == 3.0
    assert cut_off(person.window) == []
    build(person, "digits")
    scene, view = person.canvas.scene, person.canvas.view
    around = scene.bounds(["flatten", "dense"]).adjusted(-12, -12, 12, 12)
    person.drag(view.mapFromScene(around.topLeft()), view.mapFromScene(around.bottomRight()))
    assert set(person.window.document.selection) == {"flatten", "dense"}
    item = scene.nodes["dense"]
    pill = view.mapFromScene(item.look.pill_rects()[0].translated(item.pos()).center())
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=pill)
    editor = person.canvas.valuing.editor
    assert editor.isVisible()
    assert editor.geometry().contains(view.viewport().mapTo(editor.parentWidget(), pill))
    QTest.keyClicks(QApplication.focusWidget(), "48")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert person.graph.nodes["dense"].params["units"] == 48
    result = person.train()
    assert result["finished"].metrics["test_accuracy"] > 0.3
    person.qtbot.waitUntil(lambda: cut_off(person.window) == [])  # once the panel is laid out
    undo_all_and_redo_all(person)


def test_the_search_box_stands_whole_beside_the_pointer(person):
    view = person.canvas.view
    at = QPoint(view.viewport().width() - 30, view.viewport().height() - 30)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    popup = person.canvas.popup
    assert popup.isVisible()
    assert person.canvas.rect().contains(popup.geometry())
    QTest.keyClicks(popup.field, "dense")
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert [node.kind for _, node in person.graph] == ["dense"]


def test_a_dialog_stands_whole(person):
    def act(dialog: ShortcutsDialog) -> None:
        assert cut_off(dialog) == []
        assert dialog.screen().availableGeometry().contains(dialog.geometry())
        dialog.reject()

    person.in_dialog(ShortcutsDialog, act, person.window.table["shortcuts"].trigger)
