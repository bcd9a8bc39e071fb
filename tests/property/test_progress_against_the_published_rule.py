"""
Growth rates, beside a second statement of the rule for one row at a time.

It follows Open SDG's text and the order of decisions in its open code (`sdg/ProgressMeasure.py` of
sdg-build), but for the base that is the target itself, where that code divides by zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isnan, nan

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from localgoals.scoring.progress.cagr import cagr
from localgoals.scoring.progress.tracks import Aim, track

BASE_YEAR, TARGET_YEAR = 2015, 2030


@dataclass(frozen=True)
class Case:
    """Two figures and what they are held against; a limit only where there is no target."""

    base: float
    newest: float
    year: int
    way: int
    target: float
    limit: float


@st.composite
def cases(draw: st.DrawFn) -> Case:
    sign = draw(st.sampled_from((1, 1, 1, -1)))
    size = st.integers(0, 1200).map(lambda one: one / 10)
    target = draw(st.one_of(st.just(nan), size.map(lambda one: sign * one)))
    limit = draw(st.sampled_from((nan, 100.0 * sign, 50.0 * sign, 0.0)))
    return Case(
        base=sign * draw(size),
        newest=sign * draw(size),
        year=draw(st.integers(2016, 2029)),
        way=draw(st.sampled_from((1, -1))),
        target=target,
        limit=limit if isnan(target) else nan,
    )


def growth(last: float, first: float, years: int) -> float:
    quotient = last / first
    return quotient ** (1 / years) - 1 if quotient >= 0 else nan


def factor(base: float, limit: float) -> float:
    base, limit = abs(base), abs(limit)
    if isnan(limit) or base >= 2 * limit:
        return 1.0
    nearness = base / limit if base <= limit else (2 * limit - base) / limit
    return float(1 - nearness**4.44)


def by_the_rule(case: Case) -> tuple[str, float]:
    base = case.base or 0.001
    target = case.target or 0.001
    if case.way * case.newest >= case.way * target:
        return "achieved", 5.0
    observed = growth(case.newest, base, case.year - BASE_YEAR)
    observed *= case.way * (-1 if case.base < 0 else 1)
    required = growth(target, base, TARGET_YEAR - BASE_YEAR)
    if isnan(observed) or (isnan(required) and not isnan(target)):
        return "", nan
    if isnan(target):
        eased = factor(base, case.limit)
        return named(observed, (0.015 * eased, 0.005 * eased)), _free_score(observed, eased)
    ratio = observed / abs(required)
    high, low = min(7.1429 * ratio - 4.2857, 5), max(4.1667 * ratio - 2.5, -5)
    return named(ratio, (0.95, 0.6)), high if ratio >= 0.6 else low


def named(value: float, steps: tuple[float, float]) -> str:
    names = ("on-track", "acceleration-needed", "limited", "deterioration")
    return next(
        name for name, least in zip(names, (*steps, 0.0, -inf), strict=True) if value >= least
    )


def _free_score(value: float, eased: float) -> float:
    if value < 0:
        return max(125 * value - 2.5, -5)
    if eased == 0 or value >= 0.015 * eased:
        return 5.0 if eased == 0 else min(500 * value / eased - 5, 5)
    slope, start = (250, 1.25) if value >= 0.005 * eased else (500, 2.5)
    return slope * value / eased - start


@given(cases())
def test_rows_are_judged_as_the_published_rule_judges_them(case: Case) -> None:
    # Nothing that stays nothing, and a base that is the target: see the docstring of cagr. A target
    # of 0 that is to be exceeded is met by 0 here.
    assume(case.base or case.newest)
    assume(case.target != 0 or case.way < 0)
    assume((case.base or 0.001) != (case.target or 0.001))

    outcomes = cagr(
        track(
            {BASE_YEAR: case.base, case.year: case.newest},
            Aim(case.way, target=case.target, target_year=TARGET_YEAR, limit=case.limit),
        )
    )

    verdict, score = by_the_rule(case)
    assert outcomes.measures["score"][0] == pytest.approx(score, abs=1e-6, nan_ok=True)
    assert outcomes.verdict[0] == verdict
