"""How far several respondents agree: mean, spread and consensus of many groups at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from localgoals.diagnosis.questionnaires.scoring import Floats

Groups = NDArray[np.intp]


class Agreement(NamedTuple):
    """The answers of g groups to one question, or their scores."""

    known: NDArray[np.int64]
    """How many values are known."""
    mean: Floats
    least: Floats
    most: Floats
    deviation: Floats
    """Standard deviation of a sample; NaN for fewer than two."""
    consensus: Floats
    """From 0, half at each end, to 1, all the same; NaN where nothing is known. [share]"""


def agreement(
    values: Floats, groups: Groups, count: int, *, ends: tuple[float, float]
) -> Agreement:
    """
    Describe the values of each group.

    Parameters
    ----------
    values
        Of n forms; NaN is not known and left out.
    groups
        The group of each form, 0 to `count` - 1.
    count
        How many groups there are.
    ends
        The lowest and the highest value that can be.

    Notes
    -----
    Consensus of a group is 1 + Σ pᵢ log₂(1 − |Xᵢ − μ| / d), with the share pᵢ of the answers Xᵢ,
    their mean μ, and the width d of the scale.

    References
    ----------
    Tastle, W. J. and Wierman, M. J. (2007), Consensus and dissention: a measure of ordinal
    dispersion, International Journal of Approximate Reasoning 45(3), 531-545,
    https://doi.org/10.1016/j.ijar.2006.06.024

    Examples
    --------
    Two who agree, two at the ends of the scale:

    >>> import numpy as np
    >>> values, groups = np.array([2.0, 2.0, 0.0, 4.0]), np.array([0, 0, 1, 1])
    >>> agreement(values, groups, 2, ends=(0.0, 4.0)).consensus
    array([1., 0.])
    """
    known = ~np.isnan(values)
    values, groups = values[known], groups[known]
    number = np.bincount(groups, minlength=count)
    least, most = np.full(count, np.inf), np.full(count, -np.inf)
    np.minimum.at(least, groups, values)
    np.maximum.at(most, groups, values)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.bincount(groups, values, count) / number
        # Rounding must not move the mean of equal answers away from them.
        mean = np.where(least == most, least, np.clip(mean, least, most))
        away = np.abs(values - mean[groups])
        spread = np.sqrt(np.bincount(groups, away**2, count) / (number - 1))
        closeness = np.log2(1 - away / (ends[1] - ends[0]))
        consensus = 1 + np.bincount(groups, closeness, count) / number
    empty = number == 0
    return Agreement(
        number.astype(np.int64),
        np.where(empty, np.nan, mean),
        np.where(empty, np.nan, least),
        np.where(empty, np.nan, most),
        np.where(number < 2, np.nan, spread),
        np.where(empty, np.nan, np.clip(consensus, 0.0, 1.0)),
    )
