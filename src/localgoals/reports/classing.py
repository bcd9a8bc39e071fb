"""Figures of districts sorted into a few classes with round borders, for the colours of a map."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from math import floor, log10

import numpy as np

from localgoals.catalogue.load import load
from localgoals.model.text import Message
from localgoals.reports.blocks import Figure, Words

__all__ = ["SEQUENCE", "URGENCY", "class_of", "class_words", "round_breaks"]

# ColorBrewer (Brewer, Harrower; Apache-2.0), safe for the colour-blind and in print: YlGnBu
# and YlOrBr, five classes.
SEQUENCE = ("#ffffcc", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494")
URGENCY = ("#ffffd4", "#fed98e", "#fe9929", "#d95f0e", "#993404")

_PERCENT = (20.0, 40.0, 60.0, 80.0)
_LEAST_CLASSES, _LEAST_SHARE = 4, 0.03


def round_breaks(values: Sequence[float], unit: str) -> tuple[float, ...]:
    """
    Choose the borders between at most five classes.

    Percentages that spread widely get the same classes on every map; everything else gets borders
    near the quintiles, rounded to two digits.

    Parameters
    ----------
    values
        The figures; none may be NaN.
    unit
        Code of their unit.

    Returns
    -------
    breaks
        From low to high, above the least value and below the greatest; none when all are alike.
    """
    low, high = min(values), max(values)
    # Sums of many shares may end a hair above 100.
    of_a_whole = unit.startswith("percent") and low >= 0 and high <= 100 + 1e-6
    if of_a_whole and _spreads_over(values):
        borders: Sequence[float] = _PERCENT
    else:
        borders = [
            _rounded(float(one), (high - low) / 50)
            for one in np.quantile(values, (0.2, 0.4, 0.6, 0.8))
        ]
    return tuple(sorted({border for border in borders if low < border <= high - 1e-9}))


def _spreads_over(values: Sequence[float]) -> bool:
    """Tell whether most of the fixed classes would hold a district or more in thirty."""
    counts = np.bincount([bisect_right(_PERCENT, one) for one in values])
    return int((counts >= _LEAST_SHARE * len(values)).sum()) >= _LEAST_CLASSES


def _rounded(value: float, step: float) -> float:
    """Round to two digits, but not more finely than a fiftieth of the spread."""
    if value == 0:
        return 0.0
    places = 1 - floor(log10(abs(value)))
    finest = -floor(log10(step)) if step > 0 else places
    return float(round(value, max(places, finest)))


def class_of(value: float, breaks: Sequence[float]) -> int:
    """Tell the class of a value: 0 below the first border; a value on a border belongs above it."""
    return bisect_right(breaks, value)


def class_words(breaks: Sequence[float], unit: str) -> tuple[Words, ...]:
    """Say what each class holds, from the lowest on."""
    if not breaks:
        return (Message("all alike"),)
    plain = [_border(one, unit) for one in breaks]
    inner = (
        Message("{low} to under {high}", {"low": low, "high": high})
        for low, high in zip(plain, plain[1:], strict=False)
    )
    return (
        Message("under {high}", {"high": plain[0]}),
        *inner,
        Message("{low} or more", {"low": plain[-1]}),
    )


def _border(value: float, unit: str) -> Figure | str:
    """Write a border as short as it is round."""
    decimals = load().units[unit].decimals
    return (
        f"{value:,.0f}"
        if value == round(value)
        else Figure(value, unit, bare=True)
        if decimals
        else f"{value:g}"
    )


def spread_colours(colours: Sequence[str], count: int) -> tuple[str, ...]:
    """Take as many colours as there are classes, from one end of a sequence to the other."""
    if count == 1:
        return (colours[len(colours) // 2],)
    return tuple(colours[round(index * (len(colours) - 1) / (count - 1))] for index in range(count))
