import pytest
from PySide6.QtCore import QRect, QSize

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
