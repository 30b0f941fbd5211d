"""The table of actions."""

from hornstudio.ui.action.table import rows


def test_every_row_has_words_for_the_status_line(qapp):
    for row in rows():
        assert row.tip, row.id
        assert row.text, row.id
