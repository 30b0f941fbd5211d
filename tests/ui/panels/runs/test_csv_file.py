"""The list for spreadsheets."""

from PySide6.QtWidgets import QFileDialog


def test_the_list_is_written_as_csv(panel, qtbot, tmp_path, monkeypatch):
    out = tmp_path / "list.csv"
    monkeypatch.setattr(QFileDialog, "exec", lambda dialog: 1)
    monkeypatch.setattr(QFileDialog, "selectedFiles", lambda dialog: [str(out)])
    with qtbot.waitSignal(panel.status) as told:
        panel.actions_of_runs["csv"].trigger()
    lines = out.read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("name,state,epochs_done,changes,")
    assert lines[3].startswith("one,finished,2,")
    assert "best.val_loss" in lines[0]
    assert told.args == ["Wrote 3 runs to list.csv"]
