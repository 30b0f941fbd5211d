"""Walking through the parts of the window by key."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from hornstudio.engine.storage.templates import find_template


def _walk(window, action, times):
    """Names of the parts that have the keyboard, one after the other."""
    work = window.workspace
    parts = {
        "bar": work.tool_bar,
        "modules": work.palette_panel,
        "centre": work.centre,
        "settings": work.inspector,
        "below": work.bottom,
        "status": window.status,
        "start": window.welcome,
    }
    passed = []
    for _ in range(times):
        window.table[action].trigger()
        here = QApplication.focusWidget()
        passed.append(next(name for name, part in parts.items() if part.isAncestorOf(here)))
    return passed


def test_a_key_leads_through_all_parts_and_back(window):
    window.filing.open_copy(find_template("mnist_mlp").graph())
    on = _walk(window, "next_part", 6)
    assert on == ["settings", "below", "status", "bar", "modules", "centre"]
    assert _walk(window, "previous_part", 6) == [*reversed(on[:-1]), "centre"]


def test_what_is_put_away_is_passed_over(window):
    window.filing.open_copy(find_template("mnist_mlp").graph())
    window.table["inspector"].trigger()
    assert _walk(window, "next_part", 1) == ["below"]


def test_one_comes_back_to_where_one_was(window):
    window.filing.open_copy(find_template("mnist_mlp").graph())
    field = window.workspace.training.controls.fields["epochs"].line
    field.setFocus(Qt.FocusReason.TabFocusReason)
    window.table["previous_part"].trigger()
    assert not field.hasFocus()
    window.table["next_part"].trigger()
    assert field.hasFocus()


def test_on_the_start_page_there_are_two(window):
    assert _walk(window, "next_part", 2) == ["status", "start"]


def test_what_was_walked_past_is_still_there(window):
    """PySide lets widgets die with what `nextInFocusChain` was asked of."""
    window.filing.open_copy(find_template("mnist_mlp").graph())
    _walk(window, "next_part", 6)
    settings = window.workspace.training.chart_settings
    settings.show_earlier_count(1)
    assert all(action.text() for action in settings.choices.doubles)
