"""When what is new is told."""

from hornstudio.ui.panels.training.course.news import News


def made():
    told = []
    news = News(None)
    news.due.connect(lambda: told.append(len(told)))
    return news, told


def test_the_first_is_told_at_once_and_those_behind_it_together(qtbot):
    news, told = made()
    for _ in range(5):
        news.come()
    assert len(told) == 1
    qtbot.waitUntil(lambda: len(told) == 2)
    qtbot.waitUntil(lambda: not news._rest.isActive())
    assert len(told) == 2, "nothing came since"
    news.come()
    assert len(told) == 3


def test_who_asks_does_not_wait(qapp):
    news, told = made()
    news.tell()
    assert told == []
    news.come()
    news.come()
    news.tell()
    assert len(told) == 2


def test_what_is_forgotten_is_never_told(qapp):
    news, told = made()
    news.come()
    news.come()
    news.forget()
    assert not news._rest.isActive()
    news.tell()
    assert len(told) == 1
    news.come()
    assert len(told) == 2, "nor is what comes then waited with"
