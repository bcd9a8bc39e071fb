"""How far a figure is from its target: in its unit, as a share of the way, and as an index."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isnan, nan

import numpy as np
from numpy.typing import NDArray

from localgoals.catalogue.load import order_of_code
from localgoals.model.indicator import Indicator
from localgoals.model.observation import Observation
from localgoals.model.text import Message

Floats = NDArray[np.float64]

REASONS: dict[str, Message] = {
    "no-target": Message("there is no target"),
    "no-base": Message("there is no earlier figure to measure the way from"),
    "base-at-target": Message("the first figure is the target itself"),
    "base-beyond-target": Message("the first figure is beyond the target already"),
    "no-bounds": Message("there are no bounds for the scale of the index"),
    "no-direction": Message("neither a higher nor a lower figure is better"),
}
"""Why a distance is not known."""


def to_go(value: Floats, target: Floats, way: Floats) -> Floats:
    """
    Give how far figures still are from their target, in their unit.

    Parameters
    ----------
    value, target
        In one unit; NaN where not known.
    way
        1 where higher is better, -1 where lower is; NaN or 0 without a direction.

    Returns
    -------
    distance
        0 at the target and beyond; NaN where anything is not known.

    Examples
    --------
    >>> to_go(np.array([62.5, 110.0]), np.array([100.0, 100.0]), np.array([1.0, 1.0])).tolist()
    [37.5, 0.0]
    """
    distance = np.maximum(way * (target - value), 0.0)
    return np.where((way == 1) | (way == -1), distance, nan)


def share_of_way(value: Floats, base: Floats, target: Floats) -> Floats:
    """
    Give the share of the way from the base to the target that has been gone.

    Parameters
    ----------
    value, base, target
        In one unit; NaN where not known.

    Returns
    -------
    share
        0 at the base, 1 at the target, above 1 beyond it, below 0 when further away than at the
        base; NaN where the base is the target.

    Examples
    --------
    >>> share_of_way(np.array([50.0]), np.array([40.0]), np.array([80.0])).tolist()
    [0.25]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        share = (value - base) / (target - base)
    return np.where(np.isfinite(share), share, nan)


def index_to_end_value(value: Floats, worst: Floats, end: Floats) -> Floats:
    """
    Place figures between the worst value and the end value of 2030.

    Parameters
    ----------
    value
        NaN where not known.
    worst, end
        Of the scale, in the unit of the figures.

    Returns
    -------
    index
        100 * (value - worst) / (end - worst), held to 0 and 100. The distance is 100 minus that.

    Notes
    -----
    The end values of the OECD were not read. Here the end value is the indicator's target, else its
    best bound, and the worst value its worst bound: same scale, own ends.

    References
    ----------
    OECD, Measuring the distance to the SDGs in regions and cities: an index from 0 to 100, where
    100 is the suggested end value for 2030.

    Examples
    --------
    >>> index_to_end_value(np.array([55.0]), np.array([10.0]), np.array([100.0])).tolist()
    [50.0]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        index = 100 * (value - worst) / (end - worst)
    return np.where(np.isfinite(index), np.clip(index, 0, 100), nan)


@dataclass(frozen=True)
class Distance:
    """How far the newest headline figure of one indicator, area and group is from its target."""

    indicator: str
    area: str
    group: str
    observation: Observation
    base: Observation | None
    """The first figure from the base year on; None where the newest is the only one."""
    target: float
    to_go: float
    to_go_reason: str
    """A key of `REASONS` where there is no number; empty with one. So below."""
    share: float
    share_reason: str
    end_value: float
    index: float
    index_reason: str


def distances(
    observations: Iterable[Observation],
    indicators: Mapping[str, Indicator],
    *,
    base_year: int = 2015,
) -> tuple[Distance, ...]:
    """
    Say how far every newest headline figure is from its target.

    Parameters
    ----------
    observations
        All of them, in any order.
    indicators
        By code.
    base_year
        The way is measured from the first figure of this year or later.

    Returns
    -------
    distances
        In the order of indicators, areas and groups; each with a reason in the place of a number
        that is not known.
    """
    found: dict[tuple[str, str, str], list[Observation]] = {}
    for one in observations:
        indicator = indicators.get(one.indicator)
        if indicator is not None and indicator.is_named_by(one.series) and not one.notation:
            found.setdefault((one.indicator, one.area, one.group), []).append(one)
    keys = sorted(found, key=lambda key: (order_of_code(key[0]), *key[1:]))
    ordered = {key: sorted(found[key], key=lambda one: (one.period, one.method)) for key in keys}
    newest = [ordered[key][-1] for key in keys]
    bases = [_base(ordered[key], base_year) for key in keys]
    declared = [indicators[key[0]] for key in keys]
    value = np.array([one.value for one in newest])
    way = np.array([{"higher": 1.0, "lower": -1.0}.get(one.better, nan) for one in declared])
    target = np.array([nan if one.target is None else one.target.value for one in declared])
    base = np.array([nan if one is None else one.value for one in bases])
    worst = np.array([nan if one.bounds is None else one.bounds.worst for one in declared])
    best = np.array([nan if one.bounds is None else one.bounds.best for one in declared])
    end = np.where(np.isnan(target), best, target)
    # A base beyond the target has no way to go, of which a share could have been gone.
    start = np.where(way * (base - target) > 0, nan, base)
    gaps, shares = to_go(value, target, way), share_of_way(value, start, target)
    indices = index_to_end_value(value, worst, np.where(np.isnan(worst), nan, end))
    return tuple(
        _one(key, (newest[row], bases[row]), (target[row], end[row]), each)
        for row, (key, *each) in enumerate(
            zip(keys, gaps.tolist(), shares.tolist(), indices.tolist(), way.tolist(), strict=True)
        )
    )


def _base(found: list[Observation], base_year: int) -> Observation | None:
    """Give the first figure from the base year on, unless the newest is the only one."""
    since = [one for one in found if one.period.first >= base_year]
    return since[0] if len(since) > 1 else None


def _why_no_way(base: Observation | None, target: float) -> str:
    if base is None:
        return "no-base"
    return "base-at-target" if base.value == target else "base-beyond-target"


def _one(
    key: tuple[str, str, str],
    ends: tuple[Observation, Observation | None],
    aims: tuple[float, float],
    numbers: list[float],
) -> Distance:
    newest, base = ends
    target, end = aims
    gap, share, index, way = numbers
    directed = "no-direction" if isnan(way) else ""
    lacking = directed or ("no-target" if isnan(target) else "")
    without_way = lacking or _why_no_way(base, target)
    return Distance(
        indicator=key[0],
        area=key[1],
        group=key[2],
        observation=newest,
        base=base,
        target=float(target),
        to_go=gap,
        to_go_reason=lacking if isnan(gap) else "",
        share=share if not lacking else nan,
        share_reason=without_way if isnan(share) or lacking else "",
        end_value=float(end),
        index=index,
        index_reason=(directed or "no-bounds") if isnan(index) else "",
    )
