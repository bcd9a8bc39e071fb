"""Classes of a map: round borders, districts spread over them, nothing left out."""

from __future__ import annotations

import numpy as np
import pytest

from localgoals.reports.classing import class_of, class_words, round_breaks, spread_colours
from localgoals.reports.wording import spoken


def test_percentages_that_spread_widely_get_the_same_classes_on_every_map() -> None:
    assert round_breaks([0, 12, 33, 58, 71, 95, 100.0000001], "percent_people") == (20, 40, 60, 80)


def test_percentages_on_one_side_get_borders_of_their_own() -> None:
    values = [2.1, 2.4, 2.9, 3.3, 3.8, 4.4, 5.0, 5.6, 7.0, 46.0]

    breaks = round_breaks(values, "percent")

    assert len(breaks) == 4
    assert max(np.bincount([class_of(value, breaks) for value in values])) <= 3


def test_figures_that_are_all_alike_have_one_class() -> None:
    breaks = round_breaks([100.0, 100.0, 100.0 + 1e-12], "percent_people")

    assert breaks == ()
    assert [spoken(words, "en") for words in class_words(breaks, "percent_people")] == ["all alike"]


@pytest.mark.parametrize("seed", range(5))
def test_every_class_of_a_skewed_count_holds_something(seed: int) -> None:
    values = np.random.default_rng(seed).lognormal(8, 2, 200)

    breaks = round_breaks(values.tolist(), "persons_per_km2")

    assert {class_of(value, breaks) for value in values} == set(range(len(breaks) + 1))


def test_a_value_on_a_border_belongs_above_it() -> None:
    assert class_of(20, (20, 40)) == 1


def test_classes_are_said_with_thousands_in_threes() -> None:
    words = [spoken(one, "en") for one in class_words((1_500, 20_000), "persons")]

    assert words == ["under 1,500", "1,500 to under 20,000", "20,000 or more"]


def test_few_classes_use_both_ends_of_the_colours() -> None:
    assert spread_colours(("a", "b", "c", "d", "e"), 3) == ("a", "c", "e")
    assert spread_colours(("a", "b", "c"), 1) == ("b",)
