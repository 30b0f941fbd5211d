import re
from pathlib import Path

import pytest

from hornstudio.paths import cache_dir, resource
from hornstudio.ui.theme import style_sheet
from hornstudio.ui.theme.theme import Mode, Theme


@pytest.fixture(autouse=True)
def fresh_folder():
    style_sheet._folder.cache_clear()
    yield
    style_sheet._folder.cache_clear()


@pytest.fixture(params=[Mode.DARK, Mode.LIGHT])
def sheet(request, qapp):
    return style_sheet.build(Theme(request.param))


def test_every_blank_is_filled_in_and_every_brace_closed(sheet):
    assert "@" not in sheet
    assert sheet.count("{") == sheet.count("}")


def test_every_source_is_used():
    assert {path.name for path in resource("themes").glob("*.qss")} == set(style_sheet.SOURCES)


def test_every_picture_exists_in_its_ink(sheet):
    pictures = re.findall(r'url\("([^"]+)"\)', sheet)
    assert pictures
    for picture in pictures:
        text = Path(picture).read_text(encoding="utf-8")
        assert text.startswith("<svg")
        assert "currentColor" not in text


def test_qt_understands_the_sheet(sheet, qapp, qtbot):
    from PySide6.QtWidgets import QLabel

    label = QLabel("x")
    qtbot.addWidget(label)
    label.setStyleSheet(sheet)  # Qt warns of what it cannot parse, and a warning fails the test
    label.ensurePolished()


@pytest.mark.qt_log_ignore("Could not parse")
def test_the_parse_warning_is_seen_when_planted(qtbot, qtlog):
    from PySide6.QtWidgets import QLabel

    label = QLabel("x")
    qtbot.addWidget(label)
    label.setStyleSheet("QLabel { color: ")
    label.ensurePolished()
    assert any("Could not parse" in record.message for record in qtlog.records)


def test_an_unknown_token_is_refused(qapp, monkeypatch):
    monkeypatch.setattr(style_sheet, "_source", lambda: "QLabel { color: @bg.nowhere; }")
    with pytest.raises(KeyError, match=r"bg\.nowhere"):
        style_sheet.build(Theme(Mode.DARK))


def test_lengths_have_units_and_translucent_colours_are_in_qts_order(qapp, monkeypatch):
    source = "@radius.md @typography.weight.medium @selection.glow @bg.panel"
    monkeypatch.setattr(style_sheet, "_source", lambda: source)
    assert style_sheet.build(Theme(Mode.DARK)) == "7px 500 #4786a5fb #181b20"


def test_a_cache_that_cannot_be_written_is_done_without(qapp, monkeypatch, tmp_path):
    blocked = tmp_path / "a-file"
    blocked.write_text("in the way")
    monkeypatch.setenv("HORNSTUDIO_CACHE", str(blocked))
    sheet = style_sheet.build(Theme(Mode.DARK))
    assert str(cache_dir()) not in sheet
    assert 'url("' in sheet
