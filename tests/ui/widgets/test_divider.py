from hornstudio.ui.widgets.divider import divider


def test_it_is_one_pixel_high_and_known_to_the_theme(qtbot):
    line = divider()
    qtbot.addWidget(line)
    assert line.height() == 1
    assert (line.property("kind"), line.property("horizontal")) == ("divider", True)
