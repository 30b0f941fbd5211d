import numpy as np
from msgspec import structs

from hornstudio.ui.panels.training.charts.numbers.telling import Telling


def test_points_over_less_than_a_quarter_of_the_usual_samples_say_nothing(told):
    started = structs.replace(told.started(), steps=100, samples=3_200)
    x = np.array([0.08, 0.16, 0.17, 0.25, 0.33])
    found, y = Telling(started, 0.0).choose(x, np.arange(5.0))
    assert found.tolist() == [0.08, 0.16, 0.25, 0.33]
    assert y.tolist() == [0.0, 1.0, 3.0, 4.0]
    assert len(Telling(started, 0.0).choose(x[:0], x[:0])[0]) == 0


def test_what_is_usual_may_change_as_points_come(told):
    started = structs.replace(told.started(), steps=100, samples=3_200)
    telling = Telling(started, 0.0)
    x = np.concatenate([[0.01, 0.02, 0.03], 0.03 + 0.1 * np.arange(1, 6)])
    assert len(telling.choose(x[:3], x[:3])[0]) == 3
    assert telling.choose(x, x)[0].tolist() == x[3:].tolist()
