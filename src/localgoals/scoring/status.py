"""Where a figure stands: its colour by the SDG Index's rule, and the named values that it meets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan, nan
from typing import Literal

from localgoals.model.indicator import Bounds, Indicator, Threshold
from localgoals.model.observation import Observation

Status = Literal["green", "yellow", "orange", "red", "none"]
"""`none`: there is no figure, or nothing agreed to hold it against."""

STATUSES: tuple[Status, ...] = ("green", "yellow", "orange", "red", "none")


def score_of(value: float, bounds: Bounds) -> float:
    """
    Place a value between the worst and the best bound.

    Parameters
    ----------
    value
        In the unit of the bounds; NaN where not known.
    bounds
        Best and worst, in either order.

    Returns
    -------
    score
        (value - worst) / (best - worst), held to 0 and 1; NaN for NaN. [0 worst to 1 best]

    References
    ----------
    Sustainable Development Solutions Network (2018), SDG Index and Dashboards, detailed
    methodology.

    Examples
    --------
    >>> from localgoals.model.provenance import Reference
    >>> source = Reference("SDG Index", "SDSN")
    >>> bounds = Bounds(best=1.1, green=12, red=18, worst=39.7, source=source)
    >>> round(100 * score_of(22.4, bounds), 4)
    44.8187
    """
    if isnan(value):
        return nan
    score = (value - bounds.worst) / (bounds.best - bounds.worst)
    return min(1.0, max(0.0, score))


def colour_of(value: float, bounds: Bounds) -> Status:
    """
    Give the colour of a value.

    Where high is better: green from the green threshold up, yellow from half-way to the red one,
    orange from the red one, red below. Mirrored where low is better. A value on a threshold has the
    better colour.

    Parameters
    ----------
    value
        In the unit of the bounds; NaN where not known.
    bounds
        Their order from best to worst tells which way is better.

    Returns
    -------
    colour
        `none` for NaN.

    References
    ----------
    Sustainable Development Solutions Network (2018), SDG Index and Dashboards, detailed
    methodology.
    """
    if isnan(value):
        return "none"
    way = 1 if bounds.best > bounds.worst else -1
    steps: tuple[tuple[Status, float], ...] = (
        ("green", bounds.green),
        ("yellow", (bounds.green + bounds.red) / 2),
        ("orange", bounds.red),
    )
    return next((colour for colour, least in steps if way * value >= way * least), "red")


def status_of(value: float, indicator: Indicator) -> Status:
    """
    Give the colour of an indicator's headline figure; `none` when it has no bounds.

    Parameters
    ----------
    value
        The headline figure; NaN where not known.
    indicator
        Its bounds tell the thresholds.
    """
    return "none" if indicator.bounds is None else colour_of(value, indicator.bounds)


def strictest_met(value: float, indicator: Indicator, *, series: str = "") -> Threshold | None:
    """
    Give the most demanding named value that a figure meets, such as an interim target of the WHO.

    Parameters
    ----------
    value
        The figure; NaN meets nothing.
    indicator
        Where low is better, a figure at or below the value meets it; where high is better, at or
        above.
    series
        Whose thresholds are meant; the headline's when empty.

    Returns
    -------
    threshold
        None when the figure meets none of them, or the indicator has no better direction.

    References
    ----------
    WHO (2021), Global air quality guidelines: interim targets as steps towards the guideline.
    """
    if indicator.better not in ("higher", "lower") or isnan(value):
        return None
    way = 1 if indicator.better == "higher" else -1
    headline = {"", indicator.headline.code}
    wanted = headline if series in headline else {series}
    met = [
        one
        for one in indicator.thresholds
        if one.series in wanted and way * value >= way * one.value
    ]
    return max(met, key=lambda one: way * one.value, default=None)


@dataclass(frozen=True)
class Standing:
    """Where the city stands on one indicator: its latest headline figure for everybody."""

    indicator: Indicator
    observation: Observation | None
    """With a value, or with the reason why there is none; None when nobody looked."""
    status: Status
    score: float
    """0 worst to 1 best; NaN without bounds or figure."""
    met: Threshold | None
    """The most demanding named value that the figure meets."""


def standings(
    observations: Iterable[Observation], indicators: Mapping[str, Indicator], *, area: str
) -> tuple[Standing, ...]:
    """
    Give where an area stands on every indicator, in the order of the indicators.

    Parameters
    ----------
    observations
        All of them, in any order.
    indicators
        By code.
    area
        The city's own code, or a district's.

    Returns
    -------
    standings
        One per indicator: the latest period with a value, else the latest without one.
    """
    headline: dict[str, Observation] = {}
    for one in observations:
        indicator = indicators.get(one.indicator)
        if (
            one.area != area
            or one.group
            or indicator is None
            or one.series != indicator.headline.code
        ):
            continue
        held = headline.get(one.indicator)
        if held is None or _freshness(one) > _freshness(held):
            headline[one.indicator] = one
    return tuple(_standing(indicator, headline.get(code)) for code, indicator in indicators.items())


def _freshness(one: Observation) -> tuple[bool, int, int]:
    """Prefer a value to none, then the later end, then the shorter period."""
    return not one.notation, one.period.last, one.period.first


def _standing(indicator: Indicator, observation: Observation | None) -> Standing:
    value = nan if observation is None else observation.value
    score = nan if indicator.bounds is None else score_of(value, indicator.bounds)
    return Standing(
        indicator, observation, status_of(value, indicator), score, strictest_met(value, indicator)
    )


def by_goal(standing: Sequence[Standing]) -> dict[int, dict[Status, int]]:
    """Count the indicators in each status, for each Sustainable Development Goal that has any."""
    counts: dict[int, Counter[Status]] = {}
    for one in standing:
        counts.setdefault(one.indicator.goal, Counter())[one.status] += 1
    return {
        goal: {status: count[status] for status in STATUSES}
        for goal, count in sorted(counts.items())
    }
