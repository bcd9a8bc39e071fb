"""Laws of progress: units, order, missing years, and one row as many."""

from __future__ import annotations

from dataclasses import fields, replace
from math import nan
from typing import get_args

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from localgoals.catalogue.load import load
from localgoals.model.observation import Observation
from localgoals.model.period import Period
from localgoals.scoring.progress.methods import METHODS, REASONS
from localgoals.scoring.progress.observed import Choices, progress
from localgoals.scoring.progress.tracks import Aim, Method, Outcomes, Tracks, track

METHOD = st.sampled_from(get_args(Method))
FIGURE = st.one_of(st.just(nan), st.integers(-200, 2000).map(lambda one: one / 10))
FIGURES = st.dictionaries(st.integers(2008, 2028), FIGURE, min_size=1, max_size=8)
LEVEL = st.one_of(st.just(nan), st.integers(-20, 200).map(float))


@st.composite
def aims(draw: st.DrawFn) -> Aim:
    return Aim(
        draw(st.sampled_from((-1, 0, 1))),
        target=draw(LEVEL),
        target_year=draw(st.integers(2012, 2035)),
        green=draw(LEVEL),
        limit=draw(st.sampled_from((nan, 0.0, 100.0, np.inf))),
        percent=draw(st.booleans()),
    )


def judged(method: Method, tracks: Tracks) -> Outcomes:
    return METHODS[method].compute(tracks, None)


@given(METHOD, FIGURES, aims())
def test_there_is_a_known_verdict_or_a_known_reason_and_never_both(
    method: Method, figures: dict[int, float], aim: Aim
) -> None:
    outcomes = judged(method, track(figures, aim))

    verdict, reason = outcomes.verdict[0], outcomes.reason[0]
    assert bool(verdict) != bool(reason)
    assert verdict in ("", *METHODS[method].verdicts)
    assert reason in ("", *REASONS)
    if reason:
        assert all(np.isnan(values[0]) for values in outcomes.measures.values())


@given(METHOD, FIGURES, aims())
def test_numbers_are_finite_or_not_known(
    method: Method, figures: dict[int, float], aim: Aim
) -> None:
    outcomes = judged(method, track(figures, aim))

    assert not any(np.isinf(values).any() for values in outcomes.measures.values())
    if method == "cagr" and outcomes.verdict[0]:
        assert -5 <= outcomes.measures["score"][0] <= 5


@given(METHOD, st.lists(st.tuples(FIGURES, aims()), min_size=1, max_size=5))
def test_many_rows_at_once_are_the_same_as_one_by_one(
    method: Method, rows: list[tuple[dict[int, float], Aim]]
) -> None:
    years = sorted({year for figures, _ in rows for year in figures})
    filled = [track({year: one.get(year, nan) for year in years}, aim) for one, aim in rows]
    joined = replace(
        filled[0],
        **{
            field.name: np.concatenate([getattr(one, field.name) for one in filled])
            for field in fields(Tracks)
            if field.name not in ("years", "base_year")
        },
    )

    together = judged(method, joined)

    for number, (figures, aim) in enumerate(rows):
        alone = judged(method, track(figures, aim))
        assert together.verdict[number] == alone.verdict[0]
        assert together.reason[number] == alone.reason[0]
        for name, values in alone.measures.items():
            assert together.measures[name][number] == pytest.approx(values[0], nan_ok=True)


@given(METHOD, FIGURES, aims(), st.integers(2000, 2035))
def test_a_year_without_a_figure_changes_nothing(
    method: Method, figures: dict[int, float], aim: Aim, year: int
) -> None:
    assume(year not in figures)

    before = judged(method, track(figures, aim))
    after = judged(method, track(figures | {year: nan}, aim))

    assert (after.verdict[0], after.reason[0]) == (before.verdict[0], before.reason[0])


POSITIVE = st.dictionaries(
    st.integers(2015, 2028), st.integers(1, 1000).map(float), min_size=2, max_size=6
)


@given(METHOD, POSITIVE, st.integers(1, 1000), st.sampled_from((0.125, 2.0, 1024.0)))
def test_the_unit_of_the_figures_alters_nothing(
    method: Method, figures: dict[int, float], target: int, factor: float
) -> None:
    # Powers of two, so that rounding cannot carry a figure over a cut-off.
    aim = Aim(1, target=float(target), green=float(target))
    other = Aim(1, target=target * factor, green=target * factor)

    before = judged(method, track(figures, aim))
    after = judged(method, track({year: value * factor for year, value in figures.items()}, other))

    assert (after.verdict[0], after.reason[0]) == (before.verdict[0], before.reason[0])


@given(st.sampled_from(("cagr", "projected-share", "arrows")), POSITIVE, st.integers(1, 500))
def test_a_better_newest_figure_is_never_judged_worse(
    method: Method, figures: dict[int, float], more: int
) -> None:
    aim = Aim(1, target=900.0, green=900.0)
    order = list(METHODS[method].verdicts)
    newest = max(figures)

    worse = judged(method, track(figures, aim)).verdict[0]
    better = judged(method, track(figures | {newest: figures[newest] + more}, aim)).verdict[0]

    assert order.index(better) <= order.index(worse)


@given(METHOD, POSITIVE, st.randoms(use_true_random=False))
def test_the_order_of_observations_does_not_matter(
    method: Method, figures: dict[int, float], random: object
) -> None:
    found = [
        Observation(
            indicator="6.1.1", series="value", area=area, period=Period(year, year), group="",
            value=value / 10, unit="percent_people", method="m", quality=1, sources=(), inputs=(),
        )
        for area in ("A", "B")
        for year, value in figures.items()
    ]  # fmt: skip
    before = progress(found, load().indicators, choices=Choices(method))
    random.shuffle(found)  # type: ignore[attr-defined]

    assert repr(progress(found, load().indicators, choices=Choices(method))) == repr(before)
    assert [one.area for one in before] == ["A", "B"]
