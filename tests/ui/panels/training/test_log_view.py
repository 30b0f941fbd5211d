import pytest

from hornstudio.ui.panels.training.log_view import MOST_LINES, LogView
from hornstudio.ui.theme import Mode, current


@pytest.fixture
def log(client, qtbot) -> LogView:
    log = LogView(client)
    qtbot.addWidget(log)
    return log


def lines(log: LogView) -> list[str]:
    log.show_end()
    return log.text.toPlainText().split("\n")


def test_lines_of_the_worker_are_shown_in_their_order(log, client):
    client.log.emit("info", "one")
    client.log.emit("error", "two\n  three\n")
    assert lines(log) == ["one", "two", "  three"]


def test_only_the_last_5_000_lines_are_kept(log):
    for number in range(MOST_LINES + 500):
        log.add("info", str(number))
    assert lines(log) == [str(n) for n in range(500, MOST_LINES + 500)]
    log.add("info", "last")
    assert len(lines(log)) == MOST_LINES
    assert lines(log)[-1] == "last"


def test_a_flood_is_written_in_one_go(log, qtbot):
    writes = []
    log.text.document().contentsChanged.connect(lambda: writes.append(1))
    for number in range(1_000):
        log.add("info", str(number))
    assert writes == []
    qtbot.waitUntil(lambda: "999" in log.text.toPlainText(), timeout=2_000)
    assert len(writes) < 10


def test_clear_forgets_all(log):
    log.add("info", "one")
    log.clear()
    assert lines(log) == [""]


def test_a_change_of_theme_recolours_what_is_there(log):
    theme = current()
    was = theme.mode
    try:
        theme.set_mode(Mode.DARK)
        log.add("error", "one")
        log.show_end()
        theme.set_mode(Mode.LIGHT)
        block = log.text.document().firstBlock()
        ink = block.begin().fragment().charFormat().foreground().color()
        assert ink == theme.color("error.default")
        assert lines(log) == ["one"]
    finally:
        theme.set_mode(was)
