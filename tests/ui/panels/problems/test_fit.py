"""A reason is read whole, whatever its remedies take."""

import pytest
from PySide6.QtGui import QFontMetrics

from hornstudio.ui.panels.problems.fit import BESIDE_LINES, MOST_LINES, fit
from hornstudio.ui.theme import font

REASON = "prediction is 26×26×7 for one label a sample; need one row of scores"
KOREAN = "샘플마다 레이블 하나인데 prediction은 26×26×7입니다. 점수 한 줄이 필요합니다"


@pytest.mark.parametrize("reason", [REASON, KOREAN, "short", ""])
@pytest.mark.parametrize("room", [200, 330, 560, 900])
@pytest.mark.parametrize("remedies", [0, 120, 300, 700])
def test_every_word_is_shown_within_its_room(qapp, reason, room, remedies):
    lines, is_below = fit(reason, room, remedies)
    metrics = QFontMetrics(font("small", "regular"))
    assert "".join("".join(lines).split()) == "".join(reason.split())
    taken = 0 if is_below else remedies
    assert all(metrics.horizontalAdvance(line) <= room - taken for line in lines)
    assert is_below or not remedies or len(lines) <= BESIDE_LINES


def test_what_names_hundreds_of_modules_ends_in_an_ellipsis(qapp):
    lines, _ = fit("b1_relu, b2_add, " * 400, 300, 0)
    assert len(lines) == MOST_LINES
    assert lines[-1].endswith("…")
