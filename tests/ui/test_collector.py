"""While a document is built nothing is searched for circles, and afterwards not in it."""

import gc

from hornstudio.ui.collector import building


def test_what_is_built_is_left_out_of_later_searches():
    try:
        with building():
            assert not gc.isenabled()
            made = [{} for _ in range(1000)]
        assert gc.isenabled()
        assert gc.get_freeze_count() > len(made)
        assert not any(each is made for each in gc.get_objects())
        with building():
            assert gc.get_freeze_count() == 0
    finally:
        gc.unfreeze()


def test_a_collector_that_is_off_stays_off():
    gc.disable()
    try:
        with building():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
        gc.unfreeze()
