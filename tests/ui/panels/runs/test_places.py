"""Further folders of runs in the window."""

from PySide6.QtWidgets import QFileDialog, QMenu

from hornstudio.engine.runs.place import places

from .conftest import names, settle


def leave_out(panel) -> dict[str, object]:
    menu = QMenu(panel)
    panel.places.extend(menu)
    return {a.text(): a for m in menu.findChildren(QMenu) for a in m.actions()}


def test_a_folder_is_added_told_when_it_is_gone_and_left_out(
    panel, qtbot, make_run, tmp_path, monkeypatch
):
    there = tmp_path / "there"
    there.mkdir()
    make_run("far", 0.5).rename(there / "far")
    assert leave_out(panel) == {}
    monkeypatch.setattr(QFileDialog, "exec", lambda dialog: 1)
    monkeypatch.setattr(QFileDialog, "selectedFiles", lambda dialog: [str(there)])
    said = []
    panel.status.connect(said.append)
    assert panel.actions_of_runs["add"].isEnabled()
    panel.actions_of_runs["add"].trigger()
    qtbot.waitUntil(lambda: "far" in names(panel))
    assert said == [f"The runs of {there} are listed, too."]
    panel.actions_of_runs["add"].trigger()
    qtbot.waitUntil(lambda: "listed already" in said[-1])
    there.rename(tmp_path / "away")
    panel.reader.refresh()
    qtbot.waitUntil(lambda: "far" not in names(panel))
    settle(qtbot, panel)
    assert said[-1] == f"{there} is not there; its runs are not listed."
    leave_out(panel)[f"{there} (not there)"].trigger()
    qtbot.waitUntil(lambda: "are not listed any more" in said[-1])
    assert places() == []
    assert leave_out(panel) == {}
