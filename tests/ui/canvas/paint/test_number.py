from hornstudio.ui.canvas.paint.number import brief_text, count_text, figure_text, flops_text


def test_counts_are_exact_while_they_are_short():
    assert count_text(18_496).replace("\u202f", " ") == "18 496"
    assert count_text(0) == "0"


def test_large_counts_are_rounded():
    assert count_text(101_770) == "101.8 k"
    assert count_text(1_234_567) == "1.2 M"
    assert count_text(175_000_000_000) == "175.0 G"


def test_counts_in_brief_have_three_digits():
    assert [brief_text(n) for n in (999, 18_496, 101_770, 60_000_000)] == [
        *("999", "18.5 k", "102 k", "60.0 M")
    ]


def test_costs():
    assert flops_text(120_000_000) == "120 MFLOP"
    assert flops_text(389_376) == "0.39 MFLOP"
    assert flops_text(4_500_000) == "4.5 MFLOP"
    assert flops_text(3_900_000_000) == "3.9 GFLOP"


def test_settings_have_six_digits_unless_they_are_short_as_they_are():
    figures = (1 / 255, 0.1, -1234567.0, 137_500_000.0, 1 / 3e9, 5.0, 123456.789)
    assert [figure_text(figure) for figure in figures] == [
        *("0.00392157", "0.1", "-1234567", "137500000", "3.33333e-10", "5", "123457")
    ]
