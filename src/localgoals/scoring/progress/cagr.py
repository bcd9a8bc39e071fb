"""Progress by compound annual growth: the method of Statistics Canada and Open SDG."""

from __future__ import annotations

from collections.abc import Mapping
from math import nan

import numpy as np

from localgoals.catalogue.load import load
from localgoals.scoring.progress.tracks import (
    Ends,
    Flags,
    Floats,
    Outcomes,
    Tracks,
    Words,
    ends_of,
    first_that_holds,
    growth_a_year,
)

PARAMETERS = "progress_cagr"
VERSION = "1"


def cagr(tracks: Tracks, parameters: Mapping[str, float] | None = None) -> Outcomes:
    """
    Judge progress by the growth so far, against the growth that the target asks for.

    Observed growth g = (y_t / y_0) ** (1 / (t - t_0)) - 1. With a target, the ratio
    R = d * s * g / |g_required|, with d the direction and s the sign of the figures: on track from
    0.95, acceleration needed from 0.60, limited from 0, deterioration below. Without one, d * s * g
    against 1.5 %, 0.5 % and 0 % a year, the first two times the factor of `near_limit`.

    Parameters
    ----------
    tracks
        The figures.
    parameters
        The cut-offs; those of the catalogue when not given.

    Returns
    -------
    outcomes
        Measures: `growth` (share a year), `required_growth`, `ratio` (both NaN without a target,
        and where the base is beyond it) and `score` (-5 to 5).

    Notes
    -----
    A zero at the base or as a target is replaced by 0.001, as documented. Where both the base and
    the newest figure are 0 and no target is met, the replacement would make a fall of 100 % a year
    out of no change at all, so there is no result: the one departure from the published rule.
    A figure that stood beyond its target at the base and fell back is a deterioration, also where
    the base is the target itself and the ratio is not defined.

    References
    ----------
    Open SDG, Progress Measurement Methodology for the Sustainable Development Goals.
    """
    cuts = load().parameter_tables[PARAMETERS].values if parameters is None else parameters
    ends, replaced = _without_zeros(ends_of(tracks), cuts["zero_stands_for"])
    target = np.where(tracks.target == 0, cuts["zero_stands_for"], tracks.target)
    # A target of 0 is met by what meets either the 0 or the number that stands in for it.
    achieved = tracks.way * ends.last >= np.minimum(tracks.way * tracks.target, tracks.way * target)
    has_target = np.isfinite(target)
    signed = tracks.way * np.where(ends.first < 0, -1, 1)
    growth = growth_a_year(ends.first, ends.last, ends.last_year - ends.first_year)
    required = growth_a_year(ends.first, target, tracks.target_year - ends.first_year)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = signed * growth / np.abs(required)
    fallen_back = has_target & (ends.first == target) & ~achieved
    factor = np.where(has_target, 1.0, near_limit(ends.first, tracks.limit, cuts))
    reason = _reasons(tracks, ends, achieved, (growth, required))
    measure = np.where(has_target, np.where(fallen_back, -np.inf, ratio), signed * growth)
    steps = _steps(has_target, factor, cuts)
    verdict = first_that_holds(
        len(reason),
        {
            "": reason != "",
            "achieved": achieved,
            "on-track": measure >= steps[0],
            "acceleration-needed": measure >= steps[1],
            "limited": measure >= steps[2],
        },
        default="deterioration",
    )
    settled = reason == ""
    score = np.where(has_target, _score_with_target(measure), _score_without(measure, factor, cuts))
    # A base beyond the target asks for no growth: what leads back to the target is not wanted.
    to_go = has_target & ~(tracks.way * ends.first > tracks.way * target)
    measures = {
        "growth": growth,
        "required_growth": np.where(to_go, required, nan),
        "ratio": np.where(to_go & np.isfinite(ratio), ratio, nan),
        "score": np.where(achieved, 5.0, score),
    }
    return Outcomes(
        "cagr",
        cuts,
        verdict,
        reason,
        ends,
        {name: np.where(settled, one, nan) for name, one in measures.items()},
        (replaced | (tracks.target == 0)) & settled,
    )


def near_limit(base: Floats, limit: Floats, parameters: Mapping[str, float]) -> Floats:
    """
    Give the factor C by which the growth asked for is eased near a natural limit.

    Parameters
    ----------
    base
        Figures of the base year.
    limit
        The end of what is possible on the better side; NaN or infinite where there is none.
    parameters
        Holds `limit_exponent`, published as 4.44.

    Returns
    -------
    factor
        1 far from the limit, 0 at it. With the sizes b and L: 1 for b >= 2 L;
        1 - (b / L) ** 4.44 for b <= L; else 1 - ((2 L - b) / L) ** 4.44.

    References
    ----------
    Open SDG, Progress Measurement Methodology, on natural limits.

    Examples
    --------
    >>> eased = near_limit(np.array([50.0, 100.0]), np.array([100.0, 100.0]),
    ...     {"limit_exponent": 4.44})
    >>> eased.round(4).tolist()
    [0.9539, 0.0]
    """
    size, end = np.abs(base), np.abs(limit)
    with np.errstate(divide="ignore", invalid="ignore"):
        nearness = np.where(size <= end, size / end, (2 * end - size) / end)
        eased = 1 - np.clip(nearness, 0, 1) ** parameters["limit_exponent"]
    return np.where(np.isfinite(end) & (size < 2 * end), eased, 1.0)


def _without_zeros(ends: Ends, stand_in: float) -> tuple[Ends, Flags]:
    replaced = (ends.first == 0) & (ends.last != 0)
    first = np.where(replaced, stand_in, ends.first)
    return Ends(ends.first_year, first, ends.last_year, ends.last, ends.reason), replaced


def _reasons(tracks: Tracks, ends: Ends, achieved: Flags, growths: tuple[Floats, Floats]) -> Words:
    """Say why there is no result; a target that is met needs no growth to be known."""
    growth, required = growths
    has_target = np.isfinite(tracks.target)
    late = has_target & (tracks.target_year <= ends.first_year)
    found = first_that_holds(
        len(tracks.way),
        {
            "": achieved,
            "zero-throughout": (ends.first == 0) & (ends.last == 0),
            "mixed-signs": np.isnan(growth),
            "target-year-passed": late,
            "target-of-other-sign": has_target & np.isnan(required),
        },
    )
    return np.where(ends.reason != "", ends.reason, found).astype(object)


def _steps(
    has_target: Flags, factor: Floats, cuts: Mapping[str, float]
) -> tuple[Floats, Floats, Floats]:
    """Give the three cut-offs of each row, the highest first."""

    def one(step: str) -> Floats:
        with_target, without = cuts[f"target_{step}"], cuts[f"growth_{step}"]
        # Only growth that is asked for is eased; a step at or below 0 stays.
        eased = without * factor if without > 0 else np.full_like(factor, without)
        return np.where(has_target, with_target, eased)

    return one("on_track"), one("acceleration"), one("limited")


def _score_with_target(ratio: Floats) -> Floats:
    """Score a ratio; the slopes are rounded as the published code has them."""
    high = np.minimum(7.1429 * ratio - 4.2857, 5)
    low = np.maximum(4.1667 * ratio - 2.5, -5)
    return np.where(ratio >= 0.6, high, low)


def _score_without(growth: Floats, factor: Floats, cuts: Mapping[str, float]) -> Floats:
    """Score the growth of a row without a target, on the scale of the default cut-offs."""
    with np.errstate(divide="ignore", invalid="ignore"):
        eased = growth / factor
        rising = np.select(
            [factor == 0, eased >= 0.015, eased >= 0.005],
            [5.0, np.minimum(500 * eased - 5, 5), 250 * eased - 1.25],
            default=500 * eased - 2.5,
        )
    return np.where(growth < cuts["growth_limited"], np.maximum(125 * growth - 2.5, -5), rising)


def of_indicator(scores: Floats, achieved: Flags) -> tuple[Floats, Words]:
    """
    Join the series of an indicator: the mean of their scores, and the verdict of that mean.

    Parameters
    ----------
    scores
        (n, series) Score of each series, -5 to 5; NaN where it has none.
    achieved
        (n, series) Whether the series has met its target.

    Returns
    -------
    score
        (n) NaN where no series has a score.
    verdict
        (n) Achieved only where every series with a score is; empty without a score.

    References
    ----------
    Open SDG, Progress Measurement Methodology, on the aggregated progress status.

    Examples
    --------
    >>> score, verdict = of_indicator(np.array([[5.0, -2.0]]), np.array([[True, False]]))
    >>> score.tolist(), verdict.tolist()
    ([1.5], ['acceleration-needed'])
    """
    known = np.isfinite(scores)
    count = known.sum(axis=1)
    total = np.where(known, scores, 0.0).sum(axis=1)
    score = np.divide(total, count, out=np.full(len(scores), nan), where=count > 0)
    verdict = first_that_holds(
        len(scores),
        {
            "": count == 0,
            "achieved": (achieved | ~known).all(axis=1),
            "on-track": score >= 2.5,
            "acceleration-needed": score >= 0,
            "limited": score >= -2.5,
        },
        default="deterioration",
    )
    return score, verdict


def binary(met: Flags) -> Words:
    """
    Judge an indicator of yes or no: achieved when all conditions are met.

    Parameters
    ----------
    met
        (n, conditions)

    References
    ----------
    Open SDG, Progress Measurement Methodology, on binary indicators.
    """
    return np.where(met.all(axis=1), "achieved", "not-achieved").astype(object)
