"""What each word of the code is."""

import pytest

from hornstudio.ui.panels.code.token_color import ink_of, spans_by_line
from hornstudio.ui.theme import current

CODE = '''"""Two
lines."""
def scale(x):  # twice
    return 2.0 * x
'''


def words(code):
    lines = code.split("\n")
    return {
        (line, lines[line][start : start + length]): ink
        for line, spans in enumerate(spans_by_line(code))
        for start, length, ink in spans
    }


def test_words_have_the_ink_of_their_kind():
    found = words(CODE)
    assert found[2, "def"] == "wire.vector"
    assert found[2, "scale"] == "accent.default"
    assert found[2, "# twice"] == "text.muted"
    assert found[3, "2.0"] == "chart.validation"


def test_a_text_over_several_lines_is_coloured_in_each():
    found = words(CODE)
    assert found[0, '"""Two'] == "text.muted"
    assert found[1, 'lines."""'] == "text.muted"


def test_spans_never_leave_their_line():
    lines = CODE.split("\n")
    spans = spans_by_line(CODE)
    assert len(spans) == len(lines)
    for line, found in zip(lines, spans, strict=True):
        assert all(start + length <= len(line) for start, length, _ in found)


def test_an_unknown_kind_takes_the_ink_of_its_ancestor():
    assert ink_of("Token.Comment.Single") == "text.muted"
    assert ink_of("Token.Text.Whitespace") == ""


@pytest.mark.parametrize("kind", ["Token.Keyword", "Token.Name.Class", "Token.Literal.String"])
def test_every_ink_is_a_token(qapp, kind):
    assert current().color(ink_of(kind)).isValid()
