"""Laws of signed sums and of the margins of their ratios."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localgoals.indicators.derived import Part
from localgoals.indicators.ratios import margin_of_overlap, margin_of_ratio, sum_of
from localgoals.model.indicator import Ratio, Sum

PARTS = st.builds(Part, st.floats(1, 1e6), st.floats(0, 1e5))
NAMES = ("a", "b", "c", "d")


@given(st.lists(PARTS, min_size=4, max_size=4), st.permutations(NAMES))
def test_the_order_of_terms_is_no_matter(parts: list[Part], order: list[str]) -> None:
    named = dict(zip(NAMES, parts, strict=True))

    one, other = sum_of(Sum.of(*NAMES), named), sum_of(Sum.of(*order), named)

    assert other.value == pytest.approx(one.value)
    assert other.margin == pytest.approx(one.margin)


@given(st.lists(PARTS, min_size=4, max_size=4))
def test_a_sum_errs_no_less_than_any_term_and_no_more_than_all(parts: list[Part]) -> None:
    margin = sum_of(Sum.of("a", "-b", "c", "-d"), dict(zip(NAMES, parts, strict=True))).margin

    assert margin >= max(part.margin for part in parts) * (1 - 1e-12)
    assert margin <= sum(part.margin for part in parts) * (1 + 1e-12)


@given(PARTS, PARTS)
def test_without_a_common_series_overlap_is_the_plain_ratio(above: Part, below: Part) -> None:
    ratio = Ratio(Sum.of("a"), Sum.of("b"), 100)

    margin = margin_of_overlap(ratio, {"a": above, "b": below})

    assert margin == pytest.approx(margin_of_ratio(above, below, is_part=False))


@given(PARTS)
def test_a_sum_over_itself_does_not_err(part: Part) -> None:
    assert margin_of_overlap(Ratio(Sum.of("a"), Sum.of("a"), 1), {"a": part}) == 0


@given(PARTS, PARTS)
def test_growth_errs_as_the_ratio_of_its_years(now: Part, before: Part) -> None:
    growth = Ratio(Sum.of("now", "-before"), Sum.of("before"), 1)

    margin = margin_of_overlap(growth, {"now": now, "before": before})

    assert margin == pytest.approx(margin_of_ratio(now, before, is_part=False), rel=1e-6)
