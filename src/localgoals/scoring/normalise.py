"""Scores and colours of whole tables at once: what `status` does to one value, to the last bit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from localgoals.errors import BadInput
from localgoals.model.indicator import Bounds
from localgoals.model.text import Message
from localgoals.scoring.status import STATUSES

Floats = NDArray[np.float64]
Codes = NDArray[np.uint8]
Flags = NDArray[np.bool_]
Axis = TypeVar("Axis", Floats, Flags)

GREEN, YELLOW, ORANGE, RED, NONE = range(len(STATUSES))
"""The place of each colour in `STATUSES`; arrays of colours hold these numbers."""


@dataclass(frozen=True)
class Scales:
    """The bounds of many indicators, as arrays over indicators."""

    best: Floats
    green: Floats
    red: Floats
    worst: Floats

    def __post_init__(self) -> None:
        points = np.stack([self.worst, self.red, self.green, self.best])
        # Bounds that overflow, or are no numbers, are found below.
        with np.errstate(over="ignore", invalid="ignore"):
            steps = np.diff(points * np.where(self.best > self.worst, 1.0, -1.0), axis=0)
            span = self.best - self.worst
        # Best and worst must differ; thresholds may fall together, but not change places.
        sound = np.isfinite(points).all(axis=0) & np.isfinite(span) & (span != 0)
        sound &= (steps >= 0).all(axis=0)
        if not sound.all():
            at = int(np.flatnonzero(~sound)[0])
            raise BadInput(
                Message(
                    "The bounds at place {place} are {bounds} from worst to best; they must be "
                    "finite, in order, and not all the same.",
                    {"place": at + 1, "bounds": ", ".join(f"{one:g}" for one in points[:, at])},
                )
            )

    @classmethod
    def of(cls, bounds: Sequence[Bounds]) -> Self:
        """Lay bounds out as arrays, in their order."""
        return cls(
            *(
                np.array([getattr(one, point) for one in bounds], dtype=np.float64)
                for point in ("best", "green", "red", "worst")
            )
        )

    def of_columns(self, columns: Sequence[int]) -> Self:
        """Give the bounds of some of the indicators, by their places."""
        chosen = list(columns)
        return type(self)(
            self.best[chosen], self.green[chosen], self.red[chosen], self.worst[chosen]
        )


def scores_of(values: Floats, scales: Scales) -> Floats:
    """
    Place every value between the worst and the best bound of its indicator.

    Parameters
    ----------
    values
        [cities x indicators x years], or [cities x indicators]; NaN where not known. In the unit
        of the bounds.
    scales
        The bounds, one for each indicator.

    Returns
    -------
    scores
        Like `values`: (value - worst) / (best - worst), held to 0 and 1; NaN stays NaN.
        [0 worst to 1 best]

    References
    ----------
    Sustainable Development Solutions Network (2018), SDG Index and Dashboards, detailed
    methodology.

    Examples
    --------
    >>> scales = Scales(*(np.array([point]) for point in (1.1, 12.0, 18.0, 39.7)))
    >>> scores_of(np.array([[22.4], [0.5], [np.nan]]), scales).round(6).ravel().tolist()
    [0.448187, 1.0, nan]
    """
    worst, best = (_along(one, values) for one in (scales.worst, scales.best))
    # A value near the largest number may overflow; held to the ends, the score is right.
    with np.errstate(over="ignore"):
        scores = np.subtract(values, worst)
        np.divide(scores, best - worst, out=scores)
    np.clip(scores, 0.0, 1.0, out=scores)
    # -0.0 becomes 0.0, as it does in `score_of`.
    scores += 0.0
    return scores


def colours_of(values: Floats, scales: Scales) -> Codes:
    """
    Give the colour of every value, as the place of the colour in `STATUSES`.

    Parameters
    ----------
    values
        [cities x indicators x years], or [cities x indicators]; NaN where not known.
    scales
        The bounds, one for each indicator; best and worst tell which way is better.

    Returns
    -------
    colours
        Like `values`; `NONE` for NaN. The rule is that of `status.colour_of`.

    References
    ----------
    Sustainable Development Solutions Network (2018), SDG Index and Dashboards, detailed
    methodology.

    Examples
    --------
    >>> scales = Scales(*(np.array([point]) for point in (100.0, 80.0, 50.0, 9.0)))
    >>> colours_of(np.array([[80.0], [65.0], [50.0], [49.9], [np.nan]]), scales).ravel().tolist()
    [0, 1, 2, 3, 4]
    """
    way = np.where(scales.best > scales.worst, 1.0, -1.0)
    towards = values * _along(way, values)
    least = (way * one for one in (scales.green, (scales.green + scales.red) / 2, scales.red))
    colours = np.zeros(values.shape, dtype=np.uint8)
    # Each threshold that is missed moves the colour on by one.
    for threshold in least:
        colours += towards < _along(threshold, values)
    colours[np.isnan(values)] = NONE
    return colours


def rescaled(values: Floats, scales: Scales) -> Floats:
    """
    Put values on the scale from 0 to 3 on which the SDG Index compares colours.

    Parameters
    ----------
    values
        [cities x indicators x years], or [cities x indicators]; NaN where not known.
    scales
        The bounds, one for each indicator. Where two points fall together the scale makes a step.

    Returns
    -------
    levels
        Like `values`: worst 0, red threshold 1, green threshold 2, best 3, and straight lines
        between; held to the ends. [0 to 3]

    References
    ----------
    Sustainable Development Solutions Network (2018), SDG Index and Dashboards, detailed
    methodology, on the colours of goals.

    Examples
    --------
    >>> scales = Scales(*(np.array([point]) for point in (100.0, 80.0, 50.0, 10.0)))
    >>> rescaled(np.array([[100.0], [65.0], [30.0], [0.0]]), scales).ravel().tolist()
    [3.0, 1.5, 0.5, 0.0]
    """
    way = np.where(scales.best > scales.worst, 1.0, -1.0)
    towards = values * _along(way, values)
    points = [way * one for one in (scales.worst, scales.red, scales.green, scales.best)]
    levels = np.zeros(values.shape)
    for low, high in zip(points, points[1:], strict=False):
        width = np.where(high > low, high - low, 1.0)
        with np.errstate(over="ignore"):
            part = (towards - _along(low, values)) / _along(width, values)
        step = np.where(towards >= _along(high, values), 1.0, 0.0)
        step[np.isnan(values)] = np.nan
        levels += np.where(_along(high > low, values), np.clip(part, 0.0, 1.0), step)
    return levels


def goal_colours(values: Floats, scales: Scales, *, min_coverage: float = 0.5) -> Codes:
    """
    Give the colour of a goal from the figures of its indicators.

    The mean of the two worst indicators on the scale from 0 to 3 decides: green from 2, yellow
    from 1.5, orange from 1, red below. But a goal is green only where both are green, else yellow;
    and red only where both are red, else orange. A single indicator lends the goal its colour.

    Parameters
    ----------
    values
        [cities x indicators of the goal x years], or [cities x indicators]; NaN where not known.
    scales
        The bounds of the goal's indicators.
    min_coverage
        The share of the indicators that must be known. [0 to 1]

    Returns
    -------
    colours
        [cities x years], or [cities]: places in `STATUSES`; `NONE` below the coverage.

    References
    ----------
    Sustainable Development Solutions Network (2018), SDG Index and Dashboards, detailed
    methodology, on the colours of goals.

    Examples
    --------
    >>> scales = Scales(*(np.array([point] * 3) for point in (100.0, 80.0, 50.0, 10.0)))
    >>> known = np.array([[90.0, 81, 99], [12, 82, 99], [12, 49, np.nan]])
    >>> [STATUSES[code] for code in goal_colours(known, scales)]
    ['green', 'orange', 'red']
    """
    levels, colours = rescaled(values, scales), colours_of(values, scales)
    known = (colours != NONE).sum(axis=1)
    # NaN sorts to the end, so that the two worst known ones come first.
    two = np.sort(levels, axis=1)[:, :2]
    goal = _colour_of_level(two.mean(axis=1))
    worst = np.where(colours == NONE, GREEN, colours).max(axis=1, initial=GREEN)
    goal[(goal == GREEN) & (worst != GREEN)] = YELLOW
    goal[(goal == RED) & ((colours == RED).sum(axis=1) < 2)] = ORANGE
    goal[known == 1] = worst[known == 1]
    # 0.55 times 20 is a hair above 11 in binary.
    goal[(known == 0) | (known < min_coverage * values.shape[1] - 1e-9)] = NONE
    return goal


def _colour_of_level(level: Floats) -> Codes:
    colours = np.zeros(level.shape, dtype=np.uint8)
    for threshold in (2.0, 1.5, 1.0):
        colours += level < threshold
    return colours


def _along(one: Axis, values: Floats) -> Axis:
    """Lay what stands for each indicator along the second axis of the values."""
    if values.ndim < 2 or values.shape[1] != len(one):
        raise BadInput(
            Message(
                "{found} columns of values and {expected} indicators; each needs one.",
                {"found": values.shape[1:2], "expected": len(one)},
            )
        )
    return one.reshape(-1, *[1] * (values.ndim - 2))
