"""Progress by ESCAP's two indices: the current status and the anticipated progress."""

from __future__ import annotations

from collections.abc import Mapping
from math import nan

import numpy as np

from localgoals.catalogue.load import load
from localgoals.scoring.progress.tracks import (
    Floats,
    Outcomes,
    Tracks,
    ends_of,
    first_that_holds,
)

PARAMETERS = "progress_csi_api"
VERSION = "1"


def csi_api(tracks: Tracks, parameters: Mapping[str, float] | None = None) -> Outcomes:
    """
    Judge progress by how far the city has come, and by the gap that is anticipated to be left.

    CSI = 10 * d * (I_t - I_0) / |target - I_0|, 10 when the target is reached. API, as a gap:
    P = 100 * |target - predicted| / |target - I_0|, predicted for the target year by a regression
    in which newer years weigh more. Maintain: the target is reached, now or as predicted, or
    P <= 10; accelerate: P <= 100; reverse: beyond, or moving away.

    Parameters
    ----------
    tracks
        The figures; a target is needed. Indicators with the best in the middle go through
        `tracks.mirrored` first, which gives the formula for parity.
    parameters
        The cut-points; those of the catalogue when not given.

    Returns
    -------
    outcomes
        Measures: `csi` (at most 10; below 0 for regression), `predicted` (in the unit) and `gap`
        (P, in per cent; 0 where the target is predicted to be exceeded).

    Notes
    -----
    The formula of the CSI was read in the code of an office of UNICEF. The cut-points, the cap of
    10 and the weights of the regression were not read in ESCAP's notes; they stand in the catalogue
    as not confirmed. The weight of a year is (year - first + 1) / (last - first + 1), to a power
    that the catalogue gives.

    References
    ----------
    ESCAP, Progress Assessment Methodology; UNECE (2023), SDG progress report, technical notes
    (regression weighted by time; gap relative to the progress required from 2015 to 2030).
    """
    cuts = load().parameter_tables[PARAMETERS].values if parameters is None else parameters
    ends = ends_of(tracks)
    way, target = tracks.way, tracks.target
    predicted, slope = _predicted(tracks, cuts["weight_power"])
    required = np.abs(target - ends.first)
    with np.errstate(divide="ignore", invalid="ignore"):
        gone = np.minimum(10 * way * (ends.last - ends.first) / required, cuts["status_cap"])
        left = np.maximum(way * (target - predicted), 0)
        gap = 100 * left / required
    reached = way * ends.last >= way * target
    # A base beyond the target has no way to go, whichever way the figures went on.
    status = np.where(reached, cuts["status_cap"], gone)
    found = first_that_holds(
        len(way),
        {
            "no-target": ~np.isfinite(target),
            "base-at-target": required == 0,
            "target-year-passed": tracks.target_year <= ends.first_year,
        },
    )
    reason = np.where(ends.reason != "", ends.reason, found).astype(object)
    verdict = first_that_holds(
        len(reason),
        {
            "": reason != "",
            "maintain": reached | (gap <= cuts["gap_maintain"]),
            "reverse": (way * slope < 0) | (gap > cuts["gap_accelerate"]),
        },
        default="accelerate",
    )
    measures = {"csi": status, "predicted": predicted, "gap": gap}
    return Outcomes(
        "csi-api",
        cuts,
        verdict,
        reason,
        ends,
        {name: np.where(reason == "", one, nan) for name, one in measures.items()},
        np.zeros(len(reason), dtype=np.bool_),
    )


def _predicted(tracks: Tracks, power: float) -> tuple[Floats, Floats]:
    """Fit a weighted line through each row; give its value in the target year, and its slope."""
    known = np.isfinite(tracks.values)
    years = np.broadcast_to(tracks.years.astype(np.float64), known.shape)
    first = np.min(years, axis=1, where=known, initial=np.inf)[:, None]
    last = np.max(years, axis=1, where=known, initial=-np.inf)[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        weight = np.where(known, ((years - first + 1) / (last - first + 1)) ** power, 0.0)
        total = weight.sum(axis=1)
        values = np.where(known, tracks.values, 0.0)
        centre = (weight * years).sum(axis=1) / total
        level = (weight * values).sum(axis=1) / total
        apart = years - centre[:, None]
        spread = (weight * apart**2).sum(axis=1)
        slope = (weight * apart * (values - level[:, None])).sum(axis=1) / spread
    return level + slope * (tracks.target_year - centre), slope
