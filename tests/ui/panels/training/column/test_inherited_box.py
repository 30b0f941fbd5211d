"""The box beside Train that says in which weights it begins."""

from PySide6.QtCore import Qt

from hornstudio.ui.panels.training.column.inherited_box import InheritedBox
from hornstudio.ui.panels.training.course.trainer import Trainer


def test_it_is_seen_with_imported_weights_and_turns_them_off_and_on(
    document, client, qtbot, tmp_path
):
    trainer = Trainer(document, client, None)
    box = InheritedBox(trainer)
    qtbot.addWidget(box)
    assert box.isHidden()
    (tmp_path / "run.json").write_text("{}")
    trainer.inheritance.give(str(tmp_path))
    box.refresh()
    assert (box.isHidden(), box.isChecked(), box.isEnabled()) == (False, True, True)
    assert tmp_path.name in box.toolTip()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert trainer.inheritance.begins_in is None
    box.refresh()
    assert not box.isChecked()
    box.show()
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton)
    assert trainer.inheritance.begins_in is not None
    trainer.train()
    box.refresh()
    assert not box.isEnabled()
