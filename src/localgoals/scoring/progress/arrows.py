"""Progress by the trend arrows of the SDG Index, whose cut-offs were reconstructed."""

from __future__ import annotations

from collections.abc import Mapping
from math import nan

import numpy as np

from localgoals.catalogue.load import load
from localgoals.scoring.progress.tracks import Outcomes, Tracks, ends_of, first_that_holds

PARAMETERS = "progress_arrows"
VERSION = "1"


def arrows(tracks: Tracks, parameters: Mapping[str, float] | None = None) -> Outcomes:
    """
    Judge progress by the annual change, against the change that leads to green in time.

    a = (s_1 - s_0) / (y_1 - y_0) and r = (G - s_0) / (T - y_0), with s the score of the figure on
    the scale of the bounds, not held to 0 and 100, and G the score of the green threshold. Up: the
    figure is green already, or a / r >= 1; moderately improving from 0.5; stagnating from 0;
    decreasing below.

    Parameters
    ----------
    tracks
        The figures; `green` is what they are held against.
    parameters
        The cut-offs; those of the catalogue when not given.

    Returns
    -------
    outcomes
        Measures: `change` (in the unit, a year; above 0 is better) and `ratio` (a / r).

    Notes
    -----
    The scale of the score cancels out of a / r, so that the worst and the best bound play no part
    and figures stand in the place of scores.

    The cut-offs are not read in the report but reconstructed from its published arrows of 2021,
    of which they are said to reproduce 97.4 %; that check needs data that this project does not
    have, so it is not repeated here. Most of the others were small decreases published as
    stagnating.

    References
    ----------
    Sustainable Development Solutions Network (2021), Sustainable Development Report 2021.
    """
    cuts = load().parameter_tables[PARAMETERS].values if parameters is None else parameters
    ends = ends_of(tracks)
    green_now = tracks.way * ends.last >= tracks.way * tracks.green
    with np.errstate(divide="ignore", invalid="ignore"):
        change = tracks.way * (ends.last - ends.first) / (ends.last_year - ends.first_year)
        left = tracks.target_year - ends.first_year
        required = tracks.way * (tracks.green - ends.first) / left
        # Green at the base and not any more: there is nothing to be gained, and it was lost.
        ratio = np.where(required > 0, change / required, nan)
    found = first_that_holds(
        len(tracks.way),
        {
            "no-bounds": ~np.isfinite(tracks.green),
            "": green_now,
            "target-year-passed": left <= 0,
        },
    )
    reason = np.where(ends.reason != "", ends.reason, found).astype(object)
    verdict = first_that_holds(
        len(reason),
        {
            "": reason != "",
            "up": green_now | (ratio >= cuts["ratio_on_track"]),
            "moderate": ratio >= cuts["ratio_moderate"],
            "stagnating": ratio >= cuts["ratio_stagnating"],
        },
        default="decreasing",
    )
    settled = reason == ""
    return Outcomes(
        "arrows",
        cuts,
        verdict,
        reason,
        ends,
        {"change": np.where(settled, change, nan), "ratio": np.where(settled, ratio, nan)},
        np.zeros(len(reason), dtype=np.bool_),
    )
