"""Biodiversity targets: how each stands, and how much of an area is still to come."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Names = NDArray[np.object_]

Status = Literal["reached", "on_track", "behind", "unknown"]

_ROUNDING = 1e-9
"""A figure this close to a level, as a share of it, is at the level."""


class Held(NamedTuple):
    """What n targets are held against; NaN where not known."""

    value: ArrayLike
    """The latest measurement, in the unit of the target."""
    level: ArrayLike
    """What is to be reached or held."""
    expected: ArrayLike
    """Where the way to the level is in the year of the measurement."""
    better: ArrayLike
    """1 where higher is better, -1 where lower is."""
    hold: ArrayLike
    """True where the level is to be held, not reached."""
    due: ArrayLike
    """True where the measurement is of the target year or later."""


def status_of(targets: Held) -> Names:
    """
    Say how targets stand.

    A target that is at its level or beyond is reached; short of it, it is on track where it is at
    least where its way is. A level that is to be held is on track while it is held, and reached
    once it is held in the target year; below it, it is behind.

    Parameters
    ----------
    targets
        Of n targets; each part has n values, or one for all.

    Returns
    -------
    status
        A `Status` each; `unknown` where there is no measurement or no level, and where neither the
        level is reached nor a way is known.

    Examples
    --------
    >>> status_of(Held([23.0, 9.0], [27.0, 30.0], [22.0, 17.5], 1, False, False)).tolist()
    ['on_track', 'behind']
    """
    value, level, expected, better = (np.asarray(part, np.float64) for part in targets[:4])
    hold, due = np.asarray(targets.hold, np.bool_), np.asarray(targets.due, np.bool_)
    there = _at_least(value, level, better)
    cases: list[tuple[Status, NDArray[np.bool_]]] = [
        ("unknown", np.isnan(value) | np.isnan(level)),
        ("on_track", there & hold & ~due),
        ("reached", there),
        ("behind", hold),
        ("unknown", np.isnan(expected)),
        ("on_track", _at_least(value, expected, better)),
    ]
    shape = np.broadcast_shapes(*(case.shape for _, case in cases))
    found = np.full(shape, "behind", object)
    for name, case in reversed(cases):
        found[np.broadcast_to(case, shape)] = name
    return found


def _at_least(value: Floats, level: Floats, better: Floats) -> NDArray[np.bool_]:
    slack = _ROUNDING * (np.abs(value) + np.abs(level))
    return np.asarray(better * (value - level) >= -slack)


class Areas(NamedTuple):
    """Areas against a share of the whole, of n areas; NaN where part or whole is not known."""

    percent: Floats
    missing: Floats
    """What the share is short of, 0 where it is reached. [unit of the areas]"""


def areas_against(part: ArrayLike, whole: ArrayLike, aim_percent: ArrayLike) -> Areas:
    """
    Hold areas against the share of the whole that is aimed at.

    Parameters
    ----------
    part, whole
        In one unit; a whole of 0 gives no share.
    aim_percent
        [0-100]

    References
    ----------
    Convention on Biological Diversity (2022), decision 15/4: 30 % in targets 2 and 3, which are
    aims of the world as a whole and no quota of a city.

    Examples
    --------
    >>> areas_against([31.0], [390.0], 30.0)
    Areas(percent=array([7.94871795]), missing=array([86.]))
    """
    some, everything = np.asarray(part, np.float64), np.asarray(whole, np.float64)
    aim = np.asarray(aim_percent, np.float64)
    everything = np.where(everything > 0, everything, np.nan)
    return Areas(100 * some / everything, np.maximum(aim / 100 * everything - some, 0.0))
