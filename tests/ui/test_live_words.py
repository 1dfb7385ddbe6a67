import math

import pytest

from workbench.ui.live import words


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0.2, "under 1 s"),
        (1, "1 s"),
        (59.6, "1 min 0 s"),
        (72, "1 min 12 s"),
        (7500, "2 h 5 min"),
        (100_000, "1 d 3 h"),
        (math.inf, "under 1 s"),
    ],
)
def test_that_durations_have_at_most_two_units(seconds: float, expected: str) -> None:
    assert words.duration(seconds) == expected


def test_that_the_time_left_is_silent_while_unknown() -> None:
    assert words.time_left(None) == ""
    assert words.time_left(math.nan) == ""
    assert words.time_left(72) == "1 min 12 s left"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "–"),
        (0.0, "0.000"),
        (0.41249, "0.412"),
        (12.407, "12.41"),
        (123.456, "123.5"),
        (4321.9, "4322"),
        (0.000012, "1.2e-05"),
        (1e9, "1.0e+09"),
        (math.nan, "NaN"),
        (math.inf, "∞"),
        (-math.inf, "-∞"),
    ],
)
def test_that_readings_are_short(value: float | None, expected: str) -> None:
    assert words.reading(value) == expected
    assert len(words.reading(value)) <= 7


def test_that_rates_and_counts_have_thousands_separators() -> None:
    assert words.rate(2310.4) == "2,310 examples/s"
    assert words.rate(3.25) == "3.2 examples/s"
    assert words.rate(0) == words.rate(math.nan) == ""
    assert words.count(1234567) == "1,234,567"


def test_that_short_counts_fit_a_cell() -> None:
    assert [words.short_count(n) for n in (0, 9999, 12_345, 3_400_000)] == ["0", "9999", "12k", "3M"]


def test_that_a_share_never_rounds_to_none_or_all() -> None:
    assert words.share(0, 27) == "0 %"
    assert words.share(2, 27) == "7 %"
    assert words.share(1, 1000) == "< 1 %"
    assert words.share(999, 1000) == "> 99 %"
    assert words.share(5, 5) == "100 %"
    assert words.share(0, 0) == "0 %"


def test_that_a_metric_becomes_a_heading() -> None:
    assert words.metric_title("mean_absolute_error") == "Mean absolute error"


def test_that_what_is_no_instant_is_shown_as_it_is() -> None:
    assert words.moment("") == ""
    assert words.moment("yesterday") == "yesterday"
    assert words.moment("2001-02-03T04:05:06.000+00:00").endswith(":05")
    assert "2001" in words.moment("2001-02-03T04:05:06.000+00:00")
