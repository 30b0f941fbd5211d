from hornstudio.ui.widgets.refusal import RefusalLabel


def test_a_refusal_is_seen_and_heard_once(qtbot, announced):
    label = RefusalLabel()
    qtbot.addWidget(label)
    assert label.isHidden()
    label.say("a whole number")
    label.say("a whole number")
    assert not label.isHidden()
    label.say("")
    assert label.isHidden()
    assert announced == ["a whole number"]
