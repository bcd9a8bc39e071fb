"""Bring indicators of different units onto one scale, on which more is always better."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from localgoals.errors import BadInput
from localgoals.ingest.layers import Floats
from localgoals.model.text import Message
from localgoals.scoring.composite.structure import Goalposts, Structure

_SHOWN = 10


def min_max(values: Floats, *, low: float = 0.0, high: float = 100.0) -> Floats:
    """
    Stretch each column so that its least value becomes `low` and its greatest `high`.

    Parameters
    ----------
    values
        Shape (units, indicators); NaN where not known.
    low, high
        The ends of the scale.

    Returns
    -------
    scores
        NaN for a column whose known values are all equal. [low, high]

    References
    ----------
    JRC, 10 Step Guide (after the OECD/JRC handbook of 2008), step 5.
    Becker, COINr 1.1.14, `n_minmax`.

    Examples
    --------
    >>> min_max(np.array([[2.0], [3.0], [4.0]])).ravel()
    array([  0.,  50., 100.])
    """
    least, most = _extremes(values)
    return _over(values - least, most - least) * (high - low) + low


def z_score(values: Floats, *, mean: float = 0.0, deviation: float = 1.0) -> Floats:
    """
    Shift and stretch each column to a given mean and standard deviation.

    Parameters
    ----------
    values
        Shape (units, indicators); NaN where not known.
    mean, deviation
        What the scores shall have; the deviation is that of a sample (n - 1).

    Returns
    -------
    scores
        NaN for a column whose known values are all equal, or that has one only.

    References
    ----------
    JRC, 10 Step Guide (after the OECD/JRC handbook of 2008), step 5.
    Becker, COINr 1.1.14, `n_zscore`.
    """
    least, most = _extremes(values)
    apart = values - np.where(least < most, _mean(values), np.nan)
    count = np.isfinite(values).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = np.sqrt(np.nansum(apart**2, axis=0) / (count - 1))
    return _over(apart, spread) * deviation + mean


def rank(values: Floats) -> Floats:
    """
    Rank each column from 1, the least; equal values share the lowest of their ranks.

    Parameters
    ----------
    values
        Shape (units, indicators); NaN where not known, which has no rank.

    References
    ----------
    JRC, 10 Step Guide (after the OECD/JRC handbook of 2008), step 5.
    Becker, COINr 1.1.14, `n_rank`.
    """
    return pd.DataFrame(values).rank(method="min").to_numpy(dtype=np.float64)


def borda(values: Floats) -> Floats:
    """
    Count for each value how many are less.

    References
    ----------
    Becker, COINr 1.1.14, `n_borda`.
    """
    return rank(values) - 1


def percentile_rank(values: Floats) -> Floats:
    """
    Give for each value the share of the others that are less.

    References
    ----------
    Becker, COINr 1.1.14, `n_prank`.
    """
    others = np.isfinite(values).sum(axis=0) - 1.0
    return _over(borda(values), others)


def fraction_of_max(values: Floats) -> Floats:
    """
    Divide each column by its greatest value.

    References
    ----------
    JRC, 10 Step Guide (after the OECD/JRC handbook of 2008), step 5.
    Becker, COINr 1.1.14, `n_fracmax`.
    """
    return _over(values, _extremes(values)[1])


def distance_to_target(values: Floats, targets: Floats, *, cap: bool = False) -> Floats:
    """
    Give the share of the way from the least value to a target; 1 is the target.

    Parameters
    ----------
    values
        Shape (units, indicators); NaN where not known.
    targets
        One for each column.
    cap
        Whether more than the target counts as the target.

    References
    ----------
    Becker, COINr 1.1.14, `n_dist2targ`.

    Examples
    --------
    >>> distance_to_target(np.array([[0.0], [5.0], [11.0]]), np.array([10.0])).ravel()
    array([0. , 0.5, 1.1])
    """
    least = _extremes(values)[0]
    scores = 1 - _over(targets - values, targets - least)
    return np.minimum(scores, 1.0) if cap else scores


def distance_to_reference(values: Floats, row: int, *, cap: bool = False) -> Floats:
    """
    Give the share of the way from the least value to that of one unit; 1 is the unit.

    Parameters
    ----------
    values
        Shape (units, indicators); NaN where not known.
    row
        The reference; a column in which it is not known, or is the least, has no scores.
    cap
        Whether more than the reference counts as the reference.

    References
    ----------
    JRC, 10 Step Guide (after the OECD/JRC handbook of 2008), step 5.
    Becker, COINr 1.1.14, `n_dist2ref`.
    """
    return distance_to_target(values, values[row], cap=cap)


def goalposts(values: Floats, posts: Sequence[Goalposts], directions: Floats) -> Floats:
    """
    Give the share of the way from the worse post to the better one, times the posts' scale.

    Parameters
    ----------
    values
        Shape (units, indicators), as measured, not turned round; NaN where not known.
    posts
        The posts of each column.
    directions
        1 where more is better, -1 where less is.

    References
    ----------
    Becker, COINr 1.1.14, `n_goalposts`.

    Examples
    --------
    >>> goalposts(np.array([[1.0], [11.0]]), [Goalposts(0, 10)], np.array([-1.0])).ravel()
    array([0.9, 0. ])
    """
    low = np.array([one.low for one in posts])
    high = np.array([one.high for one in posts])
    scale = np.array([one.scale for one in posts])
    shares = _over(values - low, high - low)
    shares = np.where(directions > 0, shares, 1 - shares)
    cut = np.array([one.cut for one in posts])
    return np.asarray(np.where(cut, np.clip(shares, 0.0, 1.0), shares) * scale)


DEFAULT_ENDS = {"min-max": (0.0, 100.0), "z-score": (0.0, 1.0)}


@dataclass(frozen=True)
class Scale:
    """What some ways to normalise need besides the values."""

    ends: tuple[float, float] | None = None
    """The ends of min-max, or mean and deviation of z-score; without, those of `DEFAULT_ENDS`."""
    reference: str = ""
    """The unit to which distances are taken."""
    cap: bool = False
    """Whether more than a target or the reference counts as just that."""


def normalise(
    values: pd.DataFrame, structure: Structure, method: str, scale: Scale
) -> pd.DataFrame:
    """
    Bring every indicator onto one scale on which more is better.

    Indicators of which less is better are multiplied by -1 first, and so are their targets.

    Parameters
    ----------
    values
        Units by indicators; NaN where not known.
    structure
        Directions, targets and goalposts.
    method
        A key of `NORMALISERS`.
    scale
        What the method needs besides.

    Returns
    -------
    scores
        The same cells; NaN also where the method can say nothing, as about equal values.

    Raises
    ------
    BadInput
        When an indicator lacks its target or goalposts, or has values that the method cannot take;
        all of them are named.
    """
    _check_ends(method, scale)
    cells = values.to_numpy(dtype=np.float64)
    # Numbers near the end of what a computer holds run over; nothing can be said about them.
    with np.errstate(over="ignore", invalid="ignore"):
        scores = NORMALISERS[method](_Given(cells, values, structure, scale))
    scores = np.where(np.isfinite(scores), scores, np.nan)
    return pd.DataFrame(scores, index=values.index, columns=values.columns)


def _check_ends(method: str, scale: Scale) -> None:
    """Refuse a scale that a method does not have, or on which nothing could be told apart."""
    if scale.ends is None:
        return
    if method not in DEFAULT_ENDS:
        raise BadInput(
            Message("{method} has no scale to set; leave out --scale.", {"method": method})
        )
    first, second = scale.ends
    worse = first if method == "min-max" else 0.0
    if not (isfinite(first) and isfinite(second) and second > worse):
        raise BadInput(
            Message(
                "The scale {first} to {second} cannot be used: for min-max the second number must "
                "be above the first, for z-score above 0.",
                {"first": first, "second": second},
            )
        )


@dataclass(frozen=True)
class _Given:
    cells: Floats
    values: pd.DataFrame
    structure: Structure
    scale: Scale

    @property
    def turned(self) -> Floats:
        """The values, more of which is better."""
        return np.asarray(self.cells * self.structure.directions)


def _min_max(given: _Given) -> Floats:
    low, high = given.scale.ends or DEFAULT_ENDS["min-max"]
    return min_max(given.turned, low=low, high=high)


def _z_score(given: _Given) -> Floats:
    mean, deviation = given.scale.ends or DEFAULT_ENDS["z-score"]
    return z_score(given.turned, mean=mean, deviation=deviation)


def _fraction_of_max(given: _Given) -> Floats:
    """Divide by the greatest; where less is better, divide the least by the value."""
    least, most = _extremes(given.cells)
    less_is_better = given.structure.directions < 0
    wrong = np.where(less_is_better, least <= 0, (most <= 0) | (least < 0))
    _refuse(given, wrong, Message("fraction-of-max needs values above 0; {codes} has others."))
    return np.where(less_is_better, _over(least, given.cells), fraction_of_max(given.cells))


def _distance_to_target(given: _Given) -> Floats:
    targets = np.array([given.structure[code].target for code in given.structure.indicators])
    _refuse(given, np.isnan(targets), Message("There is no Target for {codes}."))
    return distance_to_target(
        given.turned, targets * given.structure.directions, cap=given.scale.cap
    )


def _distance_to_reference(given: _Given) -> Floats:
    if given.scale.reference not in given.values.index:
        raise BadInput(
            Message(
                "There is no unit {unit} among those that are scored; name one with --reference.",
                {"unit": given.scale.reference or "-"},
            )
        )
    row = list(given.values.index).index(given.scale.reference)
    return distance_to_reference(given.turned, row, cap=given.scale.cap)


def _goalposts(given: _Given) -> Floats:
    posts = [given.structure[code].goalposts for code in given.structure.indicators]
    missing = np.array([one is None for one in posts])
    _refuse(given, missing, Message("There are no goalposts for {codes}."))
    known = [one for one in posts if one is not None]
    return goalposts(given.cells, known, given.structure.directions)


NORMALISERS: dict[str, Callable[[_Given], Floats]] = {
    "min-max": _min_max,
    "z-score": _z_score,
    "rank": lambda given: rank(given.turned),
    "borda": lambda given: borda(given.turned),
    "percentile-rank": lambda given: percentile_rank(given.turned),
    "fraction-of-max": _fraction_of_max,
    "distance-to-target": _distance_to_target,
    "distance-to-reference": _distance_to_reference,
    "goalposts": _goalposts,
}


def _refuse(given: _Given, wrong: NDArray[np.bool_], message: Message) -> None:
    """Name the indicators that a method cannot take."""
    codes = [code for code, bad in zip(given.structure.indicators, wrong, strict=True) if bad]
    if codes:
        listed = ", ".join(codes[:_SHOWN]) + (" …" if len(codes) > _SHOWN else "")
        raise BadInput(Message(message.template, {"codes": listed}))


def _extremes(values: Floats) -> tuple[Floats, Floats]:
    """Give the least and the greatest known value of each column; NaN where none is known."""
    known = np.isfinite(values).any(axis=0)
    least = np.fmin.reduce(values, axis=0, initial=np.inf)
    most = np.fmax.reduce(values, axis=0, initial=-np.inf)
    return np.where(known, least, np.nan), np.where(known, most, np.nan)


def _mean(values: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.nansum(values, axis=0) / np.isfinite(values).sum(axis=0))


def _over(part: Floats, whole: Floats) -> Floats:
    """Divide; by 0 gives NaN, for nothing can be said."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(whole != 0, part / whole, np.nan))
