import numpy as np

from hornstudio.ui.panels.training.charts.numbers.columns import columns_of, pieces_of


def test_columns_keep_every_peak_and_both_ends_exactly():
    x, y = np.linspace(0, 1, 100_000), np.zeros(100_000)
    y[31_415], y[92_653], y[-1] = 5.0, -7.0, 0.5
    found = columns_of(x, y, 0.0, 1.0, 300)
    assert not found.is_points
    assert len(found.x) == len(found.low) == len(found.high) <= 301
    assert (found.high.max(), found.low.min()) == (5.0, -7.0)
    assert abs(found.x[np.argmax(found.high)] - x[31_415]) < 1 / 300
    assert (found.x[0], found.x[-1], found.high[-1]) == (0.0, 1.0, 0.5)
    assert np.all(np.diff(found.x) > 0)


def test_what_is_not_seen_is_dropped_but_for_a_neighbour_and_few_points_are_themselves():
    x = np.arange(100.0)
    found = columns_of(x, x, 10.0, 20.0, 300)
    assert found.is_points
    assert (found.x[0], found.x[-1], len(found.x)) == (9.0, 21.0, 13)
    many = columns_of(np.linspace(0, 100, 100_001), np.ones(100_001), 10.0, 20.0, 300)
    assert (many.low.min(), many.high.max()) == (1.0, 1.0)
    assert 9.9 < many.x[0] <= 10.0 <= 20.0 <= many.x[-1] < 20.1
    assert len(columns_of(x[:0], x[:0], 0.0, 1.0, 300).x) == 0


def test_columns_without_points_hold_the_line_between_their_neighbours():
    x = np.concatenate([np.linspace(0, 1, 500), np.linspace(9, 10, 500)])
    found = columns_of(x, x, 0.0, 10.0, 100)
    assert 100 <= len(found.x) <= 101
    assert np.all(found.low <= found.high)
    assert np.all(np.abs(found.low[1:] - found.high[:-1]) < 1e-9), "neighbours touch"
    assert (found.high - found.low).max() < 0.11


def test_columns_stay_while_points_come():
    draw = np.random.default_rng(0)
    x, y = np.linspace(0, 5, 5_000), draw.normal(size=5_000)
    before = columns_of(x[:-7], y[:-7], 0.0, 10.0, 300)
    after = columns_of(x, y, 0.0, 10.0, 300)
    for name in ("x", "low", "high"):
        assert np.array_equal(getattr(before, name)[:-2], getattr(after, name)[: len(before.x) - 2])


def test_a_curve_is_in_pieces_where_it_has_holes():
    x = np.array([0.0, 1.0, 3.0, 5.0, 6.0])
    found = pieces_of(x, x, np.array([2.0, 4.0, 4.5, 7.0]), 0.0, 10.0, 100)
    assert [list(piece.x) for piece in found] == [[0, 1], [3], [5, 6]]
    assert [list(p.x) for p in pieces_of(x, x, np.empty(0), 0.0, 10.0, 100)] == [list(x)]


def test_holes_among_many_points_part_columns_and_narrow_ones_nothing():
    x = np.linspace(0, 10, 10_001)
    x = x[(x <= 4) | (x >= 6)]
    found = pieces_of(x, x, np.array([1.0005, 5.0]), 0.0, 10.0, 100)
    assert [(piece.x[0], piece.x[-1]) for piece in found] == [(0.0, 4.0), (6.0, 10.0)]
    assert sum(len(piece.x) for piece in found) <= 82


def test_many_holes_cost_no_more_pieces_than_columns():
    x = np.arange(0, 20_000, 2.0)
    assert len(pieces_of(x, x, x + 1, 0.0, 20_000.0, 100)) <= 101
