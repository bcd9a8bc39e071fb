"""Figures that can be right and often are not: placeholders, copies, jumps, shares, odd totals."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd

from localgoals.ingest.faults import problem
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.figures import Figures, Numbers, Rows, figures_of
from localgoals.ingest.sums import wrong_sums
from localgoals.model.problem import Problem

COPIED_PERIODS: Final = 4
"""This many periods running with one value look copied; rounded figures do repeat now and then."""
JUMP_TIMES: Final = 10
"""A figure that changes so many times from one period to the next has often changed its unit."""
FEWEST: Final = 3
"""So many values say something about a series: all between 0 and 1, or all 0."""
MISSING_VALUES: Final = (99, 999, 9999, 99_999, 999_999, 9_999_999)
"""What statistics programs write for *no answer*, with and without a minus."""
SERIAL_DATES: Final = (36_526, 51_544)
"""The days 2000-01-01 to 2041-02-12 as spreadsheets number them, from 1899-12-30."""
_SHOWN = 200


def oddities(
    table: pd.DataFrame,
    *,
    city: str | None = None,
    divisions: Sequence[Collection[str]] = (),
    wholes: Mapping[str, float] | None = None,
) -> list[Problem]:
    """
    Warn of figures to compare with their source.

    Parameters
    ----------
    table
        A long table with `series`, `area`, `period`, `group`, `value`, `where` (the file), `unit`
        (`percent`, `count` or empty, see `localgoals.ingest.units`), and `row`, if it is known.
    city
        The area that the others are parts of, where it is known.
    divisions
        The codes of each division of the city into parts.
    wholes
        What the members of a dimension make together in percent, such as 100 for the materials of
        waste, by dimension.

    Returns
    -------
    problems
        Warnings: nothing is changed or left out. The values 0 and 100 may last for years.
    """
    known = table.dropna(subset="value") if len(table) else table
    if known.empty:
        return []
    figures = figures_of(known)
    # Beyond the largest number comes infinity, which compares as it should.
    with np.errstate(over="ignore"):
        placeholders = _placeholders(figures)
        found = [
            *_listed(figures, "statistics-placeholder", placeholders),
            *_all_zero(figures),
            *_copied_down(figures),
            *_jumps(figures, placeholders),
            *_shares(figures),
            *_listed(figures, "statistics-above-100", _above_100(figures) & ~placeholders),
        ]
    return found + wrong_sums(figures, city=city, divisions=divisions, wholes=wholes or {})


def _listed(figures: Figures, kind: str, rows: Rows) -> Iterator[Problem]:
    """Name the first figures of a kind one by one, and count the others."""
    at = np.flatnonzero(rows)
    for row in at[:_SHOWN].tolist():
        value = f"{figures.value[row]:.15g}"
        yield feed_problem(kind, figures.place(row), **figures.named(row), value=value)
    yield from _more(figures, at)


def _more(figures: Figures, at: Numbers) -> Iterator[Problem]:
    if at.size > _SHOWN:
        yield problem("and-more", figures.where(int(at[_SHOWN])), count=at.size - _SHOWN)


def _placeholders(figures: Figures) -> Rows:
    """
    Find 999 and the like where they stand apart from every other value of their series.

    A positive one is the greatest, and is there more than once or ten times the next; a negative
    one is among no other negative values.
    """
    value = figures.value
    suspect = np.isin(np.abs(value), MISSING_VALUES)
    if not suspect.any():
        return suspect
    series, count = figures.series_of_file, figures.series_count
    greatest = np.full(count, -np.inf)
    np.maximum.at(greatest, series[~suspect], value[~suspect])
    others_below_0 = np.bincount(series[~suspect & (value < 0)], minlength=count) > 0
    at = np.flatnonzero(suspect)
    pairs = pd.DataFrame({"series": series[at], "value": value[at]})
    times = pairs.groupby(["series", "value"])["value"].transform("size").to_numpy()
    next_value = greatest[series[at]]
    above = value[at] > np.maximum(next_value, 0)
    alone = np.isneginf(next_value)
    apart = above & ((times > 1) | (value[at] >= JUMP_TIMES * np.maximum(next_value, 0)))
    positive = np.where(alone, times >= FEWEST, apart)
    odd = np.where(value[at] < 0, ~others_below_0[series[at]], positive)
    suspect[at[~odd]] = False
    return suspect


def _all_zero(figures: Figures) -> Iterator[Problem]:
    """Find series that have 0 in every cell."""
    series, count = figures.series_of_file, figures.series_count
    some = np.bincount(series[figures.value != 0], minlength=count) > 0
    times = np.bincount(series, minlength=count)
    for number in np.flatnonzero(~some & (times >= FEWEST)).tolist():
        row = int(np.argmax(series == number))
        yield feed_problem(
            "statistics-all-zero",
            figures.where(row),
            series=figures.named(row)["series"],
            count=int(times[number]),
        )


def _copied_down(figures: Figures) -> Iterator[Problem]:
    value = figures.value[figures.order]
    begins = ~figures.goes_on
    begins[1:] |= value[1:] != value[:-1]
    starts = np.flatnonzero(begins)
    lengths = np.diff(np.append(starts, value.size))
    long = (lengths >= COPIED_PERIODS) & (value[starts] != 0) & (value[starts] != 100)
    at = starts[long]
    for start, length in zip(at[:_SHOWN].tolist(), lengths[long].tolist(), strict=False):
        first, last = figures.order[start], figures.order[start + length - 1]
        yield feed_problem(
            "statistics-copied-down",
            figures.place(first),
            **figures.named(first),
            value=f"{value[start]:.15g}",
            count=length,
            first=figures.period(first),
            last=figures.period(last),
        )
    yield from _more(figures, figures.order[at])


def _jumps(figures: Figures, placeholders: Rows) -> Iterator[Problem]:
    """Find changes of tenfold and more; a value that is also a day is named as a date."""
    value = figures.value[figures.order]
    size = np.abs(value)
    small, large = np.minimum(size[1:], size[:-1]), np.maximum(size[1:], size[:-1])
    jump = figures.goes_on[1:] & (small > 0) & (large >= JUMP_TIMES * small)
    # A placeholder has been named already.
    said = placeholders[figures.order]
    jump &= ~(said[1:] | said[:-1])
    at = np.flatnonzero(jump) + 1
    for place in at[:_SHOWN].tolist():
        before, after = figures.order[place - 1], figures.order[place]
        odd = after if size[place] > size[place - 1] else before
        named = figures.named(after) | {
            "before": f"{figures.value[before]:.15g}",
            "first": figures.period(before),
            "value": f"{figures.value[after]:.15g}",
            "last": figures.period(after),
        }
        if _is_day(figures.value[odd]):
            day = pd.Timestamp("1899-12-30") + pd.Timedelta(days=int(figures.value[odd]))
            named |= {"value": f"{figures.value[odd]:.15g}", "day": f"{day:%Y-%m-%d}"}
            yield feed_problem("statistics-serial-date", figures.place(odd), **named)
        else:
            yield feed_problem("statistics-jump", figures.place(after), **named)
    yield from _more(figures, figures.order[at])


def _is_day(value: float) -> bool:
    return float(value).is_integer() and SERIAL_DATES[0] <= value <= SERIAL_DATES[1]


def _shares(figures: Figures) -> Iterator[Problem]:
    """Find series in percent whose values are all from 0 to 1."""
    series, count, value = figures.series_of_file, figures.series_count, figures.value
    percent = figures.is_percent
    fractions = percent & (value > 0) & (value < 1)
    outside = percent & ~((value >= 0) & (value <= 1))
    many = np.bincount(series[fractions], minlength=count) >= FEWEST
    odd = many & (np.bincount(series[outside], minlength=count) == 0)
    for number in np.flatnonzero(odd).tolist():
        rows = np.flatnonzero((series == number) & percent)
        yield feed_problem(
            "statistics-percent-as-share",
            figures.where(int(rows[0])),
            series=figures.named(int(rows[0]))["series"],
            count=rows.size,
            value=f"{value[rows].max():.15g}",
        )


def _above_100(figures: Figures) -> Rows:
    return figures.is_percent & (figures.value > 100)
