"""What a run in progress does not know of the callbacks that are listed."""

from hornstudio.engine.graph import Held
from hornstudio.ui.panels.training.callbacks.later import Later, later

STOP, LIMIT = Held("early_stopping"), Held("time_limit")


def test_what_was_added_changed_removed_or_moved_counts_later():
    assert later([STOP, LIMIT], [STOP, LIMIT]) == Later()
    assert later([], [STOP]) == Later(frozenset({0}))
    assert later([STOP], [STOP, STOP]) == Later(frozenset({1}))
    changed = Held("time_limit", {"minutes": 2.0})
    assert later([STOP, LIMIT], [STOP, changed]) == Later(frozenset({1}), has_gone=True)
    assert later([STOP], []) == Later(has_gone=True)
    assert later([STOP, LIMIT], [LIMIT, STOP]) == Later(is_reordered=True)
