from PySide6.QtCore import QObject, Signal

from hornstudio.ui.hearers import drop_hearers


class Speaker(QObject):
    said = Signal(int)
    shouted = Signal(int)


def test_nobody_hears_what_is_dropped_and_who_comes_later_does(qapp):
    speaker, heard = Speaker(), []
    speaker.said.connect(heard.append)
    speaker.said.connect(lambda number: heard.append(-number))
    speaker.shouted.connect(heard.append)
    drop_hearers(speaker, speaker.said)
    speaker.said.emit(1)
    speaker.shouted.emit(2)
    assert heard == [2]
    speaker.said.connect(heard.append)
    speaker.said.emit(3)
    assert heard == [2, 3]


def test_where_nobody_hears_there_is_nothing_to_drop(qapp, recwarn):
    speaker = Speaker()
    drop_hearers(speaker, speaker.said, speaker.shouted)
    assert not recwarn.list
