"""Gaps filled from peers, and marked. Nothing calls this unasked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np

from localgoals.scoring.normalise import Flags, Floats

Filling = Literal["mean", "median"]


def imputed(
    values: Floats, *, peers: Sequence[int] | None = None, filling: Filling = "mean"
) -> tuple[Floats, Flags]:
    """
    Fill what is not known with the mean or the median of the peers, and mark it.

    Parameters
    ----------
    values
        [cities x items x years]; NaN where not known.
    peers
        The places of the cities whose mean is taken, indicator by indicator and year by year; None
        for all of them. Other cities are filled from the same mean.
    filling
        What is taken of the peers.

    Returns
    -------
    filled
        A copy without the gaps that a peer could fill.
    marks
        True where a value was filled in.

    References
    ----------
    OECD and JRC (2008), Handbook on Constructing Composite Indicators, on imputation: unconditional
    mean or median of a group. It makes cities look more alike than they are; see `uncertainty` for
    drawing instead.

    Examples
    --------
    >>> filled, marks = imputed(np.array([[[1.0]], [[2.0]], [[9.0]], [[np.nan]]]), filling="median")
    >>> filled.ravel().tolist(), marks.ravel().tolist()
    ([1.0, 2.0, 9.0, 2.0], [False, False, False, True])
    """
    donors = values if peers is None else values[list(peers)]
    centre = _CENTRES[filling](donors)
    marks = np.isnan(values) & ~np.isnan(centre)
    return np.where(marks, centre, values), marks


def _mean(donors: Floats) -> Floats:
    known = ~np.isnan(donors)
    count = known.sum(axis=0)
    total = np.where(known, donors, 0.0).sum(axis=0)
    found: Floats = np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)
    return found


def _median(donors: Floats) -> Floats:
    # NaN sorts to the end, so that the known ones come first; of none known it is the first.
    ordered = np.sort(donors, axis=0)
    count = np.maximum((~np.isnan(donors)).sum(axis=0), 1)[np.newaxis]
    low, high = (np.take_along_axis(ordered, one // 2, axis=0)[0] for one in (count - 1, count))
    middle: Floats = low + (high - low) / 2
    return middle


_CENTRES: dict[Filling, Callable[[Floats], Floats]] = {"mean": _mean, "median": _median}
