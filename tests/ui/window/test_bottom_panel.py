import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QLineEdit, QToolButton, QWidget

from hornstudio.ui.window.bottom_panel import BottomPanel


@pytest.fixture
def panel(qtbot):
    # Within a frame, as in the window: Qt holds windows, and only them, to their layout's least.
    frame = QWidget()
    qtbot.addWidget(frame)
    frame.resize(700, 300)
    panel = BottomPanel(frame)
    corner = QLabel("corner a")
    corner.setFixedWidth(200)
    panel.add("a", "A", "chart", QLabel("page a"), corner)
    panel.add("b", "B", "error", QLabel("page b"))
    panel.resize(600, 250)
    frame.show()
    panel.frame = frame
    return panel


def _shown(panel):
    return {label.text() for label in panel.findChildren(QLabel) if label.isVisible()}


def test_a_page_shows_with_its_corner(panel):
    assert _shown(panel) == {"page a", "corner a"}
    panel.show_page("b")
    assert panel.page == "b"
    assert _shown(panel) == {"page b"}


def test_where_it_is_narrow_the_tabs_go_first(panel, qtbot):
    panel.resize(panel.minimumSizeHint())
    qtbot.waitUntil(lambda: _shown(panel) == {"page a"})
    panel.resize(600, 250)
    qtbot.waitUntil(lambda: _shown(panel) == {"page a", "corner a"})


def test_a_corner_that_can_be_narrower_stays(panel, qtbot):
    corner = panel._corners["a"]
    corner.setMinimumWidth(0)
    corner.setMaximumWidth(16_777_215)
    corner.sizeHint = lambda: QSize(400, 20)
    corner.minimumSizeHint = lambda: QSize(40, 20)
    panel.resize(panel.minimumSizeHint().width() + 60, 250)
    qtbot.waitUntil(lambda: corner.isVisible() and corner.width() <= 60)


def test_a_single_button_stays_where_not_even_the_tabs_have_room(panel, qtbot):
    corner = panel._corners["a"]
    corner.setMinimumWidth(0)
    corner.setMaximumWidth(16_777_215)
    corner.minimumSizeHint = corner.sizeHint = lambda: QSize(40, 20)
    panel.resize(panel.minimumSizeHint().width() - 20, 250)
    qtbot.waitUntil(lambda: corner.isVisible() and corner.width() == 40)
    assert corner.mapTo(panel, corner.rect().topRight()).x() < panel.width()
    assert panel.tabs.width() < panel.tabs.sizeHint().width()


def test_a_longer_title_is_laid_out_before_it_is_seen(panel, qtbot):
    qtbot.waitExposed(panel)
    panel.retitle("b", "Many problems 123")
    assert panel.tabs.width() >= panel.tabs.sizeHint().width()
    arrows = panel.tabs.findChildren(QToolButton)
    assert len(arrows) == 2
    assert not any(arrow.isVisible() for arrow in arrows)


def test_folded_only_the_tabs_are_left(panel, qtbot):
    with qtbot.waitSignal(panel.folded_changed, check_params_cb=lambda folded: folded):
        panel.set_folded(True)
    assert _shown(panel) == set()
    assert panel.maximumHeight() < 50
    panel.set_folded(False)
    assert _shown(panel) == {"page a", "corner a"}


def test_a_click_on_a_tab_unfolds(panel, qtbot):
    panel.set_folded(True)
    at = panel.tabs.tabRect(1).center()
    qtbot.mouseClick(panel.tabs, Qt.MouseButton.LeftButton, pos=at)
    assert not panel.is_folded
    assert panel.page == "b"


def test_showing_a_page_unfolds(panel):
    panel.set_folded(True)
    panel.show_page("a")
    assert not panel.is_folded


def test_a_tab_is_retitled(panel):
    panel.retitle("b", "B 3", "error.default")
    assert panel.tabs.tabText(1) == "B 3"


def test_tabs_that_grow_before_they_are_seen_get_their_room(qtbot):
    frame = QWidget()
    qtbot.addWidget(frame)
    panel = BottomPanel(frame)
    panel.resize(100, 250)
    for name in ("training", "problems", "history"):
        panel.add(name, name.title(), "chart", QLabel(name))
    panel.layout().activate()
    panel.resize(900, 250)
    frame.show()
    qtbot.waitUntil(lambda: panel.tabs.width() == panel.tabs.sizeHint().width())
    assert panel.tabs.tabText(2) == "History"


def test_where_words_have_no_room_tabs_are_icons_with_their_numbers(qtbot, panel):
    for name in ("training", "problems", "history"):
        panel.add(name, name.title(), "chart", QLabel(name))
    panel.retitle("problems", "Problems 3")
    names = ["A", "B", "Training", "Problems 3", "History"]

    def texts():
        return [panel.tabs.tabText(i) for i in range(panel.tabs.count())]

    panel.resize(900, 250)
    assert texts() == names
    panel.resize(300, 250)
    assert texts() == ["A", "", "", "3", ""]
    assert panel.tabs.sizeHint().width() < 300
    assert [panel.tabs.tabToolTip(i) for i in (0, 1, 3)] == ["", "B", "Problems 3"]
    assert panel.tabs.accessibleTabName(4) == "History"
    panel.show_page("history")
    assert texts() == ["", "", "", "3", "History"]
    panel.resize(900, 250)
    assert texts() == names


def test_tab_leads_from_the_tabs_to_what_stands_beside_them_then_into_the_page(qtbot):
    panel, page, frame = BottomPanel(), QLineEdit("page"), QFrame()
    qtbot.addWidget(panel)
    beside = QLineEdit("beside", frame)
    panel.add("a", "A", "chart", page, frame)
    panel.resize(900, 250)
    panel.show()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.tabs.setFocus()
    passed = []
    for _ in range(4):
        passed.append(QApplication.focusWidget())
        qtbot.keyClick(passed[-1], Qt.Key.Key_Tab)
    assert passed[:2] == [panel.tabs, beside]
    assert passed[2].accessibleName() == "Fold the panel"
    assert passed[3] is page


def test_a_page_that_is_shown_leaves_the_screen_reader_with_the_keyboard(panel, qtbot, called_back):
    field = QLineEdit(panel.frame)
    field.show()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    panel.show_page("b")
    assert called_back == [field]
