"""Progress by the share of the way that is projected: the UN's Progress Chart of 2023."""

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

PARAMETERS = "progress_projected_share"
VERSION = "1"


def projected_share(tracks: Tracks, parameters: Mapping[str, float] | None = None) -> Outcomes:
    """
    Judge progress by how much of the way to the target will have been gone when it is due.

    Growth g = (v_t / v_b) ** (1 / (t - b)) - 1, projection v = v_t * (1 + g) ** (T - t), share
    q = (v - v_b) / (target - v_b): on track from 0.95, fair from 0.10, stagnation or regression
    below. Without a target, g against 2 % and 0.5 % a year, in the better direction. A figure that
    meets its target, or lies within one point of a target of 0 % or 100 %, has met it.

    Parameters
    ----------
    tracks
        The figures.
    parameters
        The cut-offs; those of the catalogue when not given.

    Returns
    -------
    outcomes
        Measures: `growth` (share a year), `projected` (in the unit) and `share` of the way, the
        last two NaN without a target; so is the share where the base is at or beyond it.

    Notes
    -----
    Where no two figures lie from the base year on, the newest one before it is the base. Where the
    newest figure is later than the target year, the curve between the two figures is read in the
    target year. The note does not say what to do with a base of 0, nor with figures below 0 that
    have no target: they get no result here. A figure that was at or beyond its target and fell
    back would have a share that means nothing; it is a regression.

    References
    ----------
    United Nations Statistics Division (2023), The Sustainable Development Goals Progress Chart
    2023: Technical Note, as the Basque statistics office (Eustat) gives it.
    """
    cuts = load().parameter_tables[PARAMETERS].values if parameters is None else parameters
    ends = ends_of(tracks, before=True)
    has_target = np.isfinite(tracks.target)
    met = _met(tracks, ends, cuts["near_limit_points"])
    growth = growth_a_year(ends.first, ends.last, ends.last_year - ends.first_year)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        projected = ends.last * np.power(1 + growth, tracks.target_year - ends.last_year)
    # A curve that ends at 0 is at 0 in every year after its first, also before its end.
    projected = np.where((ends.last == 0) & ~np.isnan(growth), 0.0, projected)
    no_way = has_target & (tracks.way * ends.first >= tracks.way * tracks.target)
    fallen_back = no_way & ~met
    with np.errstate(divide="ignore", invalid="ignore"):
        share = (projected - ends.first) / (tracks.target - ends.first)
    share = np.where(no_way, nan, share)
    reason = _reasons(tracks, ends, met, growth)
    measure = np.where(fallen_back, -np.inf, np.where(has_target, share, tracks.way * growth))
    high = np.where(has_target, cuts["share_on_track"], cuts["growth_on_track"])
    fair = np.where(has_target, cuts["share_fair"], cuts["growth_fair"])
    verdict = first_that_holds(
        len(reason),
        {"": reason != "", "on-track": met | (measure >= high), "fair": measure >= fair},
        default="stagnation",
    )
    measures = {
        "growth": growth,
        "projected": np.where(has_target, projected, nan),
        "share": np.where(has_target, share, nan),
    }
    return Outcomes(
        "projected-share",
        cuts,
        verdict,
        reason,
        ends,
        {name: _finite(np.where(reason == "", one, nan)) for name, one in measures.items()},
        np.zeros(len(reason), dtype=np.bool_),
    )


def _met(tracks: Tracks, ends: Ends, points: float) -> Flags:
    at_an_end = tracks.percent & ((tracks.target == 0) | (tracks.target == 100))
    near = at_an_end & (np.abs(ends.last - tracks.target) <= points)
    return np.asarray(near | (tracks.way * ends.last >= tracks.way * tracks.target), dtype=np.bool_)


def _reasons(tracks: Tracks, ends: Ends, met: Flags, growth: Floats) -> Words:
    has_target = np.isfinite(tracks.target)
    found = first_that_holds(
        len(tracks.way),
        {
            "": met,
            "zero-base": ends.first == 0,
            "mixed-signs": np.isnan(growth),
            "target-year-passed": has_target & (tracks.target_year <= ends.first_year),
            "below-zero": ~has_target & (ends.first < 0),
        },
    )
    return np.where(ends.reason != "", ends.reason, found).astype(object)


def _finite(values: Floats) -> Floats:
    return np.where(np.isfinite(values), values, nan)
