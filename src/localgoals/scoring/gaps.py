"""Who is left behind: the largest gaps between a group and everybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isnan, nan

from localgoals.model.indicator import Indicator
from localgoals.model.observation import Observation
from localgoals.model.period import Period
from localgoals.scoring.attention import POPULATION


@dataclass(frozen=True)
class Gap:
    """How far a group is from everybody, on one series in one period."""

    indicator: str
    series: str
    area: str
    period: Period
    unit: str
    group: str
    value: float
    everybody: float
    difference: float
    """Group minus everybody, in the unit of the series; percentage points for shares."""
    disadvantage: float
    """
    How much worse off the group is, so that series can be compared.

    Percentage points of a share, else per cent of everybody's figure; below 0 where it is better
    off.
    """
    people: float
    """People of the group; NaN where not known."""
    people_concerned: float
    """
    People of the group who would have to gain, or to be spared, for it to be like everybody.

    For shares the disadvantage times its people, else all of the group; 0 where it is better off.
    """
    quality: int
    """Of the group's figure, 1 best to 5 worst."""


def disadvantage(value: float, everybody: float, *, higher_is_better: bool, share: bool) -> float:
    """
    Say how much worse off a group is than everybody.

    Parameters
    ----------
    value, everybody
        The figures of the group and of everybody, in one unit.
    higher_is_better
        Which way is better.
    share
        Whether the figures are per cent, so that their difference is in percentage points.

    Returns
    -------
    disadvantage
        Percentage points for shares; else per cent of everybody's figure, NaN where that is 0.
        Below 0 where the group is better off.

    References
    ----------
    United Nations (2015), Transforming our world: the 2030 Agenda, paragraph 4 (leave no one
    behind), target 17.18 (disaggregation).

    Examples
    --------
    >>> disadvantage(32.7, 55.1, higher_is_better=True, share=True)
    22.4
    >>> disadvantage(33.0, 30.0, higher_is_better=False, share=False)
    10.0
    """
    worse = everybody - value if higher_is_better else value - everybody
    if not share:
        worse = 100 * worse / everybody if everybody else nan
    return round(worse, 9)


def gaps(
    observations: Iterable[Observation], indicators: Mapping[str, Indicator], *, area: str
) -> tuple[Gap, ...]:
    """
    List how far each group is from everybody, the largest disadvantage first.

    Parameters
    ----------
    observations
        All of them, in any order.
    indicators
        By code; those whose `better` is neither higher nor lower take no part.
    area
        The city's own code, or a district's.

    Returns
    -------
    gaps
        One for each series, period and group with a figure where everybody has one too. Groups that
        are better off come at the end.

    Notes
    -----
    A group is compared with everybody, not with the rest: the reference is then the same for all
    groups, and is the figure that the report shows.
    """
    everybody: dict[tuple[str, str, Period], Observation] = {}
    groups: list[Observation] = []
    people: dict[tuple[str, Period], float] = {}
    for one in observations:
        if one.area != area or one.notation:
            continue
        if (one.indicator, one.series) == POPULATION:
            people[one.group, one.period] = one.value
        if one.group:
            groups.append(one)
        else:
            everybody[one.indicator, one.series, one.period] = one
    found = [
        _gap(one, everybody[key], indicator, _people(people, one))
        for one in groups
        if (key := (one.indicator, one.series, one.period)) in everybody
        and (indicator := indicators.get(one.indicator)) is not None
        and indicator.better in ("higher", "lower")
    ]
    return tuple(sorted((gap for gap in found if not isnan(gap.disadvantage)), key=_order))


def _people(people: Mapping[tuple[str, Period], float], one: Observation) -> float:
    """Give the people of a group in the period of a figure, else in the latest period known."""
    periods = [period for group, period in people if group == one.group]
    if not periods:
        return nan
    return people[one.group, one.period if one.period in periods else max(periods)]


def _gap(one: Observation, everybody: Observation, indicator: Indicator, people: float) -> Gap:
    share = one.unit.startswith("percent") and one.unit != "percent_per_year"
    worse = disadvantage(
        one.value, everybody.value, higher_is_better=indicator.better == "higher", share=share
    )
    concerned = people * (max(worse, 0.0) / 100 if share else float(worse > 0))
    return Gap(
        indicator=one.indicator,
        series=one.series,
        area=one.area,
        period=one.period,
        unit=one.unit,
        group=one.group,
        value=one.value,
        everybody=everybody.value,
        difference=one.value - everybody.value,
        disadvantage=worse,
        people=people,
        people_concerned=concerned,
        quality=one.quality,
    )


def _order(gap: Gap) -> tuple[float, float, tuple[str, ...], Period]:
    """Largest disadvantage first, then more people; the rest makes the order complete."""
    people = 0.0 if isnan(gap.people_concerned) else gap.people_concerned
    return -gap.disadvantage, -people, (gap.indicator, gap.series, gap.group), gap.period
