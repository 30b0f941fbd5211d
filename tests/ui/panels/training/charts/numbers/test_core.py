import numpy as np

from hornstudio.ui.panels.training.charts.numbers.core import Core


def test_the_wildest_points_do_not_count_and_few_all_do():
    raw = np.concatenate([np.linspace(0, 1, 996), [50.0, 60.0, -50.0, -60.0]])
    low, high = Core().of(raw)
    assert -0.1 < low < 0.05 < 0.95 < high < 1.1
    assert np.array_equal(Core().of(raw[-4:]), raw[-4:])


def test_a_trace_is_ranked_again_after_a_hundredth_or_from_another_place():
    raw = np.arange(2_000.0)
    core = Core()
    first = core.of(raw[:1_000])
    assert core.of(raw[:1_009]) is first
    assert core.of(raw[:1_010])[1] > first[1]
    assert core.of(raw[:1_000])[1] == first[1]
    assert core.of(raw[500:1_500], 500)[0] > first[0]
