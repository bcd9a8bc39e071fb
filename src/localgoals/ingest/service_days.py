"""On which days the services of a timetable run, and which day stands for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from localgoals.ingest.gtfs_feed import rows_of
from localgoals.ingest.layers import Floats, Ints
from localgoals.model.period import Period

Days = NDArray[np.int64]
"""Days since 1970-01-01, a Thursday."""

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
TYPICAL: Final = (1, 2, 3)
"""Tuesday to Thursday: days without the edges of the week."""
_EPOCH_WEEKDAY = 3
_ADDED, _REMOVED = "1", "2"
# A feed that claims to run for longer does not know when it ends.
_LONGEST_SPAN_DAYS = 366 * 100


@dataclass(frozen=True)
class Calendar:
    """The days of each service: every week between two days, and single days added or removed."""

    service: Ints
    weekly: NDArray[np.bool_]
    """Shape (rows, 7), Monday first."""
    first: Days
    last: Days
    exception_service: Ints
    exception_day: Days
    is_added: NDArray[np.bool_]

    @property
    def span(self) -> tuple[int, int] | None:
        """The first and the last day that any service could run; None when there is none."""
        added = self.exception_day[self.is_added]
        starts, ends = np.concatenate([self.first, added]), np.concatenate([self.last, added])
        if not starts.size or ends.max() < starts.min():
            return None
        return int(starts.min()), int(min(ends.max(), starts.min() + _LONGEST_SPAN_DAYS))

    def running(self, day: int, services: int) -> NDArray[np.bool_]:
        """Tell for each of n services whether it runs on a day."""
        return np.asarray(self.running_on(np.array([day]), services)[0])

    def running_on(self, days: Days, services: int) -> NDArray[np.bool_]:
        """
        Tell for each of some days and each of n services whether it runs.

        Parameters
        ----------
        days
            In ascending order.
        services
            The number of services.

        Returns
        -------
        runs
            [days x services]
        """
        runs = np.zeros((days.size, services), dtype=bool)
        in_time = (self.first <= days[:, np.newaxis]) & (days[:, np.newaxis] <= self.last)
        runs[:, self.service] = self.weekly[:, weekday(days)].T & in_time
        place = np.searchsorted(days, self.exception_day).clip(max=days.size - 1)
        asked = days[place] == self.exception_day
        for rows, there in ((asked & self.is_added, True), (asked & ~self.is_added, False)):
            runs[place[rows], self.exception_service[rows]] = there
        return runs

    def trips_by_day(self, trips: Floats) -> tuple[Days, Floats]:
        """
        Count the trips of every day of the span.

        Parameters
        ----------
        trips
            The number of trips of each service.
        """
        assert self.span is not None
        begin, end = self.span
        days = np.arange(begin, end + 1, dtype=np.int64)
        count = np.zeros(days.size)
        last = np.minimum(self.last, end)
        real = last >= self.first
        for number in range(7):
            change = np.zeros(days.size + 1)
            weight = np.where(real, trips[self.service] * self.weekly[:, number], 0.0)
            np.add.at(change, self.first[real] - begin, weight[real])
            np.add.at(change, last[real] - begin + 1, -weight[real])
            on_weekday = weekday(days) == number
            count[on_weekday] = np.cumsum(change)[:-1][on_weekday]
        return days, count + self._exceptions(days, trips)

    def _exceptions(self, days: Days, trips: Floats) -> Floats:
        """Count the trips that exceptions add to or take from each day."""
        inside = (self.exception_day >= days[0]) & (self.exception_day <= days[-1])
        service, day = self.exception_service[inside], self.exception_day[inside]
        added = self.is_added[inside]
        runs_anyway = self._weekly_on(service, day)
        sign = np.where(added & ~runs_anyway, 1.0, np.where(~added & runs_anyway, -1.0, 0.0))
        change = np.zeros(days.size)
        np.add.at(change, day - days[0], sign * trips[service])
        return change

    def _weekly_on(self, service: Ints, day: Days) -> NDArray[np.bool_]:
        """Tell whether each service runs on its day by the weekly pattern alone."""
        size = 1 + max(self.service.max(initial=-1), service.max(initial=-1))
        row_of = np.full(size, -1)
        row_of[self.service] = np.arange(self.service.size)
        row = row_of[service]
        runs = np.zeros(service.size, dtype=bool)
        has = row >= 0
        row, day = row[has], day[has]
        runs[has] = (
            self.weekly[row, weekday(day)] & (self.first[row] <= day) & (day <= self.last[row])
        )
        return runs


def read_calendar(
    calendar: pd.DataFrame | None, exceptions: pd.DataFrame | None, services: pd.Index
) -> tuple[Calendar, int]:
    """Read both calendar files; say how many rows have a date or service that cannot be read."""
    weeks = calendar if calendar is not None else pd.DataFrame(columns=["service_id"])
    weeks = weeks.drop_duplicates("service_id")
    single = exceptions if exceptions is not None else pd.DataFrame(columns=["service_id"])
    service, first, last, broken = _usable(weeks, services, "start_date", "end_date")
    single_service, day, _, broken_days = _usable(single, services, "date", "date")
    kind = single.get("exception_type", pd.Series(dtype=str)).to_numpy()
    known, known_days = service >= 0, (single_service >= 0) & np.isin(kind, (_ADDED, _REMOVED))
    weekly = np.zeros((len(weeks), 7), dtype=bool)
    if calendar is not None:
        weekly = (weeks[list(WEEKDAYS)] == "1").to_numpy(dtype=bool)
    read = Calendar(
        service[known],
        weekly[known],
        first[known],
        last[known],
        single_service[known_days],
        day[known_days],
        kind[known_days] == _ADDED,
    )
    return read, broken + broken_days


def busiest_day(days: Days, trips: Floats, period: Period | None) -> tuple[int | None, bool]:
    """
    Choose the day that stands for the timetable: of Tuesday to Thursday, the one with most trips.

    The first of equals. Days of the period come before all others, and where no Tuesday to Thursday
    has a trip, the other days of the week are asked.

    Returns
    -------
    day
        None when no day has a trip.
    in_period
        Whether the day lies in the period; True when no period was asked for.
    """
    typical = np.isin(weekday(days), TYPICAL)
    inside = np.ones(days.size, dtype=bool) if period is None else days_within(days, period)
    for among, in_period in (
        (inside & typical, True),
        (inside, True),
        (typical, False),
        (np.ones(days.size, dtype=bool), False),
    ):
        count = np.where(among, trips, 0.0)
        if count.any():
            return int(days[np.argmax(count)]), in_period
    return None, False


def weekday(day: Days | int) -> Days:
    """Give the day of the week, Monday 0."""
    return np.asarray((np.asarray(day) + _EPOCH_WEEKDAY) % 7, dtype=np.int64)


def day_number(day: date) -> int:
    """Give the days since 1970-01-01."""
    return (day - date(1970, 1, 1)).days


def as_date(day: int) -> date:
    """Give the date of a day number."""
    return date.fromordinal(date(1970, 1, 1).toordinal() + day)


def days_within(days: Days, period: Period) -> NDArray[np.bool_]:
    """Tell for each day whether it lies in the years of a period."""
    begin, end = day_number(date(period.first, 1, 1)), day_number(date(period.last, 12, 31))
    return (days >= begin) & (days <= end)


def _usable(
    table: pd.DataFrame, services: pd.Index, first: str, last: str
) -> tuple[Ints, Days, Days, int]:
    """Give service numbers (-1 for rows to leave out) and days; count broken dates."""
    service = rows_of(table["service_id"], services)
    if table.empty:
        nothing = np.zeros(0, dtype=np.int64)
        return service, nothing, nothing, 0
    begin, end = _days(table[first]), _days(table[last])
    broken = np.isnan(begin) | np.isnan(end)
    service[broken] = -1
    return service, _whole(begin), _whole(end), int(broken.sum())


def _days(column: pd.Series) -> Floats:
    read = pd.to_datetime(column, format="%Y%m%d", errors="coerce").to_numpy("datetime64[D]")
    return np.where(np.isnat(read), np.nan, read.astype(np.int64).astype(np.float64))


def _whole(days: Floats) -> Days:
    return np.nan_to_num(days).astype(np.int64)
