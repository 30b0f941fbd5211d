import pytest

from hornstudio.engine.params import Float
from hornstudio.ui.panels.training.knobs.track import STEPS, track_of

SHARE = Float(name="rate", default=0.5, low=0.0, below=1.0, help="")
RATE = Float(name="learning_rate", default=0.1, above=0.0, help="")
DECAY = Float(name="decay", default=0.0, low=0.0, help="")


def test_between_bounds_a_slider_moves_evenly_and_never_leaves_them():
    track = track_of(SHARE, 0.5)
    assert (track.value(0), track.position(2.0)) == (0.0, STEPS)
    assert track.value(track.position(0.5)) == pytest.approx(0.5, abs=0.005)
    assert SHARE.parse(track.value(STEPS), lambda *_: None) < 1.0


@pytest.mark.parametrize("param", [RATE, DECAY])
def test_without_an_upper_bound_it_moves_by_size_around_where_it_began(param):
    track = track_of(param, 0.01)
    assert track.value(track.position(0.01)) == 0.01
    assert track.value(track.position(0.1)) == pytest.approx(0.1, rel=0.05)
    assert track.value(STEPS) == 10.0
    assert track.value(0) == (0.0 if param is DECAY else 1e-5)


def test_what_may_be_nothing_has_a_place_for_it():
    track = track_of(DECAY, 0.0)
    assert track.position(0.0) == 0
    assert track.position(1e-9) == 1
