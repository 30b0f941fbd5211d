from hornstudio.ui.panels.training.process.stderr_lines import StderrLines


def test_pieces_become_lines_whatever_they_are_cut_at():
    text = "one\r\nzwei äöü 셋\n\nlast"
    lines = StderrLines()
    found = [line for byte in text.encode() for line in lines.feed(bytes([byte]))]
    assert found == ["one", "zwei äöü 셋"]
    assert lines.rest() == ["last"]
    assert lines.last == "last"


def test_bad_utf_8_is_marked_and_endless_lines_are_cut():
    lines = StderrLines()
    assert lines.feed(b"a\xffb\n") == ["a\ufffdb"]
    assert len(lines.feed(b"x" * 5_000)[0]) == 4_000
