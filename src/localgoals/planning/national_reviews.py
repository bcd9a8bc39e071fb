"""How far local governments were heard in national reviews."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


class Heard(NamedTuple):
    """What the reviews of n years say; NaN where a count is not known or there is nothing."""

    reviews: Floats
    """All of them."""
    percents: Floats
    """Of each class, (n, k). [percent of all reviews]"""
    mean_points: Floats
    """Mean points of the reviews whose class has points."""


def heard(counts: ArrayLike, points: ArrayLike) -> Heard:
    """
    Sum up in which classes of participation reviews fall.

    Parameters
    ----------
    counts
        Reviews of n years (rows) in k classes; NaN where not known. [0 or more]
    points
        Of each class, NaN for one that says nothing about participation, such as no information.

    References
    ----------
    UCLG, Global Taskforce (2020), Towards the Localization of the SDGs: the classes. That points go
    from 0 to 3 is from general knowledge and not confirmed there.

    Examples
    --------
    >>> points = [3, 1.5, 0, float("nan"), float("nan")]
    >>> found = heard([[10, 6, 6, 0, 0], [17, 10, 14, 2, 0]], points)
    >>> found.reviews.tolist()
    [22.0, 43.0]
    >>> found.percents[0].round(1).tolist()
    [45.5, 27.3, 27.3, 0.0, 0.0]
    >>> found.mean_points.round(2).tolist()
    [1.77, 1.61]
    """
    number = np.asarray(counts, np.float64)
    worth = np.asarray(points, np.float64)
    said = ~np.isnan(worth)
    everything = number.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        percents = 100 * number / np.where(everything > 0, everything, np.nan)[:, np.newaxis]
        mean_points = (number[:, said] @ worth[said]) / number[:, said].sum(axis=1)
    return Heard(everything, percents, mean_points)
