"""What can be done with which runs."""

from .conftest import select, settle


def test_what_cannot_be_done_says_why(panel, qtbot, make_run):
    make_run("live", 0.5, state="running")
    panel.reader.refresh()
    settle(qtbot, panel)

    def can(*ids: str) -> list[bool]:
        return [panel.actions_of_runs[i].isEnabled() for i in ids]

    assert can("curves", "compare", "delete", "csv") == [False, False, False, True]
    select(panel, "one")
    assert can("curves", "restore", "delete", "compare", "resume") == [
        *(True, True, True, False, False)
    ]
    assert "no checkpoint to go on from" in panel.actions_of_runs["resume"].toolTip()
    select(panel, "one", "live")
    assert can("compare", "restore", "delete") == [True, False, False]
    assert "Stop it first" in panel.actions_of_runs["delete"].toolTip()
    panel.show_training(True)
    select(panel, "two")
    assert can("branch") == [False]
