"""Laws that hold for every timetable, calendar and table."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from localgoals.ingest.service_days import (
    WEEKDAYS,
    Calendar,
    as_date,
    busiest_day,
    day_number,
    read_calendar,
    weekday,
)
from localgoals.ingest.timetable import (
    DAY_BEGINS_S,
    DAY_ENDS_S,
    Headways,
    Timetable,
    seconds_of,
)
from localgoals.model.period import Period

DAYS = st.dates(date(2019, 1, 1), date(2020, 12, 31))
SERVICES = ["a", "b", "c"]
WEEKS = st.lists(st.tuples(st.lists(st.booleans(), min_size=7, max_size=7), DAYS, DAYS), max_size=3)
EXCEPTIONS = st.lists(
    st.tuples(st.sampled_from(SERVICES), DAYS, st.sampled_from("12")),
    max_size=8,
    unique_by=lambda one: one[:2],
)


def written(day: date) -> str:
    return day.strftime("%Y%m%d")


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    weeks = draw(WEEKS)
    rows = [
        [service, *(str(int(runs)) for runs in week), written(first), written(last)]
        for service, (week, first, last) in zip(SERVICES, weeks, strict=False)
    ]
    columns = ["service_id", *WEEKDAYS, "start_date", "end_date"]
    single = [(service, written(day), kind) for service, day, kind in draw(EXCEPTIONS)]
    calendar, broken = read_calendar(
        pd.DataFrame(rows, columns=columns, dtype="str"),
        pd.DataFrame(single, columns=["service_id", "date", "exception_type"], dtype="str"),
        pd.Index(SERVICES),
    )
    assert broken == 0
    return calendar


@given(calendars(), st.lists(st.integers(0, 50), min_size=3, max_size=3))
def test_counting_by_day_agrees_with_asking_each_day(calendar: Calendar, counts: list[int]) -> None:
    trips = np.array(counts, dtype=np.float64)
    if calendar.span is None:
        return

    days, counted = calendar.trips_by_day(trips)

    asked = [trips[calendar.running(int(day), 3)].sum() for day in days]
    assert counted.tolist() == asked


@given(calendars(), st.sampled_from([None, Period(2019, 2019), Period(2020, 2020)]))
def test_no_tuesday_to_thursday_of_the_period_has_more_trips(
    calendar: Calendar, period: Period | None
) -> None:
    if calendar.span is None:
        return
    days, trips = calendar.trips_by_day(np.ones(3))

    day, in_period = busiest_day(days, trips, period)

    if day is None:
        assert trips.max() == 0
    elif in_period and weekday(day) in (1, 2, 3):
        years = [as_date(int(one)).year for one in days]
        inside = [period is None or period.first <= year <= period.last for year in years]
        typical = np.isin(weekday(days), (1, 2, 3)) & np.array(inside)
        assert trips[typical].max() == trips[days == day][0]


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_day_number_leads_back_to_its_date(day: date) -> None:
    number = day_number(day)

    assert as_date(number) == day
    assert int(weekday(number)) == day.weekday()


@given(st.integers(0, 60 * 3600 - 1))
def test_a_time_leads_back_to_its_seconds(seconds: int) -> None:
    text = f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"

    values, broken = seconds_of(pd.Series([text], dtype="str"))

    assert values.tolist() == [seconds]
    assert broken == 0


@given(
    begin=st.integers(0, 26 * 3600),
    lasting=st.integers(1, 20 * 3600),
    every=st.integers(30, 7200),
    offset=st.integers(0, 7200),
)
def test_a_headway_counts_as_the_departures_it_stands_for(
    begin: int, lasting: int, every: int, offset: int
) -> None:
    timetable = Timetable(
        trip=np.array([0, 0, 0], dtype=np.int32),
        stop=np.array([0, 1, 2], dtype=np.int32),
        seconds=np.array([1000.0, 1000.0 + offset, 9000.0]),
        departs=np.array([True, True, False]),
        service=np.array([0], dtype=np.int32),
        capacity=np.array([0], dtype=np.int8),
        headways=Headways(
            np.array([0], dtype=np.int32),
            np.array([float(begin)]),
            np.array([float(begin + lasting)]),
            np.array([float(every)]),
        ),
    )

    counted = timetable.departures(np.array([True]), 3)

    starts = range(begin, begin + lasting, every)
    by_hand = [
        sum(DAY_BEGINS_S <= start + later < DAY_ENDS_S for start in starts) for later in (0, offset)
    ]
    assert counted.tolist() == [*by_hand, 0]


@given(calendars(), DAYS)
def test_nothing_runs_outside_the_span(calendar: Calendar, day: date) -> None:
    begin, end = calendar.span or (0, 0)
    outside = [day_number(day - timedelta(days=3000)), day_number(day + timedelta(days=3000))]

    running = [calendar.running(one, 3).any() for one in outside if not begin <= one <= end]

    assert not any(running)
