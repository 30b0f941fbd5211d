"""All dialogs of files are made in one place, and speak the window's language throughout."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QColor, QIcon, QScreen
from PySide6.QtWidgets import (
    QFileDialog,
    QLabel,
    QLineEdit,
    QListView,
    QToolButton,
    QTreeView,
    QWidget,
)

import hornstudio
from hornstudio.language.catalogue import SOURCE_LANGUAGE
from hornstudio.ui.theme import current
from hornstudio.ui.widgets import file_dialog
from hornstudio.ui.words.language import install

_SAVE = {"Pictures (*.png)": ".png", "Drawings (*.svg)": ".svg"}


@pytest.fixture
def window(qtbot, monkeypatch):
    """A parent; dialogs are Qt's own."""
    make = file_dialog._make

    def make_own(*given):
        dialog = make(*given)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        return dialog

    monkeypatch.setattr(file_dialog, "_make", make_own)
    parent = QWidget()
    qtbot.addWidget(parent)
    return parent


@pytest.fixture
def korean(qapp):
    install(qapp, "ko")
    yield
    install(qapp, SOURCE_LANGUAGE)


def dialogs(window):
    return (
        file_dialog.to_open(window, "그물 열기", ("그물 (*.horn)",)),
        file_dialog.to_save(window, "그물 저장", {"그물 (*.horn)": ".horn"}),
        file_dialog.to_choose_folder(window, "폴더 고르기"),
    )


def test_no_label_is_english_in_korean(korean, window, qtbot):
    for dialog in dialogs(window):
        dialog.show()
        labels = [label.text() for label in dialog.findChildren(QLabel)]
        assert len(labels) >= 3
        assert [t for t in labels if any("a" <= c <= "z" for c in t.replace("horn", ""))] == []
        dialog.close()


def test_places_are_named_whole(korean, window):
    for dialog in dialogs(window):
        dialog.show()
        places = dialog.findChild(QListView, "sidebar")
        assert places.minimumWidth() > places.sizeHintForColumn(0)
        dialog.close()


def test_kinds_of_files_are_told_in_korean(korean, window, tmp_path, qtbot):
    (tmp_path / "folder").mkdir()
    dialog = file_dialog.to_open(window, "그물 열기", ("그물 (*.horn)",))
    dialog.setDirectory(str(tmp_path))
    dialog.show()
    view = dialog.findChild(QTreeView)
    qtbot.waitUntil(lambda: view.model().rowCount(view.rootIndex()) == 1)
    kind = view.model().index(0, 2, view.rootIndex())
    qtbot.waitUntil(lambda: kind.data() == "폴더")


def makers(folder: Path) -> list[str]:
    """Sources that make one themselves, or let Qt make one."""
    making = re.compile(r"\bQFileDialog(\(|\.get)|\(QFileDialog\)")
    return [p.name for p in folder.rglob("*.py") if making.search(p.read_text("utf-8"))]


def test_nobody_else_makes_one(tmp_path):
    assert makers(Path(hornstudio.__file__).parent) == ["file_dialog.py"]
    (tmp_path / "planted.py").write_text("dialog = QFileDialog(None)\n")
    (tmp_path / "planted_too.py").write_text("QFileDialog.getSaveFileName()\n")
    (tmp_path / "planted_so.py").write_text("class Dialog(QFileDialog):\n")
    assert sorted(makers(tmp_path)) == ["planted.py", "planted_so.py", "planted_too.py"]


def test_a_name_without_a_suffix_gets_that_of_the_filter(window, tmp_path):
    dialog = file_dialog.to_save(window, "Save", _SAVE)
    dialog.setDirectory(str(tmp_path))
    assert dialog.defaultSuffix() == "png"
    dialog.selectNameFilter("Drawings (*.svg)")
    dialog.filterSelected.emit("Drawings (*.svg)")
    assert dialog.defaultSuffix() == "svg"


@pytest.mark.parametrize("is_accepted", [True, False])
def test_what_is_typed_is_chosen_and_what_is_left_is_not(window, tmp_path, is_accepted):
    dialog = file_dialog.to_save(window, "Save", _SAVE)
    dialog.setDirectory(str(tmp_path))

    def act() -> None:
        dialog.findChild(QLineEdit, "fileNameEdit").setText("plan")
        (dialog.accept if is_accepted else dialog.reject)()

    QTimer.singleShot(0, dialog, act)
    expected = [tmp_path / "plan.png"] if is_accepted else []
    assert file_dialog.chosen(dialog) == expected


def typed(dialog, name: str, filter_name: str = "") -> list[Path]:
    """What comes of a name that a person types."""

    def act() -> None:
        if filter_name:
            dialog.selectNameFilter(filter_name)
            dialog.filterSelected.emit(filter_name)
        dialog.findChild(QLineEdit, "fileNameEdit").setText(name)
        dialog.accept()

    QTimer.singleShot(0, dialog, act)
    return file_dialog.chosen(dialog)


@pytest.mark.parametrize(
    ("name", "filter_name", "expected"),
    [
        ("resnet-1.5", "", "resnet-1.5.png"),
        ("net.v2", "Drawings (*.svg)", "net.v2.svg"),
        ("net.SVG", "", "net.SVG"),
        ("net.v2", "All files (*)", "net.v2"),
    ],
)
def test_a_dot_in_a_name_is_no_suffix(window, tmp_path, name, filter_name, expected):
    dialog = file_dialog.to_save(window, "Save", _SAVE | {"All files (*)": ".png"})
    dialog.setDirectory(str(tmp_path))
    assert typed(dialog, name, filter_name) == [tmp_path / expected]


def test_a_folder_with_a_dot_is_entered(window, tmp_path):
    (tmp_path / "v1.5").mkdir()
    dialog = file_dialog.to_save(window, "Save", _SAVE)
    dialog.setDirectory(str(tmp_path))
    QTimer.singleShot(200, dialog, dialog.reject)
    assert typed(dialog, "v1.5") == []
    assert dialog.directory().path() == str(tmp_path / "v1.5")


@pytest.mark.parametrize("way", ["Replace", "Cancel"])
def test_what_would_be_replaced_under_the_whole_name_is_asked(
    window, answer, monkeypatch, tmp_path, way
):
    (tmp_path / "net.v2.png").write_bytes(b"")
    monkeypatch.setattr(QFileDialog, "exec", lambda dialog: 1)
    monkeypatch.setattr(QFileDialog, "selectedFiles", lambda dialog: [str(tmp_path / "net.v2")])
    said = answer(way)
    dialog = file_dialog.to_save(window, "Save", _SAVE)
    expected = [tmp_path / "net.v2.png"] if way == "Replace" else []
    assert file_dialog.chosen(dialog) == expected
    assert "net.v2.png" in said[0]


def test_no_dialog_is_larger_than_the_screen(window, monkeypatch):
    monkeypatch.setattr(QScreen, "availableSize", lambda screen: QSize(683, 384))
    for dialog in dialogs(window):
        assert dialog.width() <= 683
        assert dialog.height() <= 344


def test_sizes_are_read_whole(window, tmp_path, qtbot):
    (tmp_path / "a.horn").write_bytes(b"x" * 285_988)
    dialog = file_dialog.to_open(window, "Open", ("Networks (*.horn)",))
    dialog.setDirectory(str(tmp_path))
    dialog.show()
    view = dialog.findChild(QTreeView)
    qtbot.waitUntil(lambda: view.model().rowCount(view.rootIndex()) == 1)
    size = view.model().index(0, 1, view.rootIndex())
    qtbot.waitUntil(lambda: "KiB" in str(size.data()))
    need = view.fontMetrics().horizontalAdvance(size.data())
    qtbot.waitUntil(lambda: view.columnWidth(1) > need)
    assert view.columnWidth(0) > 200, "names have the rest"
    dialog.close()


@pytest.mark.parametrize("name", ["backButton", "forwardButton", "toParentButton"])
def test_its_arrows_have_the_ink_of_the_theme(window, name):
    dialog = file_dialog.to_open(window, "Open", ["All (*)"])
    icon = dialog.findChild(QToolButton, name).icon()
    picture = icon.pixmap(QSize(16, 16), QIcon.Mode.Normal).toImage()
    places = ((x, y) for x in range(picture.width()) for y in range(picture.height()))
    ink = max((picture.pixelColor(x, y) for x, y in places), key=QColor.alpha)
    wanted = current().color("text.secondary")
    assert abs(ink.lightness() - wanted.lightness()) <= 12
