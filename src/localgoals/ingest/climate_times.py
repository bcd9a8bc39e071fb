"""Time axes of NetCDF files in any calendar, and the means of their years."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import cftime
import numpy as np
from numpy.typing import NDArray

from localgoals.ingest.feed_faults import feed_problem
from localgoals.model.problem import Problem

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_NEARLY = 0.97
"""A year counts when its steps cover so much of it: eleven months do not, a day may lack."""
_MONTHLY = (27.0, 32.0)
"""How many days lie between two steps of a monthly series."""


class Times(NamedTuple):
    """The steps of a time axis."""

    year: Ints
    days: Floats
    """What each counts in its year: the days of its month where steps are months, else 1."""
    step: float
    """From one to the next, usually. [days]"""
    length: Ints
    """Days of each step's year in its calendar."""


def holds_numbers(variable: Any) -> bool:
    """Tell whether a variable of a file has numbers, not words."""
    # Types of a file's own, such as lists of numbers in each cell, are no `numpy.dtype`.
    type_ = variable.datatype
    return isinstance(type_, np.dtype) and type_.kind in "iuf"


def read_times(
    variables: Mapping[str, Any], name: str | None, where: str
) -> tuple[Times | None, list[Problem]]:
    """
    Read a time axis by the CF conventions.

    Parameters
    ----------
    variables
        Of the file.
    name
        Of the time axis; None where there is none, which is named elsewhere.
    where
        For the problems.
    """
    if name is None:
        return None, []
    axis = variables.get(name)
    units = str(getattr(axis, "units", ""))
    if axis is None or " since " not in units or not holds_numbers(axis):
        return None, [feed_problem("climate-grid-time-units", where, units=units or "-")]
    numbers = np.ma.filled(np.ma.asarray(axis[:]).astype(np.float64), np.nan)
    if not numbers.size or not np.isfinite(numbers).all() or (np.diff(numbers) <= 0).any():
        return None, [feed_problem("climate-grid-time-order", where)]
    calendar = str(getattr(axis, "calendar", "standard")).lower()
    try:
        dates = cftime.num2date(numbers, units, calendar, only_use_cftime_datetimes=True)
        days = cftime.date2num(dates, "days since 0001-01-01", calendar)
    except (ValueError, OverflowError) as error:
        said = f"{units}, {calendar}: {error}"
        return None, [feed_problem("climate-grid-time-units", where, units=said)]
    return _times(dates, np.asarray(days, np.float64), calendar), []


def _times(dates: NDArray[np.object_], days: Floats, calendar: str) -> Times:
    year = np.array([one.year for one in dates], np.int64)
    step = float(np.median(np.diff(days))) if days.size > 1 else 365.0
    of_month = np.array([one.daysinmonth for one in dates], np.float64)
    is_monthly = _MONTHLY[0] < step < _MONTHLY[1]
    years, place = np.unique(year, return_inverse=True)
    length = np.array([_days_of(int(one), calendar) for one in years], np.int64)
    return Times(year, of_month if is_monthly else np.ones(len(year)), step, length[place])


def _days_of(year: int, calendar: str) -> int:
    begin, end = (cftime.datetime(one, 1, 1, calendar=calendar) for one in (year, year + 1))
    return int((end - begin).days)


def yearly(times: Times, values: Floats, *, by_days: bool) -> tuple[Ints, Floats]:
    """
    Average a series over its years.

    Parameters
    ----------
    times
        The steps, (n,).
    values
        At each step, (n,); NaN where not known.
    by_days
        Whether months weigh by their days; not so for sums of months.

    Returns
    -------
    years
        In their order.
    means
        NaN where the known steps of a year cover less than nearly all of it.

    Examples
    --------
    >>> months = Times(np.full(12, 2001), np.full(12, 30.0), 30.0, np.full(12, 360))
    >>> yearly(months, np.arange(12.0), by_days=True)
    (array([2001]), array([5.5]))
    """
    years, first, place = np.unique(times.year, return_index=True, return_inverse=True)
    known = np.isfinite(values)
    weight = np.where(known, times.days if by_days else 1.0, 0.0)
    total = np.bincount(place, weight * np.where(known, values, 0.0), len(years))
    share = np.bincount(place, weight, len(years))
    covered = np.bincount(place, known, len(years)) * times.step
    enough = covered >= _NEARLY * np.minimum(times.length[first], 365)
    means = np.divide(total, share, out=np.full(len(years), np.nan), where=enough & (share > 0))
    return years, means
