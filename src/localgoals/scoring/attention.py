"""
Which districts need most attention, and why.

The rule is simple enough to be argued about: how far a district is from where it ought to be,
indicator by indicator, and the plain mean of that. It answers "where first?", inside one city; it
ranks nobody else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite, isnan, nan
from statistics import median
from typing import Literal

from localgoals.model.indicator import Indicator
from localgoals.model.observation import Observation
from localgoals.model.period import Period

Against = Literal["target", "green", "city"]
"""What a district is held against: target, green threshold of the bounds, or the city's figure."""

MIN_COVERAGE = 0.5

SMALL_SHARE = 0.1
"""Districts with less than this share of the median district's people are too small for a score."""

POPULATION = ("3.4-P1", "population")
"""Where the number of people of a district is found."""

SHARE_OF_PEOPLE = "percent_people"
"""The unit of figures that say which share of people has something."""


@dataclass(frozen=True)
class Reason:
    """How one indicator adds to the attention that a district needs."""

    indicator: str
    series: str
    period: Period
    unit: str
    value: float
    city_value: float
    """NaN where the city has no figure."""
    against: Against
    aim: float
    """The value that the district is held against."""
    shortfall: float
    """0 at the aim or beyond it, 1 at the far end of the scale."""
    people_affected: float
    """People without what is counted, else all in a district that misses the aim; NaN unknown."""


@dataclass(frozen=True)
class AreaAttention:
    """How much attention a district needs, and why."""

    area: str
    score: float
    """Mean shortfall, 0 to 1; NaN where too few indicators are known."""
    coverage: float
    """Share of the level's indicators that are known for the district, 0 to 1."""
    people: float
    """Residents; NaN where not known."""
    too_small: bool
    """True where so few live that shares of them jump about: there is no score."""
    reasons: tuple[Reason, ...]
    """Largest shortfall first; indicators without a shortfall are not among them."""


def shortfall(value: float, *, aim: float, far_end: float) -> float:
    """
    Say how far a value falls short of its aim, on a scale that ends at `far_end`.

    Parameters
    ----------
    value
        The figure; NaN where not known.
    aim
        Where it ought to be.
    far_end
        The value that counts as falling short altogether, on the other side of the value.

    Returns
    -------
    shortfall
        (aim - value) / (aim - far_end), held to 0 and 1; 0 where the scale has no length; NaN for
        NaN.

    Notes
    -----
    Min-max scaling of the Handbook, with the aim in the place of the maximum: beyond the aim, doing
    better still cannot make up for a shortfall elsewhere.

    References
    ----------
    OECD and JRC (2008), Handbook on Constructing Composite Indicators, on normalisation (min-max,
    distance to a reference).

    Examples
    --------
    >>> shortfall(65, aim=80, far_end=50)
    0.5
    >>> shortfall(22, aim=10, far_end=34)
    0.5
    >>> shortfall(95, aim=80, far_end=50)
    0.0
    """
    if isnan(value):
        return nan
    if aim == far_end:
        return 0.0
    return min(1.0, max(0.0, (aim - value) / (aim - far_end)))


def attention(
    observations: Iterable[Observation],
    indicators: Mapping[str, Indicator],
    *,
    city: str,
    districts: Sequence[str],
    min_coverage: float = MIN_COVERAGE,
) -> tuple[AreaAttention, ...]:
    """
    Say which districts of one level need most attention, most urgent first.

    Each indicator with a direction counts once, by its headline series for everybody in its latest
    period with figures for the level. A district is held against the indicator's target, else
    against the green threshold of its bounds, else against the city's own figure. The score is the
    plain mean of the shortfalls that are known: an indicator without a figure lowers the coverage
    and not the score.

    Parameters
    ----------
    observations
        All of them, in any order.
    indicators
        By code; those whose `better` is neither higher nor lower take no part.
    city
        The city's own code.
    districts
        The codes of one level.
    min_coverage
        Least share of the level's indicators that a district needs for a score. [0 to 1]

    Returns
    -------
    areas
        One per district; those without a score come last. Equal scores are in the order of codes.

    Notes
    -----
    The scale of a shortfall runs to the worst bound, else for a share to its bad end (0 % or
    100 %), else to the worst of the districts. Against the city's own figure it runs over the
    spread among the districts, from the worst to the best of them, so that it does not depend on
    units; where all districts are alike there is no shortfall. Weights are equal for want of a
    reason to set others.

    References
    ----------
    OECD and JRC (2008), Handbook on Constructing Composite Indicators, on normalisation, weighting
    and aggregation.
    """
    table = _Table(observations, indicators, frozenset(districts) | {city})
    level = tuple(sorted(set(districts)))
    small = _too_small(table, level)
    settled = [code for code in level if code not in small]
    found = (_scale(table, one, city, settled) for one in indicators.values())
    scales = [scale for scale in found if scale is not None]
    areas = [_area(table, scales, code, min_coverage) for code in level]
    shown = [replace(one, score=nan, too_small=True) if one.area in small else one for one in areas]
    return tuple(sorted(shown, key=_urgency))


def _urgency(one: AreaAttention) -> tuple[bool, float, str]:
    """Highest score first; those without a score last; equal ones by their codes."""
    unknown = isnan(one.score)
    return unknown, 0.0 if unknown else -one.score, one.area


def _too_small(table: _Table, districts: Sequence[str]) -> frozenset[str]:
    """Find the districts where hardly anybody lives; none where nobody was counted."""
    people = {code: table.people[code] for code in districts if code in table.people}
    inhabited = [count for count in people.values() if count > 0]
    if not inhabited:
        return frozenset()
    least = SMALL_SHARE * median(inhabited)
    return frozenset(code for code, count in people.items() if count < least)


class _Table:
    """Headline figures and people, looked up by indicator, period and area."""

    def __init__(
        self,
        observations: Iterable[Observation],
        indicators: Mapping[str, Indicator],
        areas: frozenset[str],
    ) -> None:
        self.figures: dict[str, dict[Period, dict[str, Observation]]] = {}
        people: dict[str, Observation] = {}
        for one in observations:
            if one.group or one.notation or one.area not in areas:
                continue
            if (one.indicator, one.series) == POPULATION:
                held = people.get(one.area)
                if held is None or one.period > held.period:
                    people[one.area] = one
            indicator = indicators.get(one.indicator)
            if indicator is not None and indicator.is_named_by(one.series):
                self.figures.setdefault(one.indicator, {}).setdefault(one.period, {})[one.area] = (
                    one
                )
        self.people = {area: one.value for area, one in people.items()}

    def latest(self, code: str, areas: Sequence[str]) -> dict[str, Observation]:
        """Give the figures of the latest period in which any of the areas has one, by area."""
        for period in sorted(
            self.figures.get(code, {}), key=lambda one: (one.last, one.first), reverse=True
        ):
            found = self.figures[code][period]
            if any(area in found for area in areas):
                return found
        return {}


@dataclass(frozen=True)
class _Scale:
    """What the districts are held against on one indicator."""

    indicator: Indicator
    found: Mapping[str, Observation]
    city_value: float
    against: Against
    aim: float
    far_end: float


def _scale(
    table: _Table, indicator: Indicator, city: str, districts: Sequence[str]
) -> _Scale | None:
    if indicator.better not in ("higher", "lower"):
        return None
    found = table.latest(indicator.code, districts)
    values = [found[code].value for code in districts if code in found]
    if not values:
        return None
    city_value = found[city].value if city in found else nan
    aim = _aim(indicator, city_value)
    if aim is None:
        return None
    against, level = aim
    return _Scale(
        indicator, found, city_value, against, level, _far_end(indicator, values, against, level)
    )


def _aim(indicator: Indicator, city_value: float) -> tuple[Against, float] | None:
    """Choose what to hold districts against; None when there is nothing."""
    if indicator.target is not None:
        return "target", indicator.target.value
    if indicator.bounds is not None:
        return "green", indicator.bounds.green
    return None if isnan(city_value) else ("city", city_value)


def _far_end(indicator: Indicator, values: Sequence[float], against: Against, aim: float) -> float:
    """Give the value that counts as falling short altogether."""
    way = 1 if indicator.better == "higher" else -1
    if against == "city":
        return aim - way * (max(values) - min(values))
    if indicator.bounds is not None:
        return indicator.bounds.worst
    possible = indicator.headline.possible
    end = possible.low if way > 0 else possible.high
    # Shares run from 0 % to 100 %; no rate comes near all of 100,000.
    is_share = isfinite(end) and indicator.headline.unit.startswith("percent")
    return end if is_share else (min(values) if way > 0 else max(values))


def _area(table: _Table, scales: Sequence[_Scale], code: str, min_coverage: float) -> AreaAttention:
    people = table.people.get(code, nan)
    reasons = [_reason(scale, code, people) for scale in scales if code in scale.found]
    coverage = len(reasons) / len(scales) if scales else 0.0
    enough = bool(reasons) and coverage >= min_coverage
    # Added up from small to large, so that the order of indicators cannot change the last digit.
    total = sum(sorted(reason.shortfall for reason in reasons))
    score = min(1.0, total / len(reasons)) if enough else nan
    why = sorted(
        (one for one in reasons if one.shortfall > 0),
        key=lambda one: (-one.shortfall, one.indicator),
    )
    return AreaAttention(code, score, coverage, people, False, tuple(why))


def _reason(scale: _Scale, code: str, people: float) -> Reason:
    one = scale.found[code]
    missed = shortfall(one.value, aim=scale.aim, far_end=scale.far_end)
    return Reason(
        indicator=one.indicator,
        series=one.series,
        period=one.period,
        unit=one.unit,
        value=one.value,
        city_value=scale.city_value,
        against=scale.against,
        aim=scale.aim,
        shortfall=missed,
        people_affected=_affected(one, scale.indicator, people, missed),
    )


def _affected(one: Observation, indicator: Indicator, people: float, missed: float) -> float:
    """Count people without what is counted, or everybody where a figure is not about shares."""
    if missed == 0:
        return 0.0
    if one.unit != SHARE_OF_PEOPLE:
        return people
    without = 100 - one.value if indicator.better == "higher" else one.value
    return people * without / 100
