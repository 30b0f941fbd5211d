import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QApplication

from hornstudio.ui import settings as settings_file
from hornstudio.ui.settings import Settings
from hornstudio.ui.window import frame as frame_module
from hornstudio.ui.window.frame import FIRST_SIZE, SMALLEST, frame_in, frame_to_keep

LARGE = QRect(0, 24, 1920, 1056)


@pytest.mark.parametrize("size", [(640, 376), (960, 516), (800, 1200), (1440, 900)])
def test_the_first_frame_lies_within_a_small_screen(size):
    room = QRect(3, 24, *size)
    frame, least = frame_in([room], QRect())
    assert room.contains(frame)
    assert frame.size() == FIRST_SIZE.boundedTo(QSize(*size))
    assert least == SMALLEST.boundedTo(QSize(*size))


def test_the_first_frame_stands_in_the_middle_of_a_large_screen():
    frame, least = frame_in([LARGE], QRect())
    assert frame.size() == FIRST_SIZE
    assert frame.center() == LARGE.center()
    assert least == SMALLEST


def test_a_saved_frame_comes_back_even_where_it_is_partly_beside_the_screen():
    saved = QRect(-200, 100, 1200, 760)
    assert frame_in([LARGE], saved)[0] == saved


def test_a_saved_frame_that_has_become_too_large_is_made_to_fit():
    room = QRect(0, 24, 960, 516)
    frame, _ = frame_in([room], QRect(40, 60, 1200, 500))
    assert frame == QRect(0, 40, 960, 500)
    assert room.contains(frame_in([room], QRect(40, 60, 1200, 760))[0])


def test_a_place_that_no_screen_shows_is_given_up():
    assert frame_in([LARGE], QRect(9000, 9000, 1200, 760)) == frame_in([LARGE], QRect())


def test_the_screen_that_shows_most_of_the_frame_says_how_large_it_may_be():
    second = QRect(1920, 24, 1280, 700)
    frame, least = frame_in([LARGE, second], QRect(1900, 50, 1400, 800))
    assert frame == second
    assert least == SMALLEST


def test_a_frame_that_a_small_screen_made_small_is_remembered_as_large():
    saved, room = QRect(40, 60, 1600, 1000), QRect(0, 24, 1024, 700)
    given, _ = frame_in([room], saved)
    assert frame_to_keep(saved, given, given.translated(0, 8)).size() == saved.size()
    assert frame_to_keep(QRect(), frame_in([room], QRect())[0], room).size() == FIRST_SIZE
    assert frame_to_keep(saved, given, QRect(0, 30, 970, 640)) == QRect(0, 30, 970, 640)


def test_sizes_and_what_is_put_away_come_back(make_window, mlp, qtbot, monkeypatch):
    room = QRect(0, 24, 1920, 1056)  # the screen of the offscreen platform is small
    monkeypatch.setattr(frame_module, "frame_in", lambda _, saved: frame_in([room], saved))
    first = make_window(Settings(frame=[40, 60, 1200, 760]))
    first.filing.open_copy(mlp)
    first.workspace._columns.setSizes([200, 720, 280])
    first.table["inspector"].trigger()
    first.table["bottom"].trigger()
    frame, width = first.geometry(), first.workspace.palette_panel.width()
    assert first.close()
    second = make_window(settings_file.load())
    second.filing.open_copy(mlp)
    assert second.geometry() == frame
    assert second.workspace.palette_panel.width() == width
    assert second.workspace.inspector.isHidden()
    second.table["inspector"].trigger()
    qtbot.waitUntil(lambda: abs(second.workspace.inspector.width() - 280) <= 2)
    assert second.workspace.bottom.is_folded


def test_panels_that_a_small_screen_made_small_are_large_again_on_a_large_one(
    make_window, mlp, monkeypatch
):
    screens = [QRect(0, 24, 800, 560)]
    monkeypatch.setattr(frame_module, "frame_in", lambda _, saved: frame_in(screens, saved))
    wanted = {"palette": 300, "inspector": 320, "bottom": 300}
    small = make_window(Settings(frame=[0, 60, 1500, 900], sizes=dict(wanted)))
    small.filing.open_copy(mlp)
    assert small.workspace.inspector.width() < wanted["inspector"]
    assert small.close()
    screens[:] = [QRect(0, 24, 1920, 1056)]
    large = make_window(settings_file.load())
    large.filing.open_copy(mlp)
    assert large.width() == 1500
    assert large.workspace.inspector.width() == wanted["inspector"]
    assert large.workspace.bottom.height() == wanted["bottom"]


@pytest.mark.parametrize(("size", "is_whole"), [((1600, 1000), True), ((1024, 768), False)])
def test_at_first_training_is_seen_whole_but_a_small_window_is_for_the_canvas(
    make_window, mlp, monkeypatch, size, is_whole
):
    room = QRect(0, 24, 1920, 1056)
    monkeypatch.setattr(frame_module, "frame_in", lambda _, saved: frame_in([room], saved))
    window = make_window(Settings(frame=[0, 40, *size]))
    window.filing.open_copy(mlp)
    workspace = window.workspace
    QApplication.sendPostedEvents()
    hidden_px = workspace.training._left.verticalScrollBar().maximum()
    assert (hidden_px == 0) == is_whole
    assert workspace.canvas.height() >= 0.6 * workspace._rows.height()


def test_a_frame_on_a_screen_that_is_gone_is_not_restored(make_window):
    window = make_window(Settings(frame=[9000, 9000, 1200, 760]))
    screen = QApplication.primaryScreen().availableGeometry()
    assert screen.intersects(window.geometry())


def test_a_damaged_frame_does_no_harm(make_window):
    window = make_window(Settings(frame=[0, 0, 0, 0]))
    assert window.width() >= min(900, QApplication.primaryScreen().availableGeometry().width())
