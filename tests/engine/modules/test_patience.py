"""Whoever is in a hurry is not kept waiting; others are, meanwhile too."""

import threading

from hornstudio.engine.modules.patience import in_a_hurry, is_not_yet, not_yet, waits
from hornstudio.engine.text import Text


def test_only_the_thread_that_is_in_a_hurry_does_not_wait() -> None:
    others: list[bool] = []
    with in_a_hurry():
        assert not waits()
        other = threading.Thread(target=lambda: others.append(waits()))
        other.start()
        other.join()
    assert waits()
    assert others == [True]


def test_not_yet_is_told_from_a_fault() -> None:
    assert is_not_yet(not_yet("houses.csv"))
    assert not is_not_yet(Text("there is no file {path}", path="houses.csv"))
    assert not is_not_yet("houses.csv is being looked through, which takes a moment")
