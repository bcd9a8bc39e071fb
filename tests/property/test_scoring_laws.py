"""Laws of scores, colours, attention and gaps."""

from __future__ import annotations

from dataclasses import replace
from math import isnan, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localgoals.catalogue.load import load
from localgoals.model.indicator import Bounds, Indicator, Target
from localgoals.model.observation import Observation
from localgoals.model.period import Period
from localgoals.model.provenance import Reference
from localgoals.model.text import Text
from localgoals.scoring.attention import AreaAttention, attention
from localgoals.scoring.gaps import gaps
from localgoals.scoring.status import Status, colour_of, score_of

SOURCE = Reference("test", "test")
VALUES = st.floats(-1000, 1000)
ORDER: dict[Status, int] = {"red": 0, "orange": 1, "yellow": 2, "green": 3}


@st.composite
def bounds(draw: st.DrawFn) -> Bounds:
    """Four points in order, better high or better low."""
    points = sorted(draw(st.lists(st.integers(-900, 900), min_size=4, max_size=4, unique=True)))
    worst, red, green, best = points if draw(st.booleans()) else points[::-1]
    return Bounds(best=best, green=green, red=red, worst=worst, source=SOURCE)


def mirrored(one: Bounds) -> Bounds:
    return Bounds(-one.best, -one.green, -one.red, -one.worst, SOURCE)


@given(VALUES, bounds())
def test_a_score_lies_between_nought_and_one(value: float, scale: Bounds) -> None:
    assert 0 <= score_of(value, scale) <= 1


@given(VALUES, VALUES, bounds())
def test_a_better_value_has_no_worse_score_and_colour(
    one: float, other: float, scale: Bounds
) -> None:
    better, worse = sorted((one, other), reverse=scale.best > scale.worst)

    assert score_of(better, scale) >= score_of(worse, scale)
    assert ORDER[colour_of(better, scale)] >= ORDER[colour_of(worse, scale)]


@given(VALUES, bounds())
def test_better_high_and_better_low_are_mirror_images(value: float, scale: Bounds) -> None:
    assert score_of(-value, mirrored(scale)) == pytest.approx(score_of(value, scale))
    assert colour_of(-value, mirrored(scale)) == colour_of(value, scale)


@given(bounds())
def test_a_threshold_has_its_own_colour_and_the_unknown_has_none(scale: Bounds) -> None:
    assert colour_of(scale.green, scale) == "green"
    assert colour_of(scale.red, scale) == "orange"
    assert colour_of(nan, scale) == "none"
    assert isnan(score_of(nan, scale))


# Attention: up to four indicators of every kind, and up to six districts.
BASES = [load().indicators[code] for code in ("11.2.1", "11.6.2", "3.3-P1", "1.2-P3")]
AREAS = ("T", "A", "B", "C", "D", "E", "F")
FIGURES = st.dictionaries(
    st.tuples(st.sampled_from(range(4)), st.sampled_from(AREAS)),
    st.integers(0, 100).map(float),
    min_size=1,
)


def figure(indicator: Indicator, area: str, value: float, *, group: str = "") -> Observation:
    head = indicator.headline
    return Observation(
        indicator=indicator.code,
        series=head.code,
        area=area,
        period=Period(2020, 2020),
        group=group,
        value=value,
        unit=head.unit,
        method="test",
        quality=1,
        sources=(),
        inputs=(),
    )


def observations(figures: dict[tuple[int, str], float]) -> list[Observation]:
    return [figure(BASES[which], area, value) for (which, area), value in figures.items()]


def attend(found: list[Observation], indicators: list[Indicator]) -> dict[str, AreaAttention]:
    by_code = {one.code: one for one in indicators}
    areas = attention(found, by_code, city="T", districts=AREAS[1:])
    return {one.area: one for one in areas}


@given(FIGURES)
def test_scores_and_coverages_lie_between_nought_and_one(
    figures: dict[tuple[int, str], float],
) -> None:
    for one in attend(observations(figures), BASES).values():
        assert 0 <= one.coverage <= 1
        assert isnan(one.score) or 0 <= one.score <= 1
        assert all(0 < reason.shortfall <= 1 for reason in one.reasons)


@given(FIGURES, st.randoms(use_true_random=False))
def test_the_order_of_figures_and_indicators_does_not_matter(
    figures: dict[tuple[int, str], float], random: object
) -> None:
    found, indicators = observations(figures), list(BASES)
    before = attention(found, {one.code: one for one in indicators}, city="T", districts=AREAS[1:])
    random.shuffle(found)  # type: ignore[attr-defined]
    random.shuffle(indicators)  # type: ignore[attr-defined]

    after = attention(
        found, {one.code: one for one in indicators}, city="T", districts=AREAS[:0:-1]
    )

    assert repr(after) == repr(before)


@given(FIGURES, st.floats(0.01, 1000))
def test_the_unit_of_an_indicator_does_not_matter(
    figures: dict[tuple[int, str], float], factor: float
) -> None:
    rescaled = [in_another_unit(one, factor) for one in BASES]
    found = observations(figures)
    before = attend(found, BASES)

    after = attend([replace(one, value=one.value * factor) for one in found], rescaled)

    for area in AREAS[1:]:
        assert after[area].score == pytest.approx(before[area].score, nan_ok=True, abs=1e-9)
        assert after[area].coverage == before[area].coverage


def in_another_unit(one: Indicator, factor: float) -> Indicator:
    """Declare an indicator in a unit that makes its figures `factor` times as large."""
    head = one.headline
    possible = replace(
        head.possible, low=head.possible.low * factor, high=head.possible.high * factor
    )
    target, scale = one.target, one.bounds
    return replace(
        one,
        series=(replace(head, possible=possible), *one.series[1:]),
        target=None
        if target is None
        else Target(target.value * factor, 2030, Text("a", "甲"), SOURCE),
        bounds=None
        if scale is None
        else Bounds(
            scale.best * factor,
            scale.green * factor,
            scale.red * factor,
            scale.worst * factor,
            SOURCE,
        ),
    )


@given(FIGURES, st.integers(0, 100).map(float), st.integers(0, 100).map(float))
def test_an_indicator_that_one_district_lacks_lowers_its_coverage_and_no_other_shortfall(
    others: dict[tuple[int, str], float], here: float, next_door: float
) -> None:
    # Against a target, as in 11.2.1, the scale does not hang on the other districts.
    lacking = {key: value for key, value in others.items() if key != (0, "A")} | {
        (0, "B"): next_door
    }
    known = attend(observations(lacking | {(0, "A"): here}), BASES)

    without = attend(observations(lacking), BASES)

    assert without["A"].coverage < known["A"].coverage
    kept = [reason for reason in known["A"].reasons if reason.indicator != "11.2.1"]
    assert [(one.indicator, one.shortfall) for one in without["A"].reasons] == [
        (one.indicator, one.shortfall) for one in kept
    ]


GROUPS = st.dictionaries(
    st.sampled_from(["sex=female", "sex=male", "age=0-14", "income=low"]),
    st.integers(0, 100).map(float),
    min_size=1,
)


@given(st.integers(0, 100).map(float), GROUPS)
def test_gaps_come_sorted_one_for_each_group(everybody: float, groups: dict[str, float]) -> None:
    transport = BASES[0]
    rows = [figure(transport, "T", everybody)]
    rows += [figure(transport, "T", value, group=group) for group, value in groups.items()]

    found = gaps(rows, {transport.code: transport}, area="T")

    assert {one.group: one.value for one in found} == groups
    sizes = [one.disadvantage for one in found]
    assert sizes == sorted(sizes, reverse=True)
    assert all(one.difference == pytest.approx(-one.disadvantage) for one in found)


@given(st.integers(1, 100).map(float), st.floats(0.01, 1))
def test_two_halves_of_a_city_cannot_both_be_worse_off(everybody: float, share: float) -> None:
    transport = BASES[0]
    worse = everybody * share
    better = 2 * everybody - worse
    rows = [
        figure(transport, "T", everybody),
        figure(transport, "T", worse, group="sex=female"),
        figure(transport, "T", better, group="sex=male"),
    ]

    found = gaps(rows, {transport.code: transport}, area="T")

    assert sum(one.disadvantage for one in found) == pytest.approx(0, abs=1e-6)
