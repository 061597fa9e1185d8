"""The bound that goes with every share of certain values."""

import pytest

from tests.scoring.calibration import Count, lower_bound


@pytest.mark.parametrize(
    ("right", "n", "bound"),
    # Clopper and Pearson's one-sided 95 % bounds; for n of n it is 0.05 ** (1 / n).
    [(10, 10, 0.7411), (299, 299, 0.9900), (1000, 1000, 0.9970), (990, 1000, 0.9831), (0, 10, 0.0)],
)
def test_the_bound_is_the_exact_one(right, n, bound):
    assert lower_bound(right, n) == pytest.approx(bound, abs=0.0005)


def test_only_what_is_shown_as_certain_counts():
    count = Count()
    count.add("date", 0.995, True, "a", "x")
    count.add("date", 0.995, False, "b", "y")
    count.add("title", 0.8, False, "c", "z")
    assert count.certain() == (2, 1)
    assert count.wrong == [("b", "date", "y")]
